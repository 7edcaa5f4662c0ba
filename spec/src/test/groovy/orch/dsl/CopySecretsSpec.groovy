package orch.dsl

import java.nio.file.Path
import orch.model.Stack
import orch.model.Value
import spock.lang.Specification
import spock.lang.TempDir

/** Secrets of dedicated copies, as blocks ask for them. */
class CopySecretsSpec extends Specification {
    @TempDir
    Path temp
    def scripts

    def setup() {
        scripts = new ScriptFolder(temp)
    }

    def "'dedicated()' behind the first secret is a mistake, told with file and line"() {
        expect:
        scripts.refusal("""
            stack('dev') {
                service('db') { image 'db:1'; env PASSWORD: secret('db') }
                dedicated()
            }""") == "dev.groovy:4: 'dedicated()' must stand before the first secret: a copy has secrets of its own"
    }

    def "'dedicated()' behind a service without secrets is none"() {
        expect:
        scripts.run("stack { service 'a', image: 'a:1'; dedicated() }").dedicated
    }

    def "a copy has a secret of its own, the same wherever its block asks for it"() {
        when:
        def shared = password(scripts.stack(block('')))
        def stack = scripts.stack(block('dedicated()', "service('web') { image 'web:1'; env DB: secret('db'), API: secret('api') }"))
        def web = stack.services().web.process().environment()

        then:
        password(stack).text() ==~ '[A-Za-z0-9_-]{32}'
        password(stack) != shared
        web.DB == password(stack)
        web.API != password(stack)
    }

    def "each copy has other secrets"() {
        expect:
        (1..5).collect { password(scripts.stack(block('dedicated()'))).text() }.toSet().size() == 5
    }

    def "two copies of one script have other secrets"() {
        when:
        def stacks = scripts.run('''
            def copy = { stack('dev') { dedicated(); service('db') { image 'db:1'; env PASSWORD: secret('db') } } }
            [copy(), copy()]''')

        then:
        stacks.collect { password(it.described().get()) }.toSet().size() == 2
    }

    def "a copy's secrets are kept nowhere, and the shared stack's stay the same"() {
        given:
        def before = password(scripts.stack(block('')))

        when:
        def copy = password(scripts.stack(block('dedicated()')))

        then:
        scripts.state.names('secrets', 'dev') == ['db']
        scripts.state.read('secrets', 'dev', 'db').get().strip() == before.text()
        password(scripts.stack(block(''))) == before
        copy != before
    }

    def "a copy's secrets are masked as all others are"() {
        when:
        def copy = password(scripts.stack(block('dedicated()')))

        then:
        scripts.masking.mask("it is ${copy.text()}.") == 'it is ***.'
    }

    def "with --env #env a block that says #words gets #which secrets"() {
        given:
        def shared = password(scripts.stack(block('')))

        when:
        def handle = scripts.run(block(words), 'dev.groovy', scripts.session(env: env)) as StackHandle

        then:
        (password(handle.described().get()) == shared) == same
        handle.dedicated == !same

        where:
        env         | words         || same
        'dedicated' | ''            || false
        'dedicated' | 'shared()'    || false
        'dedicated' | 'dedicated()' || false
        'shared'    | 'dedicated()' || true
        'shared'    | ''            || true
        which = same ? "the shared stack's" : 'its own'
    }

    private static String block(String first, String more = '') {
        "stack('dev') { $first; service('db') { image 'db:1'; env PASSWORD: secret('db') }; $more }".replace('{ ;', '{').replace('; }', ' }')
    }

    private static Value.Secret password(Stack stack) {
        stack.services().db.process().environment().PASSWORD as Value.Secret
    }
}
