package orch.live

import orch.support.EngineFixture
import orch.support.LiveSpec
import orch.support.Orch

import java.time.Duration

/** What doctor finds on a real engine; other stacks may be there, so each feature looks at its own findings. */
class DoctorSpec extends LiveSpec {
    private static final Map SLEEPER = [Image: 'debian:bookworm-slim', Cmd: ['sleep', 'infinity']]

    private static List<Map> of(Orch.Run run, String check) {
        (run.json.findings as List<Map>).findAll { it.check == check }
    }

    def "where all is well every check says so with evidence"() {
        given:
        describe "service('web') { build '$PROBE'; port 8080; memory 16.MB }"

        when:
        def run = orch.run('doctor', '--json')

        then:
        run.json.findings*.keySet().unique() == [['level', 'check', 'evidence', 'remedy'] as Set]
        (run.json.findings*.check as Set).containsAll(['engine', 'api', 'disk', 'memory', 'cgroup', 'storage', 'clock', 'subnets',
                                                       'leftovers', 'ports', 'open-ports', 'images'])
        def engineInfo = engine.socket.get('/info') as Map
        of(run, 'engine')[0].evidence.contains(engineInfo.ServerVersion as String)
        of(run, 'engine')[0].evidence.contains("$EngineFixture.ADDRESS")
        of(run, 'storage')[0].evidence.contains(engineInfo.Driver as String)
        of(run, 'memory')[0].evidence.contains('16 MB')
        ['engine', 'api', 'ports', 'open-ports', 'images', 'leftovers'].every { of(run, it)*.level == ['ok'] }

        and: 'it ends with 1 when there is an error, else with 0'
        run.code == (run.json.findings.any { it.level == 'error' } ? 1 : 0)

        and: 'nothing was made'
        engine.leftOf(name) == []
    }

    def "wanted ports that a container and a process hold are errors that name them"() {
        given:
        int port = freePort()
        engine.squat(SLEEPER + [ExposedPorts: ['80/tcp': [:]],
                                HostConfig: [PortBindings: ['80/tcp': [[HostIp: '127.0.0.1', HostPort: "$port".toString()]]]]],
                "$name-holder")
        def listener = new ServerSocket(0, 1, InetAddress.loopbackAddress)
        describe "service('web') { build '$PROBE'; port 8080, host: $port; port 8081, host: $listener.localPort }"

        when:
        def run = orch.run('doctor', '--json')

        then:
        run.code == 1
        of(run, 'ports')*.level == ['error', 'error']
        of(run, 'ports')[0].evidence.contains("port $port")
        of(run, 'ports')[0].evidence.contains("container '$name-holder'")
        of(run, 'ports')[1].evidence.contains("process ${ProcessHandle.current().pid()}")
        of(run, 'ports')*.remedy.every { it.contains('port 808') }

        cleanup:
        listener?.close()
    }

    def "the ports of the stack itself are its own"() {
        given:
        describe "service('web') { build '$PROBE'; port 8080, host: ${freePort()} }"
        assert orch.run('start').code == 0

        expect:
        of(orch.run('doctor', '--json'), 'ports')*.level == ['ok']
    }

    def "what is ours, dead and still there is a leftover, until it is cleaned up as the remedy says"() {
        given:
        describe "service('web') { build '$PROBE' }"
        assert orch.run('start').code == 0
        engine.kill(named('web'))

        when:
        def run = orch.run('doctor', '--json')

        then:
        of(run, 'leftovers')*.level == ['warning']
        of(run, 'leftovers')[0].evidence.contains("'$name'")
        of(run, 'leftovers')[0].remedy == 'orch cleanup'

        when:
        orch.run('cleanup')

        then:
        of(orch.run('doctor', '--json'), 'leftovers')*.level == ['ok']
    }

    def "an image that is not to be had is an error with what its registry said"() {
        given: 'a registry that nobody runs, beside an image that can be built'
        def nowhere = "localhost:${freePort()}/$name:1"
        describe """
            service 'cache', image: '$nowhere'
            service('web') { image '$nowhere', otherwise: build('$PROBE') }"""

        when:
        def run = orch.run('doctor', '--json')

        then:
        run.code == 1
        of(run, 'images')*.level == ['error']
        of(run, 'images')[0].evidence.contains("service 'cache'")
        of(run, 'images')[0].evidence.contains(nowhere)
        run.took < Duration.ofSeconds(30)
    }

    def "a port on all interfaces is a warning"() {
        given:
        describe "service('web') { build '$PROBE'; port 8080, address: '0.0.0.0' }"

        when:
        def run = orch.run('doctor')

        then:
        def lines = run.out.readLines()
        int at = lines.findIndexOf { it =~ /^warning +open-ports/ }
        lines[at].contains("service 'web' publishes port 8080 on all interfaces")
        lines[at + 1].strip().startsWith('-> write port 8080')
    }

    def "without an engine that is an error with what was tried, and the stack's needs of this machine are looked at"() {
        given:
        def listener = new ServerSocket(0, 1, InetAddress.loopbackAddress)
        describe "service('web') { build '$PROBE'; port 8080, host: $listener.localPort }"

        when:
        def run = orch.run('doctor', '--json', '--no-setup', env: [ORCH_ENGINE: "unix://$temporary/none.sock".toString()])

        then:
        run.code == 1
        of(run, 'engine')*.level == ['error']
        of(run, 'engine')[0].evidence.contains("no engine answers at unix://$temporary/none.sock (ORCH_ENGINE")
        of(run, 'ports')[0].evidence.contains("process ${ProcessHandle.current().pid()}")
        of(run, 'memory').size() == 1
        of(run, 'images') == []

        cleanup:
        listener?.close()
    }

    def "without an engine nothing is set up"() {
        when: 'an engine that does not answer, with set-up allowed'
        def run = orch.run('doctor', env: [ORCH_ENGINE: "unix://$temporary/none.sock".toString(), ORCH_SETUP: ''])

        then:
        run.code == 1
        run.out.startsWith('error')
        run.err == ''
    }

    def "in a folder without a stack the machine alone is looked at; a stack that nobody knows is a mistake"() {
        when:
        def run = orch.run('doctor', '--json')

        then:
        of(run, 'engine')*.level == ['ok']
        of(run, 'ports') == []

        when:
        def unknown = orch.run('doctor', '--stack', "$name-nobody")

        then:
        unknown.code == 2
        unknown.problem[0].contains("$name-nobody")
    }

    def "a stack's findings are data for scripts"() {
        given:
        describe "service('web') { build '$PROBE'; port 8080, address: '0.0.0.0' }"

        when:
        def run = orch.run('-e', "println doctor().find { it.check() == 'open-ports' }.level().word()")

        then:
        run.code == 0
        run.out == 'warning\n'
    }

    def "start's first look asks the engine nothing slow"() {
        given:
        describe "service('web') { build '$PROBE'; port 8080, host: ${freePort()} }"
        def proxy = watched()

        when:
        def run = orch.run('start', '--no-wait')

        then:
        run.code == 0
        !proxy.requests.any { it.startsWith('GET /info') || it.startsWith('GET /distribution') }
    }
}
