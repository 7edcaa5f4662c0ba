package orch.live

import orch.support.EngineSocket
import orch.support.FaultProxy
import orch.support.LiveSpec
import orch.support.Orch
import orch.support.PrivateEngine
import orch.support.Reliability
import spock.lang.AutoCleanup
import spock.lang.Requires

import java.util.concurrent.atomic.AtomicBoolean

import static orch.support.FaultProxy.Fault.CLOSE
import static orch.support.FaultProxy.Fault.NONE

/** The engine goes and comes back in the middle. */
@Requires(value = { System.getenv('CI') || sys['user.name'] == 'root' }, reason = 'starting a second engine needs root')
class EngineRestartSpec extends LiveSpec {
    @AutoCleanup
    PrivateEngine own = new PrivateEngine()

    def setup() {
        engine.tag(engine.specImage('tiny'), name, '1')
        def archive = engine.save("$name:1", temporary.resolve('tiny.tar'))
        own.start()
        own.load(archive)
        orch.environment.ORCH_ENGINE = own.address.toString()
        describe """
            service('db') { image '$name:1'; volume 'data', at: '/data'; healthcheck { command 'test -e /data/ready'; every 200.ms; retries 600 } }
            service('web') { image '$name:1'; dependsOn 'db' }"""
    }

    private List<Map> containers() {
        new EngineSocket(own.address).get('/containers/json?all=1') as List<Map>
    }

    private boolean isRunning() {
        containers().any { it.Names == ["/$name-db-1"] && it.State == 'running' }
    }

    private void ready() {
        def id = new EngineSocket(own.address).post("/containers/$name-db-1/exec", [Cmd: ['/bin/sh', '-c', ': > /data/ready']]).Id
        new EngineSocket(own.address).send('POST', "/exec/$id/start", ['Content-Type': 'application/json'], '{"Detach":true}'.bytes)
    }

    /** The end of a start that may have come through: then what it waits for is given to it. */
    private Orch.Run end(Orch.Running start) {
        eventually(20) { assert !start.process.alive || running }
        if (running) {
            ready()
        }
        start.await()
    }

    def "an engine that is restarted during a #moment ends it with a clear error at worst, and the next start is healthy, with nothing twice"() {
        given:
        def reliability = new Reliability("engine restarted during a $moment")
        def start = orch.start('start')
        eventually(20) { assert containers().any { it.State == until } }

        when:
        own.stop()
        own.start()
        def run = end(start)
        reliability.count(run.code == 0 ? 'healthy all the same' : 'ended with a clear error')

        then:
        run.code in [0, 1, 3]
        run.code == 0 || run.problem.size() > 1

        when:
        def done = end(orch.start('start'))
        reliability.count(done.code == 0 ? 'healthy after the next start' : 'failed')

        then:
        done.code == 0
        containers()*.Names.flatten() as Set == ["/$name-db-1", "/$name-web-1"] as Set
        containers()*.State.unique() == ['running']

        cleanup:
        reliability.write()

        where:
        moment  | until
        'start' | 'created'
        'wait'  | 'running'
    }

    def "a start whose engine is restarted right before it begins a container goes on and is healthy"() {
        given:
        def reliability = new Reliability('engine restarted between create and start of a container')
        def restarted = new AtomicBoolean()
        def proxy = new FaultProxy(own.address)
        proxy.policy = { String request, int number ->
            if (!(request ==~ /POST .*\/start/) || !restarted.compareAndSet(false, true)) {
                return NONE
            }
            own.stop()
            own.start()
            CLOSE
        } as FaultProxy.Policy
        orch.environment.ORCH_ENGINE = proxy.address.toString()

        when:
        def run = end(orch.start('start'))
        reliability.count(run.code == 0 ? 'healthy all the same' : 'failed')

        then:
        run.code == 0
        restarted.get()
        containers()*.State == ['running', 'running']

        cleanup:
        proxy.close()
        reliability.write()
    }
}
