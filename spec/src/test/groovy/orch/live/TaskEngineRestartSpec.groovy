package orch.live

import orch.support.EngineSocket
import orch.support.LiveSpec
import orch.support.PrivateEngine
import orch.support.Reliability
import spock.lang.AutoCleanup
import spock.lang.Requires

import java.time.Duration

/** The engine goes and comes back while tasks run. */
@Requires(value = { System.getenv('CI') || sys['user.name'] == 'root' }, reason = 'starting a second engine needs root')
class TaskEngineRestartSpec extends LiveSpec {
    /** Ends as soon as the engine asks for it. */
    static final String FOREVER = 'trap "exit 9" TERM; while :; do sleep 0.1; done'

    @AutoCleanup
    PrivateEngine own = new PrivateEngine()

    private List<Map> containers() {
        new EngineSocket(own.address).get('/containers/json?all=1') as List<Map>
    }

    def "a task whose container the engine took with it has failed or is tried again, as its retries say; those in the queue run after it"() {
        given:
        engine.tag(engine.specImage('tiny'), name, '1')
        def archive = engine.save("$name:1", temporary.resolve('tiny.tar'))
        own.start()
        own.load(archive)
        orch.environment.ORCH_ENGINE = own.address.toString()
        orch.environment.ORCH_TASKS_AT_ONCE = '2'
        def reliability = new Reliability('engine restarted while two tasks run and one waits')
        orch.file('tasks.groovy', """
            task('once') { image '$name:1'; network 'none'; command 'sh', '-c', '$FOREVER' }
            task('again') { image '$name:1'; network 'none'; workspace '.', at: '/w'; retries 1, backoff: 10.ms
                command 'sh', '-c', 'if [ -e ran ]; then exit 0; fi; : > ran; $FOREVER' }
            task('waits') { image '$name:1'; network 'none'; command 'sh', '-c', 'exit 0' }""")

        when:
        def running = orch.start('task', 'run', 'tasks.groovy')
        eventually(20) { assert containers().count { it.State == 'running' } == 2 }
        eventually { assert orch.folder.resolve('ran').toFile().exists() }
        own.stop()
        own.start()
        def run = running.await(Duration.ofSeconds(60))
        def tasks = (orch.run('task', 'list', '--json').json.tasks as List<Map>).collectEntries { [(it.name): it] }
        reliability.count("failed, succeeded by its retry, succeeded: ${tasks.values()*.state == ['failed', 'succeeded', 'succeeded'] ? 'as it should' : 'not so'}")

        then:
        run.code == 1
        tasks*.value.state == ['failed', 'succeeded', 'succeeded']
        tasks*.value.attempt == [1, 2, 1]
        tasks.once.reason == 'exit code 9'
        eventually { assert containers() == [] }
        reliability.write()
    }
}
