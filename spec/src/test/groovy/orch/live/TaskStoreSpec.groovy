package orch.live

import static orch.task.TaskExamples.queued
import static orch.task.TaskExamples.spec
import static orch.task.TaskExamples.step
import static orch.task.TaskState.*

import orch.support.EngineFixture
import orch.support.LiveSpec
import orch.support.Orch
import orch.task.Databases
import orch.task.Task
import orch.task.TaskStore
import spock.lang.Shared
import spock.lang.TempDir

import java.nio.file.Path
import java.time.Clock
import java.time.Duration
import java.time.Instant
import java.time.ZoneOffset
import java.util.concurrent.Callable
import java.util.concurrent.Executors

/** The same promises of both stores; PostgreSQL is a real server in a container. */
class TaskStoreSpec extends LiveSpec {
    @Shared
    @TempDir
    Path serverFolder

    @Shared
    String server = 's' + UUID.randomUUID().toString().substring(0, 7)

    @Shared
    int port

    private final List<TaskStore> opened = []
    private Instant now = Instant.parse('2026-11-21T10:00:00Z')

    def setupSpec() {
        def script = """stack('$server') {
            service('db') { build '${Orch.ROOT.resolve('scripts/images/postgres')}'; port 5432; healthcheck 'pg_isready -h 127.0.0.1 -U postgres'
                env POSTGRES_USER: 'postgres', POSTGRES_PASSWORD: 'store', POSTGRES_DB: 'postgres' }
            ensureHealthy within: 120.seconds }"""
        def run = new Orch(serverFolder, [ORCH_ENGINE: EngineFixture.ADDRESS.toString()]).run('-e', script, limit: Duration.ofMinutes(3))
        assert run.code == 0
        port = hostPort(new EngineFixture().container("$server-db-1"), 5432)
    }

    def cleanupSpec() {
        new EngineFixture().removeAll(server)
    }

    def cleanup() {
        opened*.close()
    }

    /** Opened as another process would. */
    private TaskStore open(String kind) {
        def clock = [millis: { now.toEpochMilli() }, instant: { now }, getZone: { ZoneOffset.UTC }, withZone: { null }] as Clock
        def url = "jdbc:postgresql://127.0.0.1:$port/postgres?user=postgres&password=store&currentSchema=$name"
        if (kind == 'PostgreSQL') {
            java.sql.DriverManager.getConnection(url.replaceFirst('&currentSchema.*', '')).withCloseable {
                it.createStatement().execute("CREATE SCHEMA IF NOT EXISTS $name")
            }
        }
        def store = kind == 'SQLite' ? Databases.sqlite(temporary.resolve('tasks.db'), clock) : Databases.postgresql(url, clock)
        opened << store
        store
    }

    def "a task and its history come back as they were, by another process too (#kind)"() {
        given:
        def store = open(kind)
        def task = queued('t1', spec: orch.task.TaskExamples.full())

        when:
        store.add(task)
        def taken = store.take('host', 'engine', Long.MAX_VALUE).get()
        def starting = taken.in(STARTING, taken.result().in('sha256:1', 'c1').because('made'))
        store.move(taken, starting)
        def running = step(starting, RUNNING, 'it was started')
        store.move(starting, running)
        def result = new Task.Result('sha256:1', 'c1', Optional.of(3), true, '/log', Optional.of(now), Optional.of(now.plusSeconds(2)), 'exit code 3')
        store.move(running, running.in(FAILED, result))

        then:
        def other = open(kind)
        other.find('t1').get() == running.in(FAILED, result)
        other.history('t1').collect { [it.from().orElse(null), it.to(), it.attempt(), it.cause()] } == [
            [null, QUEUED, 0, 'submitted'], [QUEUED, PULLING, 1, 'its turn came'], [PULLING, STARTING, 1, 'made'],
            [STARTING, RUNNING, 1, 'it was started'], [RUNNING, FAILED, 1, 'exit code 3']]
        other.history('t1').every { it.at() == now }
        other.id() == store.id()

        where:
        kind << ['SQLite', 'PostgreSQL']
    }

    def "a step that is not in the table, or of a task that has moved, changes nothing (#kind)"() {
        given:
        def store = open(kind)
        def task = queued('t1')
        store.add(task)

        when:
        store.move(task, step(task, RUNNING))

        then:
        thrown(IllegalArgumentException)

        when: 'the first of two steps is fine, the second is not'
        def cancelled = step(task, CANCELLED)
        store.move(task, cancelled, step(cancelled, FAILED))

        then:
        thrown(IllegalArgumentException)
        store.find('t1').get().state() == QUEUED
        store.history('t1').size() == 1

        when:
        store.take('host', 'engine', Long.MAX_VALUE)
        store.move(task, cancelled)

        then:
        thrown(TaskStore.Moved)
        store.find('t1').get().state() == PULLING
        store.history('t1').size() == 2

        where:
        kind << ['SQLite', 'PostgreSQL']
    }

    def "no task is taken twice, however many take at the same time, and each is taken (#kind)"() {
        given:
        def first = open(kind)
        (1..40).each { first.add(queued(sprintf('t%03d', it))) }
        def stores = [first, *(1..3).collect { open(kind) }]
        def threads = Executors.newFixedThreadPool(4)

        when:
        def taken = threads.invokeAll(stores.withIndex().collect { store, number -> ({
            def mine = []
            for (def task = store.take("host$number", 'engine', Long.MAX_VALUE); ; task = store.take("host$number", 'engine', Long.MAX_VALUE)) {
                if (task.empty && first.list([QUEUED] as Set).empty) {
                    return mine
                }
                task.ifPresent { mine << it.id() }
            }
        } as Callable<List<String>>) })*.get()

        then:
        taken.flatten().toSorted() == (1..40).collect { sprintf('t%03d', it).toString() }

        cleanup:
        threads.shutdown()

        where:
        kind << ['SQLite', 'PostgreSQL']
    }

    def "turns come in order, when their time has come, where there is memory, and on their engine (#kind)"() {
        given:
        def store = open(kind)
        store.add(queued('t1', engine: 'other'))
        store.add(queued('t2', at: now.plusSeconds(60)))
        store.add(queued('t3', memory: 100L))
        store.add(queued('t4'))

        expect: 'what is small does not overtake, or what is big never came'
        store.take('host', 'engine', 99).empty
        store.take('host', 'engine', 100).get().id() == 't3'
        store.take('host', 'engine', 0).get().id() == 't4'
        store.take('host', 'engine', 0).empty

        when:
        now = now.plusSeconds(61)

        then:
        store.take('host', 'engine', 0).get().id() == 't2'
        store.hasWork('host', 'engine')
        store.activeOf('host', 'engine')*.id() == ['t2', 't3', 't4']
        !store.hasWork('host', 'third')

        where:
        kind << ['SQLite', 'PostgreSQL']
    }

    def "a wish stays until it is met, force is not softened, and who has ended has no wishes (#kind)"() {
        given:
        def store = open(kind)
        store.add(queued('t1'))
        def task = store.take('host', 'engine', 0).get()

        when:
        store.wish('t1', Task.Wish.KILL)
        store.wish('t1', Task.Wish.CANCEL)

        then:
        store.wishes('host')*.wish()*.get() == [Task.Wish.KILL]
        store.wishes('other').empty

        when:
        store.move(task, step(task, KILLED))
        store.wish('t1', Task.Wish.CANCEL)

        then:
        store.wishes('host').empty

        when: 'it comes while an attempt fails that is tried again'
        store.add(queued('t2', retries: 3))
        def failing = store.take('host', 'engine', 0).get()
        store.wish('t2', Task.Wish.CANCEL)
        def failed = step(failing, FAILED)
        store.move(failing, failed, failed.queued(now, 1, ''))

        then:
        store.wishes('host')*.id() == ['t2']

        when: 'a person asks for it anew'
        def cancelled = step(store.find('t2').get(), CANCELLED)
        store.move(store.find('t2').get(), cancelled)
        store.move(cancelled, cancelled.queued(now, 0, ''))

        then:
        store.wishes('host').empty

        where:
        kind << ['SQLite', 'PostgreSQL']
    }

    def "what is archived is out of sight, kept, and read back (#kind)"() {
        given:
        def store = open(kind)
        ['t1', 't2', 't3'].each { store.add(queued(it)) }
        ['t1', 't2'].each { id ->
            def task = store.find(id).get()
            store.move(task, step(task, CANCELLED))
            now = now.plusSeconds(3600)
        }

        expect:
        store.archive(Duration.ofMinutes(90)) == 1
        store.list([] as Set)*.id() == ['t2', 't3']
        store.archived(10)*.id() == ['t1']
        store.archive(['t2', 't3']) == 1
        store.list([QUEUED] as Set)*.id() == ['t3']
        store.find('t1').get().archived()
        store.history('t1').size() == 2
        store.idsLike('t') == ['t1', 't2', 't3']

        where:
        kind << ['SQLite', 'PostgreSQL']
    }

    def "on a shared queue the tasks of a machine that fell silent are seen by others, those of a live one are not"() {
        given:
        def store = open('PostgreSQL')
        ['t1', 't2'].each { store.add(queued(it)) }
        store.take('silent', 'engine', 0)
        store.take('live', 'engine', 0)

        when: 'the clock of one of them is far ahead'
        now = now.plusSeconds(3600)

        then: 'only that of the server counts'
        store.abandoned('third').empty

        when:
        store.keep('silent', Duration.ZERO)

        then:
        eventually { assert store.abandoned('third')*.id() == ['t1'] }
        store.abandoned('silent').empty
        store.hasWork('third', 'engine')
        !store.hasWork('silent', 'another')
    }

    def "a connection that the server has closed is made anew, and nothing is done twice"() {
        given:
        def store = open('PostgreSQL')
        store.add(queued('t1'))
        def closeAll = {
            java.sql.DriverManager.getConnection("jdbc:postgresql://127.0.0.1:$port/postgres?user=postgres&password=store").withCloseable {
                it.createStatement().execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = 'postgres'")
            }
        }

        when: 'it is closed before a change, and before a question'
        closeAll()
        def taken = store.take('host', 'engine', 0).get()
        closeAll()

        then:
        store.find('t1').get() == taken
        store.history('t1')*.to() == [QUEUED, PULLING]
        store.answers()

        when: 'it is closed in the end'
        store.close()
        store.find('t1')

        then:
        thrown(orch.model.OrchException)
    }

    def "a store that is not to be had is told of, without its password"() {
        when:
        Databases.postgresql('jdbc:postgresql://127.0.0.1:1/tasks?user=me&password=geheim', Clock.systemUTC())

        then:
        def problem = thrown(orch.model.OrchException)
        problem.evidence() == ['store jdbc:postgresql://127.0.0.1:1/tasks']
        !"$problem.message ${problem.evidence()}".contains('geheim')
    }
}
