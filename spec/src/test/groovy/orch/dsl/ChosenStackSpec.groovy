package orch.dsl

import java.nio.file.Path
import orch.model.OrchException
import spock.lang.Specification
import spock.lang.TempDir

class ChosenStackSpec extends Specification {
    @TempDir
    Path temp
    def scripts

    def setup() {
        scripts = new ScriptFolder(temp)
    }

    def "a verb works on the first of #files that is there: '#name'"() {
        given:
        files.each { scripts.file(it, "stack { service 'a', image: 'a' }") }

        expect:
        scripts.session().choice().stack().name == name

        where:
        files                                                 || name
        ['stack.groovy', 'scripts/dev.groovy', 'compose.yaml'] || 'work'
        ['scripts/dev.groovy', 'compose.yaml']                || 'dev'
    }

    def "the file that is named wins over those of the folder"() {
        given:
        scripts.file('stack.groovy', "stack { service 'a', image: 'a' }")
        scripts.file('other.groovy', "stack { service 'a', image: 'a' }")

        expect:
        scripts.session(stacks: ['other.groovy']).choice().stack().name == 'other'
        scripts.session(stacks: [scripts.folder.resolve('other.groovy').toString()]).choice().stack().name == 'other'
    }

    def "where there is no stack the error tells where one was looked for, and how one is named"() {
        when:
        scripts.session().choice().stack()

        then:
        def refusal = thrown(OrchException.BadInput)
        refusal.message == 'no stack is named, and there is none in this folder'
        refusal.evidence() == [
            'looked for stack.groovy, scripts/dev.groovy, compose.yaml, compose.yml, docker-compose.yaml, docker-compose.yml',
            'name one with --stack FILE or --stack NAME']
        refusal.next().get().commandLine() == 'orch status'
    }

    def "a file that does not exist is the user's mistake"() {
        when:
        scripts.session(stacks: ['none.groovy']).choice().stack()

        then:
        def refusal = thrown(OrchException.BadInput)
        refusal.message == "there is no file ${scripts.folder}/none.groovy"
    }

    def "a file that describes #what is refused: #problem"() {
        given:
        scripts.file('stack.groovy', text)

        when:
        scripts.session().choice().stack()

        then:
        def refusal = thrown(OrchException.BadInput)
        refusal.message == problem

        where:
        what          | text                                                                                || problem
        'no stack'    | "println 'hello'"                                                                   || 'stack.groovy describes no stack'
        'two stacks'  | "stack('a') { service 'a', image: 'a' }; stack('b') { service 'a', image: 'a' }"    || 'stack.groovy describes several stacks: a, b'
        'a slip'      | "stack {\n servic 'a'\n}"                                                           || "stack.groovy:2: unknown word 'servic' in stack 'work'; did you mean 'service'?"
    }

    def "a file that goes on to act is only read for its stack: #act"() {
        given:
        scripts.file('stack.groovy', "def s = stack('shop') { service 'a', image: 'a'; ensureHealthy() }\n$act\nprintln 'acted'")

        when:
        def name = scripts.session().choice().stack().name

        then:
        name == 'shop'
        scripts.output == ''

        where:
        act << ['s.start()', 's.stop()', 's.status()', 's.plan()', "apply 'dev.plan'", "s.exec 'a', 'id'", "s.logs('a')", "s.service('a').url(80)",
                's.ensureHealthy()', 's.cleanup()', "http.get('http://127.0.0.1:1/')", 'statuses([])', 'cleanup(all: true)', 'doctor()']
    }

    def "Compose files are read: #names"() {
        given:
        scripts.file('compose.yaml', 'name: shop\nservices: {a: {image: a}}')
        scripts.file('compose.override.yaml', 'services: {b: {image: b}}')
        scripts.file('more.yml', 'services: {c: {image: c}}')

        when:
        def stack = scripts.session(stacks: names).choice().stack()

        then:
        stack.name == 'shop'
        stack.described().get().services().keySet() == services as Set

        where:
        names                          || services
        []                             || ['a', 'b']
        ['compose.yaml']               || ['a']
        ['compose.yaml', 'more.yml']   || ['a', 'c']
    }

    def "several files that are not all of Compose are the user's mistake"() {
        given:
        scripts.file('compose.yaml', 'services: {a: {image: a}}')

        when:
        scripts.session(stacks: ['compose.yaml', 'stack.groovy']).choice().stack()

        then:
        def refusal = thrown(OrchException.BadInput)
        refusal.message == "'stack.groovy' is no Compose file; several --stack are for Compose files alone"
    }

    def "a script asks for the stack of its folder by name"() {
        given:
        scripts.file('stack.groovy', "stack('shop') { service 'a', image: 'a' }")

        expect:
        scripts.run('theStack.name') == 'shop'
    }

    def "a name is the name of a running stack, for which the engine is asked"() {
        when:
        scripts.session(stacks: ['shop']).choice().stack()

        then:
        def asked = thrown(AssertionError)
        asked.message == 'the engine was asked'
    }
}
