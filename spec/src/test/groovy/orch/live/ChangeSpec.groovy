package orch.live

import orch.support.LiveSpec

/** A stack that was changed: only what has to is replaced, and plan has said so before. */
class ChangeSpec extends LiveSpec {
    private void stack(Map<String, String> words = [:]) {
        describe """
            service('db') { build '$PROBE'; healthcheck 'true'; ${words.db ?: ''} }
            service('web') { build '$PROBE'; dependsOn 'db', restart: true; ${words.web ?: ''} }
            service('cache') { build '$PROBE'; dependsOn 'db'; ${words.cache ?: ''} }"""
    }

    def "changing one service replaces only its container, and plan tells why before"() {
        given:
        stack()
        assert orch.run('start').code == 0
        def before = engine.ids(name)
        def proxy = watched()
        stack(cache: "env SIZE: '10'")

        when: 'plan is asked'
        def plan = orch.run('plan', '--exit-code')

        then: 'it names the container and the cause, ends with 6, and has changed nothing'
        plan.code == 6
        plan.out.readLines().any { it.contains(named('cache')) && it.contains('env SIZE added') }
        !plan.out.contains(named('web'))
        !plan.out.contains(named('db'))
        proxy.mutating() == []
        engine.ids(name) == before

        when: 'it is carried out'
        def start = orch.run('start')
        def after = engine.ids(name)

        then:
        start.code == 0
        after[named('cache')] != before[named('cache')]
        after - [(named('cache')): after[named('cache')]] == before - [(named('cache')): before[named('cache')]]
        'SIZE=10' in container('cache').Config.Env

        and: 'then there is nothing more to do'
        orch.run('plan', '--exit-code').code == 0
    }

    def "a dependant with restart: true is restarted with what it depends on, any other stays as it is"() {
        given:
        stack()
        assert orch.run('start').code == 0
        def web = container('web')
        def cache = container('cache')

        when:
        stack(db: "env SIZE: '10'")
        def run = orch.run('start')

        then: 'the dependant is the same container, started anew after its dependency'
        run.code == 0
        container('web').Id == web.Id
        container('web').State.StartedAt > web.State.StartedAt
        container('web').State.StartedAt > container('db').State.StartedAt

        and: 'the other was not touched'
        container('cache').Id == cache.Id
        container('cache').State.StartedAt == cache.State.StartedAt
    }

    def "another image is a cause that names both"() {
        given:
        def probe = engine.specImage('probe')
        def tiny = engine.specImage('tiny')
        engine.tag(probe, "$name/one", '1')
        engine.tag(tiny, "$name/two", '1')
        describe "service 'web', image: '$name/one:1'"
        assert orch.run('start').code == 0

        when:
        describe "service 'web', image: '$name/two:1'"
        def plan = orch.run('plan')
        def start = orch.run('start')

        then:
        plan.out.contains("image changed: $name/one:1 -> $name/two:1")
        start.code == 0
        container('web').Image == tiny
    }

    def "a changed Dockerfile makes a new image and a new container"() {
        given:
        def recipe = { greeting ->
            orch.file('recipe/Dockerfile', """\
                FROM debian:bookworm-slim
                ENV GREETING=$greeting
                CMD ["sh", "-c", "trap 'exit 0' TERM; sleep 1000000 & wait"]
                """.stripIndent())
        }
        recipe 'hello'
        describe "service 'web', build: 'recipe'"
        assert orch.run('start').code == 0
        def before = container('web')

        when:
        recipe 'good-day'
        def run = orch.run('start')

        then:
        run.code == 0
        container('web').Id != before.Id
        container('web').Image != before.Image
        'GREETING=good-day' in container('web').Config.Env

        and: 'touching it without a change does nothing'
        orch.folder.resolve('recipe/Dockerfile').toFile().setLastModified(0)
        orch.run('plan', '--exit-code').code == 0
    }

    def "replicas come and go, and the first one stays"() {
        given:
        describe "service 'web', build: '$PROBE', replicas: 3, port: 8080, healthcheck: 'true'"

        when: 'three are wanted'
        def three = orch.run('start')
        def before = engine.ids(name)

        then: 'there are three, each on a host port of its own'
        three.code == 0
        before.keySet() == (1..3).collect { named('web', it) } as Set
        (1..3).collect { hostPort(container('web', it)) }.toSet().size() == 3
        orch.run('status', name, '--json').json.stacks[0].services[0].replicas == 3

        when: 'one is wanted'
        describe "service 'web', build: '$PROBE', replicas: 1, port: 8080, healthcheck: 'true'"
        def one = orch.run('start')

        then:
        one.code == 0
        engine.ids(name) == [(named('web')): before[named('web')]]
        orch.run('status', name, '--json').json.stacks[0].services[0].replicas == 1
    }

    def "an anonymous volume of the image goes on to the new container"() {
        given:
        orch.file('recipe/Dockerfile', """\
            FROM debian:bookworm-slim
            VOLUME /data
            CMD ["sh", "-c", "trap 'exit 0' TERM; sleep 1000000 & wait"]
            """.stripIndent())
        describe "service 'db', build: 'recipe'"
        assert orch.run('start').code == 0
        engine.exec(named('db'), 'sh', '-c', 'echo kept > /data/file')
        def before = container('db')

        when:
        describe "service 'db', build: 'recipe', env: [SIZE: '10']"
        def run = orch.run('start')

        then:
        run.code == 0
        container('db').Id != before.Id
        engine.exec(named('db'), 'cat', '/data/file') == 'kept\n'

        when: 'the last container goes'
        def volume = before.Mounts[0].Name
        def stop = orch.run('stop')

        then: 'so does the volume, which nobody could name any more'
        stop.code == 0
        engine.socket.get("/volumes/$volume") == null
    }
}
