// Read by bench/tasks, which says what it measures.
import orch.engine.EngineDiscovery
import orch.engine.http.EngineHttp
import orch.engine.read.Json
import orch.task.Databases

import java.nio.file.Files
import java.nio.file.Path
import java.time.Clock
import java.time.Duration
import java.util.concurrent.Callable
import java.util.concurrent.Executors

def folder = Path.of(System.getenv('XDG_STATE_HOME'), 'orch', 'tasks')
if (args[0] == 'archived') {
    java.sql.DriverManager.getConnection("jdbc:sqlite:${folder.resolve('tasks.db')}").withCloseable { db ->
        db.createStatement().execute("""WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${args[1] as int})
            INSERT INTO task (id, name, state, attempt, failures, archived, queued_at, not_before, owner, lease, engine, memory, image,
                container, out_of_memory, log, reason, spec)
            SELECT printf('0%09d', i), 'old', 'succeeded', 1, 0, 1, 0, 0, '', 0, '', 0, '', '', 0, '', 'exit code 0', '{}' FROM n""")
    }
    return
}
int count = args[0] as int
int atOnce = args[1] as int
def http = new EngineHttp(new EngineDiscovery(System.getenv(), orch.own.StateFolder.home(System.getenv())).find().get(), { null }, Duration.ofMinutes(2))
def call = { String method, String path -> http.send(method, path, [:], null, null).withCloseable { it.text() } }
def bare = { int block ->
    def threads = Executors.newFixedThreadPool(atOnce)
    threads.invokeAll((1..block).collect { ({
        def id = http.post('/containers/create', '{"Image":"debian:bookworm-slim","Cmd":["/bin/true"]}').withCloseable { Json.read(it.text()).at('Id').text() }
        call('POST', "/containers/$id/start")
        call('POST', "/containers/$id/wait")
        call('DELETE', "/containers/$id")
    } as Callable) })*.get()
    threads.shutdown()
}
def noop = task('noop') { image 'debian:bookworm-slim'; command '/bin/true' }
def ours = { int block -> (1..block).collect { noop.submit() }.each { noop.await(it) } }
def time = { Closure work -> long begin = System.nanoTime(); work(); (System.nanoTime() - begin) / 1e6 as double }
double bareTime = 0, ourTime = 0
int block = Math.min(50, count)
bare(10)
ours(10)
(count.intdiv(block)).times {
    bareTime += time { bare(block) }
    ourTime += time { ours(block) }
}
println sprintf('%d tasks, %d at once: bare API loop %.1f s, orch %.1f s: %.2f x', count, atOnce, bareTime / 1000, ourTime / 1000, bareTime / ourTime)

def store = Databases.sqlite(Files.createTempFile('bench', '.db'), Clock.systemUTC())
def spec = noop.submit()
def took = []
(1..300).each { n ->
    def queued = new orch.task.Task("x$n", spec.spec(), orch.task.TaskState.QUEUED, 0, 0, Optional.empty(), false, spec.queuedAt(), spec.notBefore(), '', '', orch.task.Task.Result.NONE)
    store.add(queued)
    took << time { store.move(queued, queued.in(orch.task.TaskState.CANCELLED, queued.result())) }
}
println sprintf('a transition of the store: %.2f ms (median)', took.sort()[150])
store.close()
