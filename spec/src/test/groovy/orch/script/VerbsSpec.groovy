package orch.script

import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir

class VerbsSpec extends Specification {
    @TempDir
    Path temp

    def "orch brings #verb, already compiled"() {
        expect:
        verbs().builtIn(verb).get().create() instanceof orch.dsl.OrchScript
        !verbs().builtIn(verb).get().signature().summary().empty

        where:
        verb << ['start', 'stop', 'restart', 'status', 'logs', 'exec', 'plan', 'cleanup', 'doctor', 'persistence']
    }

    def "'#word' is no verb, and no file is looked for under it"() {
        expect:
        verbs().builtIn(word).empty
        verbs().own(word).empty

        where:
        word << ['none', '', '../stack', '/etc/passwd', 'a/b', '.hidden', '-x', 'start.groovy']
    }

    def "a script of the working folder is a verb of its own name"() {
        given:
        def file = script('fill', "describe 'fills the database'")

        expect:
        verbs().own('fill').get() == file
        verbs().own('other').empty
    }

    def "verbs are listed with what they say of themselves: those that orch brings, and those of the folder, written as #text"() {
        given:
        script('fill', text)
        script('dev', "stack { service 'a', image: 'a' }")
        Files.writeString(temp.resolve('scripts/notes.txt'), "describe 'no script'")

        when:
        def all = verbs().all()

        then:
        all.fill.summary() == 'fills the database'
        all.keySet().containsAll(['start', 'stop', 'status'])
        !all.containsKey('dev')
        !all.containsKey('notes')

        where:
        text << ["describe 'fills the database'", "// a word first\ndescribe('fills the database')", "describe('fills the database'); 1"]
    }

    def "a script of the folder stands in for the verb of the same name that orch brings"() {
        given:
        script('status', "describe 'another status'")

        expect:
        verbs().all().status.summary() == 'another status'
    }

    def "a folder without scripts has the verbs that orch brings"() {
        expect:
        verbs().all().keySet().containsAll(['start', 'stop', 'restart', 'status', 'logs', 'exec', 'plan', 'cleanup', 'doctor'])
    }

    private Path script(String verb, String text) {
        Files.createDirectories(temp.resolve('scripts'))
        Files.writeString(temp.resolve("scripts/${verb}.groovy"), text)
    }

    private Verbs verbs() {
        new Verbs(temp, new ScriptStore(temp.resolve('cache'), 'spec', 'orch.dsl.OrchScript'))
    }
}
