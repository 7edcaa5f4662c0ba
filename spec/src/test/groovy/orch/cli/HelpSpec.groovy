package orch.cli

import java.nio.file.Path
import orch.model.OrchException
import orch.script.ScriptStore
import orch.script.Verbs
import spock.lang.Specification
import spock.lang.TempDir

class HelpSpec extends Specification {
    @TempDir
    Path folder

    def "the overview names every verb and every common option"() {
        given:
        def overview = help().overview()
        def verbs = verbs().all().keySet()

        expect:
        verbs.containsAll(['start', 'stop', 'status', 'logs', 'exec'])
        verbs.every { overview.contains("\n  $it ") }
        CommonOptions.ALL*.name().every { overview.contains("\n  $it ") }
    }

    def "help for a verb tells how it is used, for a word how it is written"() {
        expect:
        help().topic('logs').startsWith('Usage: orch logs ')
        help().topic('dependsOn').startsWith('dependsOn in service { }: ')
    }

    def "help goes on below its text where the window is narrow, between words"() {
        given:
        def lines = Help.fitting(help().overview(), 60).readLines()

        expect:
        lines.every { it.length() <= 60 }
        lines.containsAll([
            '  start        makes the stack as described and waits until',
            '               it is healthy'])
        Help.fitting('short\n', 60) == 'short\n'
    }

    def "a script of the working folder is a verb like those that orch brings"() {
        given:
        folder.resolve('scripts').toFile().mkdir()
        folder.resolve('scripts/seed.groovy').toFile().text = "describe 'fills the database'\noption 'rows', 'N', 'how many'\n"

        expect:
        help().overview().contains('fills the database')
        help().topic('seed').contains('--rows=N')
    }

    def "'#topic' is neither a verb nor a word#hint"() {
        when:
        help().topic(topic)

        then:
        def e = thrown(OrchException.BadInput)
        e.message == "neither a verb nor a word of the DSL: '$topic'$hint"
        e.exitCode() == 2

        where:
        topic         || hint
        'statsu'      || "; did you mean 'status'?"
        'healtcheck'  || "; did you mean 'healthcheck'?"
        'dependson'   || "; did you mean 'dependsOn'?"
        'xyzzyplugh'  || ''
    }

    private Verbs verbs() {
        new Verbs(folder, new ScriptStore(folder.resolve('cache'), 'spec', 'orch.dsl.OrchScript'))
    }

    private Help help() {
        new Help(verbs())
    }
}
