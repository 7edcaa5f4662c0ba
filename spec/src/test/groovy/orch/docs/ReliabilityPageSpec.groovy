package orch.docs

import orch.support.Orch
import spock.lang.Specification

import java.nio.file.Files
import java.nio.file.Path

/** docs/reliability.md is made of what the specs count. */
class ReliabilityPageSpec extends Specification {
    static final Path SPECS = Orch.ROOT.resolve('spec/src/test/groovy/orch/live')

    def "the page tells of every fault that the specs inject"() {
        given: 'the faults as the specs name them, up to what differs from round to round'
        def sources = Files.list(SPECS).withCloseable { it.toList() }.collect { Files.readString(it) }
        def faults = sources.collectMany { (it =~ /new Reliability\(['"]([^'"$]*)/).collect { match -> match[1] } }.findAll()
        def page = Files.readString(Orch.ROOT.resolve('docs/reliability.md'))

        expect:
        faults.size() > 10
        faults.findAll { !page.contains("| $it") } == []
    }

    def "every row counts rounds"() {
        expect:
        Files.readAllLines(Orch.ROOT.resolve('docs/reliability.md')).findAll { it.startsWith('| ') && !it.startsWith('| fault') && !it.startsWith('| ---') }
                .every { it ==~ /\| .+ \| [1-9]\d* \| .+: \d+.* \|/ }
    }
}
