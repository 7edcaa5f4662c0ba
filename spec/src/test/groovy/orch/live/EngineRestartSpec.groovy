package orch.live

import orch.support.EngineSocket
import orch.support.LiveSpec
import orch.support.PrivateEngine
import orch.support.Reliability
import spock.lang.AutoCleanup
import spock.lang.Requires

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

    private void ready() {
        def id = new EngineSocket(own.address).post("/containers/$name-db-1/exec", [Cmd: ['/bin/sh', '-c', ': > /data/ready']]).Id
        new EngineSocket(own.address).send('POST', "/exec/$id/start", ['Content-Type': 'application/json'], '{"Detach":true}'.bytes)
    }

    def "an engine that is restarted during a #moment ends it with a clear error at worst, and the next start is healthy, with nothing twice"() {
        given:
        def reliability = new Reliability("engine restarted during a $moment")
        def running = orch.start('start')
        eventually(20) { assert containers().any { it.State == until } }

        when:
        own.stop()
        own.start()
        def run = running.await()
        reliability.count(run.code == 0 ? 'healthy all the same' : 'ended with a clear error')

        then:
        run.code in [0, 1, 3]
        run.code == 0 || run.problem.size() > 1

        when:
        def again = orch.start('start')
        eventually(20) { assert containers().any { it.Names == ["/$name-db-1"] && it.State == 'running' } }
        ready()
        def done = again.await()
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
}
