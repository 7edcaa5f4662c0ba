package orch.live

import orch.support.LiveSpec

/** What is not ours is left as it is, and named. */
class RefusalSpec extends LiveSpec {
    private static final Map SLEEPER = [Image: 'debian:bookworm-slim', Cmd: ['sleep', 'infinity']]

    def "a port that another container publishes is refused, with its name, before anything is made"() {
        given:
        int port = freePort()
        engine.squat(SLEEPER + [ExposedPorts: ['80/tcp': [:]],
                                HostConfig: [PortBindings: ['80/tcp': [[HostIp: '127.0.0.1', HostPort: "$port".toString()]]]]],
                "$name-holder")
        describe "service('web') { build '$PROBE'; port 8080, host: $port }"

        when:
        def run = orch.run('start')

        then:
        run.code == 5
        run.problem[0].contains("$port")
        run.problem.any { it.contains("container '$name-holder'") }
        engine.leftOf(name) == []
    }

    def "a port on which a process of this machine listens is refused, with the process"() {
        given:
        def listener = new ServerSocket(0, 1, InetAddress.loopbackAddress)
        describe "service('web') { build '$PROBE'; port 8080, host: $listener.localPort }"

        when:
        def run = orch.run('start')

        then:
        run.code == 5
        run.problem[0].contains("$listener.localPort")
        run.problem.any { it.contains("process ${ProcessHandle.current().pid()}") }
        engine.leftOf(name) == []

        cleanup:
        listener?.close()
    }

    def "a container that has the name is refused and goes on running"() {
        given:
        def id = engine.squat(SLEEPER + [Labels: ['com.docker.compose.project': 'shop']], named('web'))
        describe "service('web') { build '$PROBE'; volume 'data', at: '/data' }"

        when:
        def run = orch.run('start')

        then:
        run.code == 5
        run.problem[0].contains("container '${named('web')}'")
        run.problem.any { it.contains("Compose project 'shop'") }
        container('web').Id == id
        container('web').State.Running
        engine.leftOf(name) == []
    }

    def "a network that has the name is refused and stays"() {
        given:
        def id = engine.squatNetwork("${name}_default", [team: 'payments'])
        describe "service('web') { build '$PROBE' }"

        when:
        def run = orch.run('start')

        then:
        run.code == 5
        run.problem[0].contains("network '${name}_default'")
        run.problem.any { it.contains('payments') }
        engine.socket.get("/networks/$id").Labels == [team: 'payments']
        engine.leftOf(name) == []
    }

    def "a volume that has the name is refused and stays"() {
        given:
        engine.squatVolume("${name}_data")
        describe "service('web') { build '$PROBE'; volume 'data', at: '/data' }"

        when:
        def run = orch.run('start')

        then:
        run.code == 5
        run.problem[0].contains("volume '${name}_data'")
        run.problem.any { it.contains('no labels') }
        engine.socket.get("/volumes/${name}_data") != null
        engine.leftOf(name) == []
    }

    def "what is external is used and never removed"() {
        given:
        def network = engine.squatNetwork("$name-net")
        engine.squatVolume("$name-vol")
        describe """
            network 'net', external: '$name-net'
            volume 'vol', external: '$name-vol'
            service('web') { build '$PROBE'; network 'net'; volume 'vol', at: '/data' }"""

        when:
        def start = orch.run('start')

        then:
        start.code == 0
        container('web').NetworkSettings.Networks.keySet() == ["$name-net".toString()] as Set
        container('web').Mounts*.Name == ["$name-vol".toString()]

        when:
        def stop = orch.run('stop', '--volumes', '--no-snapshot')

        then:
        stop.code == 0
        engine.containers(name).isEmpty()
        engine.socket.get("/networks/$network") != null
        engine.socket.get("/volumes/$name-vol") != null
    }

    def "#what that does not exist is told with file and line before anything is made"() {
        given:
        orch.file('stack.groovy', "stack('$name') {\n    $declaration\n    service('web') { build '$PROBE'; $use }\n}\n")

        when:
        def run = orch.run('start')

        then:
        run.code == 2
        run.problem[0].startsWith('orch: stack.groovy:3: ')
        run.problem[0].contains(told)
        engine.leftOf(name) == []

        where:
        what                  | declaration                          | use                              || told
        'an external network' | "network 'net', external: 'not-there'" | "network 'net'"                  || "'not-there'"
        'an external volume'  | "volume 'vol', external: 'not-there'" | "volume 'vol', at: '/data'"      || "'not-there'"
        'a mounted folder'    | ''                                   | "mount 'not-there', at: '/data'" || 'not-there'
    }

    def "what another machine's orch has made is refused, and no verb touches it"() {
        given: 'a stack made by an orch with a state folder of its own, as on another machine'
        describe "service('web') { build '$PROBE' }"
        def elsewhere = [XDG_STATE_HOME: temporary.resolve('elsewhere').toString()]
        assert orch.run('start', env: elsewhere).code == 0
        def before = engine.ids(name)

        when:
        def start = orch.run('start')

        then:
        start.code == 5
        start.problem.any { it.contains("orch stack '$name'") }

        and: 'neither is it shown, stopped or cleaned up'
        orch.run('status').out == 'no stacks of ours on this engine\n'
        orch.run('stop')
        orch.run('cleanup', '--all').code == 0
        engine.ids(name) == before
        container('web').State.Running
    }
}
