package orch.live

import orch.support.LiveSpec

/** What happened behind orch's back is seen, and put right by a start. */
class StatusSpec extends LiveSpec {
    private void running() {
        describe """
            service('db') { build '$PROBE' }
            service('web') { build '$PROBE'; healthcheck { http '/health', port: 8080; every 1.second; retries 20 } }"""
        assert orch.run('start').code == 0
    }

    private Map service(String service, Map status) {
        status.stacks.find { it.name == name }.services.find { it.name == service }
    }

    def "a container killed by hand shows in status, and start makes it run again"() {
        given:
        running()
        def before = engine.ids(name)

        when:
        engine.kill(named('web'))
        def status = orch.run('status', '--json')

        then:
        status.code == 1
        !status.json.stacks[0].healthy
        service('web', status.json).state == 'exited'
        service('web', status.json).health == 'unhealthy'
        service('db', status.json).state == 'running'
        orch.run('status').code == 1

        when:
        def start = orch.run('start')

        then: 'the same container runs again, and the other was not touched'
        start.code == 0
        engine.ids(name) == before
        container('web').State.Running
        orch.run('status').code == 0
    }

    def "a container removed by hand shows as missing, and start makes it anew"() {
        given:
        running()
        def before = engine.ids(name)

        when:
        engine.remove(named('web'))
        def status = orch.run('status', name, '--json')

        then:
        status.code == 1
        service('web', status.json).state == 'missing'
        service('web', status.json).containers == []
        orch.run('status', name).out.contains('missing')

        when:
        def start = orch.run('start')

        then:
        start.code == 0
        container('web').State.Running
        container('db').Id == before[named('db')]
        orch.run('status', name).code == 0
    }

    def "a stack of which every container was removed by hand is missed all the same"() {
        given:
        running()

        when:
        engine.remove(named('web'))
        engine.remove(named('db'))

        then:
        orch.run('status').code == 1
        def status = orch.run('status', name, '--json')
        status.code == 1
        service('web', status.json).state == 'missing'
        service('db', status.json).state == 'missing'
    }

    def "a paused container shows in status, and start makes it run again"() {
        given:
        running()
        def before = engine.ids(name)

        when:
        engine.socket.post("/containers/${named('web')}/pause")
        def status = orch.run('status', name, '--json')

        then:
        status.code == 1
        service('web', status.json).state == 'paused'

        when:
        def start = orch.run('start')

        then:
        start.code == 0
        engine.ids(name) == before
        container('web').State.Status == 'running'
    }

    def "a stack that runs needs no file: status, restart and stop take its name, from any folder"() {
        given:
        running()
        def before = engine.ids(name)
        def started = container('db').State.StartedAt

        when:
        def restart = orch.run('restart', '--stack', name, 'web', folder: temporary)

        then: 'one service was restarted, the other not'
        restart.code == 0
        engine.ids(name) == before
        container('db').State.StartedAt == started
        container('web').State.StartedAt > started
        orch.run('status', name, folder: temporary).code == 0

        when:
        def stop = orch.run('stop', '--stack', name, folder: temporary)

        then:
        stop.code == 0
        engine.leftOf(name) == []
    }

    def "a service that falls sick later shows in status"() {
        given:
        running()

        when:
        engine.exec(named('web'), 'touch', '/tmp/sick')

        then:
        orch.run('status').code == 1

        when: 'and that it is well again'
        engine.exec(named('web'), 'rm', '/tmp/sick')

        then:
        orch.run('status').code == 0
    }

    def "a stack that does not exist is an error that names those that do"() {
        given:
        running()

        when:
        def run = orch.run('status', "${name}x")

        then:
        run.code == 2
        run.problem[0].contains("no stack '${name}x'")
        run.problem[0].contains("did you mean '$name'?")
    }
}
