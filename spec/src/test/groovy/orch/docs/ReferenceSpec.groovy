package orch.docs

import orch.cli.Help
import orch.support.Orch
import spock.lang.Specification

import java.nio.file.Files

/** docs/dsl.md is generated from the words themselves. */
class ReferenceSpec extends Specification {
    def "the reference of the language says what the words say"() {
        given:
        def page = Orch.ROOT.resolve('docs/dsl.md')

        when: 'it is written anew, where that was asked for: -Dorch.docs=write'
        if (System.getProperty('orch.docs') == 'write') {
            Files.writeString(page, Help.reference())
        }

        then:
        Files.readString(page) == Help.reference()
    }

    def "the reference has every word of the language"() {
        expect:
        def words = (Help.reference() =~ /(?m)^\| `(\w+)`/).collect { it[1] }
        words.containsAll(['stack', 'service', 'image', 'build', 'port', 'volume', 'healthcheck', 'http', 'ensureHealthy'])
        words.size() > 60
    }
}
