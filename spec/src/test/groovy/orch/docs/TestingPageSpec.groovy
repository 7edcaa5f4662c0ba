package orch.docs

import orch.support.Orch
import spock.lang.Specification

import java.nio.file.Files

/** docs/testing.md shows parts of the example project, which another spec builds and runs. */
class TestingPageSpec extends Specification {
    def "what the page shows in #language stands in the example project: #beginning"() {
        given:
        def files = Files.walk(Orch.ROOT.resolve('docs/examples/testing')).withCloseable { all ->
            all.findAll { Files.isRegularFile(it) && !it.toString().contains('/target/') }*.toFile()*.text
        }

        expect:
        files.any { it.contains(code) }

        where:
        [language, code] << (Files.readString(Orch.ROOT.resolve('docs/testing.md')) =~ /(?ms)^```(\w+)\n(.*?)^```$/).collect { [it[1], it[2]] }
        beginning = code.readLines()[0].strip()
    }
}
