package orch.task

import static orch.task.TaskExamples.queued
import static orch.task.TaskExamples.spec
import static orch.task.TaskState.*

import orch.engine.TaskContainers
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

import java.nio.file.Path
import java.time.Clock
import java.time.Instant

/** What becomes of tasks whose orch has died. */
class RecoverySpec extends Specification {
    @TempDir
    Path folder

    @AutoCleanup
    TaskStore store

    TaskContainers containers = Mock()
    List<Task> ended = []
    Recovery recovery

    def setup() {
        store = Databases.sqlite(folder.resolve('tasks.db'), Clock.systemUTC())
        def place = new Workplace('host', 'engine', folder, 2, 0, { [''] }, null)
        recovery = new Recovery(store, containers, place, { ended << it })
    }

    /** In this state, in a container of that name. */
    private Task at(String id, TaskState state, TaskSpec what = spec()) {
        store.add(queued(id, spec: what))
        def task = store.take('host', 'engine', Long.MAX_VALUE).get()
        [STARTING, RUNNING].findAll { state != PULLING && it <= state }.each {
            def next = task.in(it, task.result().in('sha256:1', "c-$id").because('so it went'))
            store.move(task, next)
            task = next
        }
        task
    }

    private static TaskSpec withCopy(int retries) {
        def plain = spec(retries: retries)
        new TaskSpec(plain.name(), plain.images(), plain.request(), plain.files(), plain.secrets(), plain.memory(), plain.timeout(),
            plain.retries(), plain.backoff(), plain.grace(), plain.stopSignal(), plain.copies(), plain.outputs(), plain.onFinish(),
            Optional.of(new TaskSpec.Need('/stack.groovy', true)))
    }

    def "what has never run waits again, and its container goes"() {
        given:
        def task = at('t1', PULLING)

        when:
        def goOn = recovery.run(Instant.now())

        then:
        1 * containers.remove(task.containerName())
        containers.labelled(_) >> [:]
        goOn == []
        with(store.find('t1').get()) { it.state() == QUEUED && it.failures() == 0 && it.result().reason() == 'orch died before its container was started' }
        ended == []
    }

    def "what may have run is followed: #state"() {
        given:
        at('t1', state)

        when:
        def goOn = recovery.run(Instant.now())

        then:
        0 * containers.remove(_)
        containers.labelled(_) >> ['c-t1': [(TaskLabels.TASK): 't1', (TaskLabels.ATTEMPT): '1']]
        goOn*.state() == [state]

        where:
        state << [STARTING, RUNNING]
    }

    def "a task whose copy of a stack died with its orch is lost, and tried again if it has retries (#retries)"() {
        given:
        def task = at('t1', RUNNING, withCopy(retries))

        when:
        def goOn = recovery.run(Instant.now())

        then:
        1 * containers.remove(task.containerName())
        containers.labelled(_) >> [:]
        goOn == []
        store.find('t1').get().state() == state
        store.history('t1')*.to().contains(LOST)
        ended*.state() == told

        where:
        retries || state  | told
        0       || LOST   | [LOST]
        1       || QUEUED | []
    }

    def "containers of tasks that have ended, and of earlier attempts, go; the one that runs stays"() {
        given:
        at('t1', RUNNING)
        def done = at('t2', RUNNING)
        store.move(done, done.in(SUCCEEDED, done.result()))

        when:
        recovery.run(Instant.now())

        then:
        1 * containers.labelled([(TaskLabels.STORE): store.id(), (TaskLabels.HOST): 'host']) >> [
            'c-t1': [(TaskLabels.TASK): 't1', (TaskLabels.ATTEMPT): '1'],
            'old' : [(TaskLabels.TASK): 't1', (TaskLabels.ATTEMPT): '0'],
            'c-t2': [(TaskLabels.TASK): 't2', (TaskLabels.ATTEMPT): '1'],
        ]
        1 * containers.remove('old')
        1 * containers.remove('c-t2')
        0 * containers.remove(_)
    }
}
