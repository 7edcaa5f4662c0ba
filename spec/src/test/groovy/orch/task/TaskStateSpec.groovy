package orch.task

import static orch.task.TaskState.*

import spock.lang.Specification

class TaskStateSpec extends Specification {
    /** Written down a second time, by hand: what is not here never happens. */
    static final Map<TaskState, Set<TaskState>> LEGAL = [
        (QUEUED)   : [PULLING, CANCELLED, KILLED],
        (PULLING)  : [QUEUED, STARTING, FAILED, CANCELLED, KILLED, TIMED_OUT, LOST],
        (STARTING) : [RUNNING, FAILED, CANCELLED, KILLED, TIMED_OUT, LOST],
        (RUNNING)  : [SUCCEEDED, FAILED, CANCELLED, KILLED, TIMED_OUT, LOST],
        (SUCCEEDED): [QUEUED], (FAILED): [QUEUED], (CANCELLED): [QUEUED],
        (KILLED)   : [QUEUED], (TIMED_OUT): [QUEUED], (LOST): [QUEUED],
    ].collectEntries { from, to -> [(from): to as Set] }

    def "a task goes from #from to #to only where the table says so"() {
        expect:
        from.next().contains(to) == LEGAL[from].contains(to)

        where:
        [from, to] << [TaskState.values().toList(), TaskState.values().toList()].combinations()
    }

    def "a container runs only in a task that was about to be started"() {
        expect:
        TaskState.values().findAll { it.next().contains(RUNNING) } == [STARTING]
        TaskState.values().findAll { it.next().contains(SUCCEEDED) } == [RUNNING]
    }

    def "once its container may have run, nothing but an end leads back to the queue"() {
        expect:
        [STARTING, RUNNING].every { !it.next().contains(QUEUED) }
        TaskState.values().findAll { it.isFinal() }.every { it.next() == [QUEUED] as Set }
    }

    def "each state has one word, and the word leads back to it"() {
        expect:
        TaskState.values()*.word() == ['queued', 'pulling', 'starting', 'running', 'succeeded', 'failed', 'cancelled', 'killed',
                                       'timed-out', 'lost']
        TaskState.values().every { TaskState.of(it.word()).get() == it }
        TaskState.of('gone').empty
    }
}
