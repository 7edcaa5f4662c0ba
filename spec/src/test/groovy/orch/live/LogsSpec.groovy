package orch.live

import orch.support.LiveSpec

/** What services print. */
class LogsSpec extends LiveSpec {
    def setup() {
        describe """
            service('web') { build '$PROBE' }
            service('counter') { build '$PROBE'; command 'perl', '-e', '\$SIG{TERM} = sub { exit }; \$| = 1; print "line \$_\\\\n" for 1 .. 9; sleep 1000' }"""
        assert orch.run('start').code == 0
        eventually { assert engine.output(named('counter')).contains('line 9') }
    }

    def "logs of one service are its lines, those of several have the container in front"() {
        expect:
        orch.run('logs', 'counter').out.readLines() == (1..9).collect { "line $it".toString() }

        and:
        def all = orch.run('logs').out.readLines()
        all.count { it ==~ /${named('counter')} *\| line \d/ } == 9
        all.any { it ==~ /${named('web')} *\| ready on 8080/ }
    }

    def "--tail gives the last lines, --timestamps the time in front, --since what is not older"() {
        expect:
        orch.run('logs', 'counter', '--tail', '2').out == 'line 8\nline 9\n'
        orch.run('logs', 'counter', '--tail', '1', '--timestamps').out ==~ /20\d\d-\d\d-\d\dT[\d:.]+Z line 9\n/
        orch.run('logs', 'counter', '--since', '10m').out.readLines().size() == 9
    }

    def "--follow goes on until the service ends"() {
        given:
        def following = orch.start('logs', 'web', '--follow')
        eventually { assert following.out.contains('ready on 8080') }

        when: 'something happens'
        engine.exec(named('web'), 'perl', '-MIO::Socket::INET', '-e',
                'print { IO::Socket::INET->new("127.0.0.1:8080") } "GET /news HTTP/1.0\\r\\n\\r\\n"')

        then: 'it is shown while the command goes on'
        eventually { assert following.out.contains('GET /news') }
        following.process.alive

        when: 'the service ends'
        engine.socket.post("/containers/${named('web')}/stop")
        def run = following.await()

        then:
        run.code == 0
        run.out.endsWith('stopped\n')
    }

    def "logs of what is no service are an error that names the nearest"() {
        when:
        def run = orch.run('logs', 'conter')

        then:
        run.code == 2
        run.problem[0].contains("did you mean 'counter'?")
    }
}
