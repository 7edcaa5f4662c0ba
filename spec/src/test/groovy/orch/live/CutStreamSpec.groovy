package orch.live

import static orch.support.FaultProxy.Fault.HANG_IN_BODY
import static orch.support.FaultProxy.Fault.NONE

import orch.support.LiveSpec
import orch.support.Reliability

/** Streams of events and of output that do not hold. */
class CutStreamSpec extends LiveSpec {
    private void job(int seconds) {
        describe """
            service('job') { build '$TINY'; command '/bin/sh', '-c', 'sleep $seconds'; oneShot() }
            service('late') { build '$TINY'; dependsOn completed('job') }"""
    }

    def "a wait goes on when the stream of events is cut again and again"() {
        given:
        job(2)
        def rounds = new Reliability('stream of events cut during a wait')
        def proxy = faulty()

        when:
        def running = orch.start('start')
        3.times {
            eventually { assert proxy.cut('GET /events.*') > 0 }
        }
        def run = running.await()

        then:
        run.code == 0
        container('job').State.ExitCode == 0
        container('late').State.Running
        3.times { rounds.count('wait went on') }

        cleanup:
        rounds.write()
    }

    def "a wait ends soon after what it waits for, although the stream of events tells nothing"() {
        given:
        job(1)
        faulty().begin { request, number -> request.startsWith('GET /events') ? HANG_IN_BODY : NONE }

        when:
        def run = orch.run('start')

        then:
        run.code == 0
        run.took.toSeconds() < 12
        container('late').State.Running
    }

    def "--follow goes on where it was cut: no line is lost, none comes twice"() {
        given:
        int last = 300
        describe """
            service('counter') {
                build '$TINY'
                command '/bin/sh', '-c', 'i=0; while [ \$i -lt $last ]; do i=\$((i+1)); echo "line \$i"; echo "line \$i" >&2; sleep 0.01; done'
                oneShot()
            }"""
        assert orch.run('start', '--no-wait').code == 0
        def rounds = new Reliability('stream of output cut during logs --follow')
        def proxy = faulty()

        when:
        def running = orch.start('logs', '--follow', 'counter')
        int cuts = 0
        while (cuts < 5) {
            int before = running.out.readLines().size()
            eventually { assert running.out.readLines().size() > before + 20 }
            assert running.process.alive
            if (proxy.cut('GET /containers/[^/]+/logs.*') > 0) {
                cuts++
            }
        }
        def run = running.await()

        then:
        run.code == 0
        run.out.readLines().countBy { it } == (1..last).collectEntries { ["line $it".toString(), 2] }
        cuts.times { rounds.count('no line lost or twice') }

        cleanup:
        rounds.write()
    }

    def "--follow ends with an error that says so when what it follows was cut and is gone"() {
        given:
        describe "service('web') { build '$TINY'; command '/bin/sh', '-c', 'while :; do echo tick; sleep 0.05; done' }"
        assert orch.run('start').code == 0
        def proxy = faulty()
        def running = orch.start('logs', '--follow', 'web')
        eventually { assert running.out.contains('tick') }

        when: 'the connection is held closed while the container is removed'
        proxy.begin { request, number -> request.contains('/logs') ? orch.support.FaultProxy.Fault.CLOSE : NONE }
        proxy.cut('GET /containers/[^/]+/logs.*')
        def run = running.await()

        then:
        run.code == 1
        run.problem[0] == 'orch: the engine broke off the output; lines may be missing'
    }
}
