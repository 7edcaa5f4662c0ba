package orch.live

import orch.support.LiveSpec

import java.nio.file.Files
import java.nio.file.attribute.PosixFilePermissions

/** A plan that was saved is carried out as it is, or not at all. */
class SavedPlanSpec extends LiveSpec {
    private void web(String words = '') {
        describe """
            service('web') {
                build '$TINY'
                env PASSWORD: secret('web')
                volume 'data', at: '/data'
                healthcheck { command 'true'; every 200.ms }
                $words
            }
            service('mail') { build '$TINY' }"""
    }

    def "a saved plan is carried out, unless the engine or the stack has moved, or the file"() {
        given:
        web()
        def file = orch.folder.resolve('dev.plan')

        when: 'it is saved'
        def plan = orch.run('plan', '--out', 'dev.plan')

        then:
        plan.code == 0
        plan.out.contains("create  $name-web-1")
        plan.err.contains('orch apply dev.plan')
        PosixFilePermissions.toString(Files.getPosixFilePermissions(file)) == 'rw-------'
        engine.leftOf(name) == []

        and: 'no secret is in it'
        def secret = Files.readString(orch.state.resolve("orch/secrets/$name/web")).strip()
        secret.length() >= 16
        !Files.readString(file).contains(secret)

        when: 'it is carried out'
        def apply = orch.run('apply', 'dev.plan')

        then:
        apply.code == 0
        apply.err.contains("ready $name-web-1")
        apply.out.contains('2/2 healthy')
        eventually { assert container('web').State.Health.Status == 'healthy' }
        container('mail').State.Running

        when: 'it is carried out once more'
        def id = container('web').Id
        def again = orch.run('apply', 'dev.plan', '--json')

        then:
        again.code == 0
        again.err.contains("nothing to do: stack '$name' is as planned")
        again.json.stacks[0].healthy
        container('web').Id == id

        when: 'something goes after a plan was saved, and another way leads to the same engine'
        web("env LEVEL: 'debug'")
        assert orch.run('plan', '--out', 'dev.plan', '--exit-code').code == 6
        engine.remove(named('mail'))
        def proxy = watched()
        def moved = orch.run('apply', 'dev.plan')

        then:
        moved.code == 5
        moved.problem[0] == "orch: the state of stack '$name' has moved since the plan was made; nothing was changed"
        moved.problem[1].strip() == "container '$name-mail-1' is gone"
        moved.problem[-1].strip() == 'next: orch plan --out dev.plan'
        proxy.requests.size() > 0
        proxy.mutating() == []
        container('mail') == null

        when: 'the stack is described otherwise after a plan was saved'
        web("env LEVEL: 'info'")
        def otherwise = orch.run('apply', 'dev.plan')

        then:
        otherwise.code == 5
        otherwise.problem[1].strip() == "service 'web' is described otherwise: env LEVEL changed"
        otherwise.problem[2].strip() == "changed since: ${orch.folder.resolve('stack.groovy')}"
        proxy.mutating() == []
        container('web').Id == id

        when: 'the file was cut off'
        Files.writeString(file, Files.readString(file).take(900))
        def damaged = orch.run('apply', 'dev.plan')

        then:
        damaged.code == 2
        damaged.problem[0] == 'orch: dev.plan is no plan that orch has saved'
        proxy.mutating() == []
    }

    def "a plan of merged Compose files and some services is carried out from anywhere, without waiting where that is asked for"() {
        given:
        orch.file('compose.yaml', "name: $name\nservices: {web: {build: $TINY}, mail: {build: $TINY}, base: {build: $TINY}}")
        orch.file('more.yaml', 'services: {web: {depends_on: [base], healthcheck: {test: "false", interval: 1s, retries: 30}}}')

        when:
        def plan = orch.run('plan', '-f', 'compose.yaml', '-f', 'more.yaml', 'web', '--out', 'dev.plan')
        def apply = orch.run('apply', 'work/dev.plan', '--no-wait', folder: temporary)

        then:
        plan.code == 0
        apply.code == 0
        engine.containers(name).keySet() == ["$name-web-1", "$name-base-1"]*.toString() as Set
    }

    def "scripts save and carry out plans of shared stacks; of copies and snippets none can be saved"() {
        given:
        web()
        orch.file('change.groovy', """
            def s = theStack
            s.plan('mail').save('mail.plan')
            assert apply('mail.plan', within: 20.seconds).status().services*.name == ['mail']
            s.plan('mail').save('mail.plan')
            assert s.plan('mail').empty""")

        when:
        def script = orch.run('change.groovy')
        def copy = orch.run('plan', '--env', 'dedicated', '--out', 'copy.plan')
        def snippet = orch.run('-e', "stack('$name') { service 'a', build: '$TINY' }.plan().save('snippet.plan')")
        def dedicated = orch.run('apply', 'mail.plan', '--env', 'dedicated')

        then:
        script.code == 0
        engine.containers(name).keySet() == ["$name-mail-1".toString()] as Set
        [copy, snippet, dedicated]*.code == [2, 2, 2]
        copy.problem[0] == 'orch: a plan of a dedicated copy cannot be saved'
        snippet.problem[0] == "orch: the plan of stack '$name' cannot be saved"
        dedicated.problem[0].contains("'--env dedicated' contradicts that")
        !Files.exists(orch.folder.resolve('copy.plan'))
        !Files.exists(orch.folder.resolve('snippet.plan'))
    }
}
