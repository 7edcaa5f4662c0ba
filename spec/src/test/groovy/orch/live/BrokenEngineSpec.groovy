package orch.live

import static orch.support.FaultProxy.Fault.CLOSE
import static orch.support.FaultProxy.Fault.FAIL
import static orch.support.FaultProxy.Fault.LOSE
import static orch.support.FaultProxy.Fault.MISCOUNT
import static orch.support.FaultProxy.Fault.NONE
import static orch.support.FaultProxy.Fault.SLOW

import java.util.concurrent.atomic.AtomicBoolean
import orch.support.EngineFixture
import orch.support.FaultProxy
import orch.support.LiveSpec
import orch.support.Orch
import orch.support.Reliability

/** An engine that answers with errors of its own, breaks off, or is slow. */
class BrokenEngineSpec extends LiveSpec {
    /** What a start may end with: an error that says what is wrong; never one that blames the user. */
    static final List<Integer> CLEAR = [0, 1, 3, 4]

    FaultProxy proxy

    private void exactlyOneOfEach() {
        assert engine.ids(name).keySet() == [named('web')] as Set
        assert container('web').State.Running
        assert engine.networks(name) == ["${name}_default".toString()]
        assert engine.volumes(name) == ["${name}_data".toString()]
    }

    private void one() {
        describe "service('web') { build '$TINY'; volume 'data', at: '/data'; healthcheck { command ':'; every 1.second } }"
    }

    private static String outcome(Orch.Run run) {
        run.code == 0 ? 'done' : "exit $run.code, the next start done"
    }

    def "500 on every 5th call: starts and stops are done all the same"() {
        given:
        describe """
            service('db') { build '$TINY'; volume 'data', at: '/data' }
            service('web') { build '$TINY'; dependsOn 'db'; healthcheck { command ':'; every 1.second } }"""
        def rounds = new Reliability('500 on every 5th call, start and stop of two services')
        proxy = faulty()
        proxy.begin { request, number -> number % 5 == 0 ? FAIL : NONE }

        expect:
        4.times {
            def start = orch.run('start')
            assert start.code in CLEAR
            assert start.code == 0 || orch.run('start', env: [ORCH_ENGINE: direct]).code == 0
            assert engine.ids(name).keySet() == [named('db'), named('web')] as Set
            assert engine.containers(name).values().every { it.State.Running }
            assert engine.networks(name).size() == 1
            assert engine.volumes(name).size() == 1
            rounds.count(outcome(start))
            def stop = orch.run('stop')
            assert stop.code in CLEAR
            assert stop.code == 0 || orch.run('stop', env: [ORCH_ENGINE: direct]).code == 0
            assert engine.ids(name).isEmpty()
            rounds.count(outcome(stop))
        }

        cleanup:
        rounds.write()
    }

    def "the connection is closed at each call of a start in turn: it is done, or says what is wrong and the next one is"() {
        given:
        describe "service('web') { build '$TINY'; volume 'data', at: '/data' }"
        proxy = faulty()
        assert orch.run('start').code == 0
        def calls = proxy.requests.withIndex(1)
        def changes = proxy.requests.findAll { it.startsWith('POST') && !it.contains('/exec') }

        expect: 'before the engine knew of the call'
        def unknown = new Reliability('connection closed at each call of a start in turn, before the engine knew of it')
        calls.each { call, at ->
            unknown.count(round { request, number -> number == at ? CLOSE : NONE })
        }

        and: 'after the engine had done it'
        changes.size() == 4
        def lost = new Reliability('connection closed at each change of a start in turn, after the engine had made it')
        changes.each { change ->
            def what = change.replaceFirst('[0-9a-f]{64}', '[^/]+')
            def once = new AtomicBoolean() // the proxy asks from one thread for each connection
            lost.count(round { request, number ->
                request ==~ what.replace('?', '\\?') && once.compareAndSet(false, true) ? LOSE : NONE
            })
            assert once.get()
        }

        and: 'one more start has nothing to do'
        def before = container('web').Id
        orch.run('start').code == 0
        container('web').Id == before

        cleanup:
        unknown?.write()
        lost?.write()
    }

    /** A start from nothing under a fault, and another one where it was not done. */
    private String round(FaultProxy.Policy policy) {
        engine.removeAll(name)
        proxy.begin(policy)
        def run = orch.run('start')
        assert run.code in CLEAR
        if (run.code != 0) {
            assert orch.run('start', env: [ORCH_ENGINE: direct]).code == 0
        }
        exactlyOneOfEach()
        outcome(run)
    }

    def "what is quickly done is done once, though the engine's answer to its start was lost"() {
        given:
        describe """
            service('job') {
                build '$TINY'
                command '/bin/sh', '-c', 'echo ran >> /data/runs'
                volume 'data', at: '/data'
                oneShot()
            }
            service('reader') { build '$TINY'; volume 'data', at: '/data'; dependsOn completed('job') }"""
        proxy = faulty()
        boolean lost = false
        proxy.begin { request, number ->
            boolean first = !lost && request ==~ 'POST /containers/[^/]+/start'
            lost |= first
            first ? LOSE : NONE
        }

        when:
        def run = orch.run('start')

        then:
        run.code == 0
        lost
        engine.exec(named('reader'), '/bin/sh', '-c', 'while read line; do echo $line; done < /data/runs') == 'ran\n'
    }

    def "what the engine fails at again and again ends the start, with exit code #code; the next one is done: #fault"() {
        given:
        one()
        proxy = faulty()
        proxy.begin { request, number -> request.startsWith('POST /containers/create') ? fault : NONE }

        when:
        def run = orch.run('start')

        then:
        run.code == code
        run.problem[0] ==~ problem
        proxy.requests.count { it.startsWith('POST /containers/create') } == 4
        engine.ids(name).isEmpty()

        when:
        proxy.begin { request, number -> NONE }
        def next = orch.run('start')

        then:
        next.code == 0
        exactlyOneOfEach()

        where:
        fault || code | problem
        FAIL  || 1    | "orch: container '.*-web-1' could not be made: a fault was injected"
        CLOSE || 3    | 'orch: the engine at .* broke off 4 times'
    }

    def "a start that the engine itself cannot do is not tried again and again"() {
        given:
        describe "service('web') { build '$TINY'; command '/no/such/program' }"
        proxy = faulty()

        when:
        def run = orch.run('start')

        then:
        run.code == 1
        run.problem[0].contains('/no/such/program')
        proxy.requests.count { it ==~ 'POST /containers/[^/]+/start' } == 1
    }

    def "an engine that takes 300 ms longer for each answer is only slower"() {
        given:
        one()
        faulty().begin { request, number -> SLOW }

        expect:
        orch.run('start').code == 0
        orch.run('status', name).code == 0
        orch.run('status', name, '--json').json.stacks[0].healthy
        exactlyOneOfEach()
        orch.run('stop').code == 0
        engine.ids(name).isEmpty()
    }

    def "a network that the engine miscounts on is left with the reason, and the next stop takes it"() {
        given:
        describe "service('web') { build '$TINY' }"
        assert orch.run('start').code == 0
        proxy = faulty()
        proxy.begin { request, number -> request.startsWith('DELETE /networks/') ? MISCOUNT : NONE }

        when:
        def stop = orch.run('stop')

        then:
        stop.code == 1
        stop.err.contains """orch: network ${name}_default could not be removed: the engine counts containers on it, and there are none
          |  the engine says: error while removing network: network n id 1 has active endpoints
          |  once it is restarted it counts right, and the network can be removed
          |  next: orch engine
          |""".stripMargin()
        engine.ids(name).isEmpty()

        when: 'the engine was restarted'
        def again = orch.run('stop', env: [ORCH_ENGINE: direct])

        then:
        again.code == 0
        engine.networks(name).isEmpty()
    }

    /** Past the proxy. */
    private static String getDirect() {
        EngineFixture.ADDRESS.toString()
    }
}
