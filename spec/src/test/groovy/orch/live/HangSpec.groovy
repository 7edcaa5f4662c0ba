package orch.live

import static orch.support.FaultProxy.Fault.HANG
import static orch.support.FaultProxy.Fault.HANG_IN_BODY
import static orch.support.FaultProxy.Fault.NONE

import orch.support.FaultProxy
import orch.support.LiveSpec
import orch.support.Orch
import orch.support.Reliability

/** An engine that accepts connections and does not answer. */
class HangSpec extends LiveSpec {
    static final Reliability ROUNDS = new Reliability('the engine accepts a call and never answers')

    FaultProxy proxy

    def setup() {
        describe "service('web') { build '$TINY'; volume 'data', at: '/data' }"
    }

    def cleanupSpec() {
        ROUNDS.write()
    }

    private void hangAt(String call, FaultProxy.Fault fault = HANG) {
        proxy = proxy ?: faulty()
        proxy.begin { request, number -> request ==~ call ? fault : NONE }
    }

    /** Ended because of the deadline, in time, and says which call it was. */
    private static void obeyed(Orch.Run run, String call) {
        ROUNDS.count(run.code == 4 ? 'exit 4 in time' : "exit $run.code")
        assert run.code == 4
        assert run.problem[0] ==~ /orch: the engine at .* did not answer within 1 s/
        assert run.problem[1].trim().replaceFirst('/v1\\.\\d+/', '/') ==~ call
        assert run.took.toMillis() < 6000
    }

    def "start --timeout ends with exit code 4 and names the call at which the engine hangs: #call #fault"() {
        given:
        hangAt(call, fault)

        when:
        def run = orch.run('start', '--timeout', '1s')

        then:
        obeyed(run, call)

        when: 'the engine is well again'
        proxy.begin { request, number -> NONE }
        def next = orch.run('start')

        then:
        next.code == 0
        engine.ids(name).size() == 1
        container('web').State.Running

        where:
        call                            | fault
        'GET /_ping'                    | HANG
        'GET /containers/json.*'        | HANG_IN_BODY
        'POST /networks/create'         | HANG
        'POST /containers/create.*'     | HANG
        'POST /containers/[^/]+/start'  | HANG
    }

    def "status --timeout ends with exit code 4 when the engine hangs: #fault"() {
        given:
        assert orch.run('start').code == 0
        hangAt('GET /containers/json.*', fault)

        when:
        def run = orch.run('status', '--timeout', '1s', *words)

        then:
        obeyed(run, 'GET /containers/json.*')
        run.out.contains('did not answer') == !words.empty

        where:
        fault        | words
        HANG         | []
        HANG_IN_BODY | ['--json']
    }

    def "stop --timeout ends with exit code 4 when the engine hangs, and the next stop does it"() {
        given:
        assert orch.run('start').code == 0
        hangAt('POST /containers/[^/]+/stop.*')

        expect:
        obeyed(orch.run('stop', '--timeout', '1s'), 'POST /containers/[^/]+/stop.*')
        container('web').State.Running

        when:
        proxy.begin { request, number -> NONE }
        def next = orch.run('stop')

        then:
        next.code == 0
        engine.ids(name).isEmpty()
    }

    def "version tells what it knows without the engine within seconds"() {
        given:
        hangAt('GET /_ping')

        when:
        def run = orch.run('version')

        then:
        run.code == 0
        run.out.contains('no engine answers')
        run.took.toMillis() < 9000
    }
}
