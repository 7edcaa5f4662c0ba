package orch.live

import orch.support.LiveSpec
import orch.support.Reliability

import java.nio.file.Files

/** Tasks as users have them run: by the command line, on a real engine, with states on the disk. */
class TaskSpec extends LiveSpec {
    def setup() {
        orch.environment.ORCH_TASKS_AT_ONCE = '4'
    }

    def cleanup() {
        left().each { engine.remove(it.Id as String) }
    }

    /** What is on the engine of the feature's tasks. */
    private List<Map> left() {
        def filter = URLEncoder.encode('{"label":["orch.task.name"]}', 'UTF-8')
        (engine.socket.get("/containers/json?all=1&filters=$filter") as List<Map>)
                .findAll { it.Labels['orch.task.name'].startsWith(name) }
    }

    private void describeTasks(String tasks) {
        orch.file('tasks.groovy', tasks)
    }

    private String task(String kind, String words) {
        "task('$name-$kind') { build '$TINY'; $words }\n"
    }

    private Map shown(String id) {
        orch.run('task', 'show', id, '--json').json as Map
    }

    private static List<String> path(Map task) {
        task.transitions*.to as List<String>
    }

    def "a task runs to its end, and all that is known of it is on the disk"() {
        given:
        Files.createDirectories(orch.folder.resolve('src'))
        orch.file('src/in.txt', 'input')
        def finished = orch.folder.resolve('finished')
        describeTasks(task('ok', """command 'sh', '-c', 'read line < in.txt; echo got \$line \$GREETING; echo made > /tmp/out'
            workspace 'src', at: '/tmp', copy: true; env GREETING: 'hi'; network 'none'; outputs '/tmp/out', to: 'kept'
            onFinish 'sh', '-c', 'echo \$ORCH_TASK_STATE > $finished'""") +
                task('bad', "command 'sh', '-c', 'exit 3'; retries 1, backoff: 10.ms"))

        when:
        def run = orch.run('task', 'run', "$name-ok")

        then:
        run.code == 0
        run.out == 'got input hi\n'
        Files.readString(orch.folder.resolve('kept/out')) == 'made\n'
        Files.readString(orch.folder.resolve('finished')) == 'succeeded\n'

        and: 'another process finds its history and payload'
        def found = shown("$name-ok")
        path(found) == ['queued', 'pulling', 'starting', 'running', 'succeeded']
        found.exitCode == 0 && found.image.startsWith('sha256:') && found.container.length() == 64
        Files.readString(java.nio.file.Path.of(found.log as String)).startsWith('got input hi')
        left().empty

        when: 'one fails and has a retry'
        def failed = orch.run('task', 'run', "$name-bad")

        then:
        failed.code == 1
        failed.problem.last().startsWith('  next: orch task logs ')
        path(shown("$name-bad")) == ['queued', 'pulling', 'starting', 'running', 'failed', 'queued', 'pulling', 'starting', 'running', 'failed']
        left().empty

        when: 'they are archived'
        def archived = orch.run('task', 'archive')

        then:
        archived.out == 'archived 2 tasks\n'
        orch.run('task', 'list', '--json').json.tasks == []
        orch.run('task', 'list', '--archived', '--json').json.tasks*.state.toSorted() == ['failed', 'succeeded']
        path(shown(found.id as String)).last() == 'succeeded'
    }

    def "a running task is cancelled, by force when it does not listen, or killed, and one in the queue never runs"() {
        given:
        orch.environment.ORCH_TASKS_AT_ONCE = '3'
        describeTasks(task('polite', "command 'sh', '-c', 'trap \"exit 0\" TERM; echo up; while :; do sleep 0.1; done'") +
                task('deaf', "command 'sh', '-c', 'trap \"\" TERM; echo up; while :; do sleep 0.1; done'; stopGrace 500.ms") +
                task('victim', "command 'sleep', '1000'") +
                task('waiting', "command 'sh', '-c', 'exit 0'"))
        def ids = ['polite', 'deaf', 'victim', 'waiting'].collectEntries {
            def run = orch.run('task', 'run', "$name-$it", '--detach')
            assert run.code == 0
            [(it): run.out.strip()]
        }
        eventually(30) { assert left().findAll { it.State == 'running' }.size() == 3 }

        when:
        def waiting = orch.run('task', 'cancel', ids.waiting)
        def polite = orch.run('task', 'cancel', ids.polite)
        def deaf = orch.run('task', 'cancel', ids.deaf)
        def victim = orch.run('task', 'kill', ids.victim)

        then:
        [waiting, polite, deaf, victim]*.code == [0, 0, 0, 0]
        path(shown(ids.waiting)) == ['queued', 'cancelled']
        with(shown(ids.polite)) { state == 'cancelled' && exitCode == 0 && reason.endsWith('stopped by SIGTERM') }
        with(shown(ids.deaf)) { state == 'cancelled' && exitCode == 137 && reason.contains('it ignored SIGTERM for 0.5 s, so it was killed') }
        with(shown(ids.victim)) { state == 'killed' && exitCode == 137 }
        left().empty
    }

    def "a task that takes longer than it may is stopped, with exit code 4"() {
        given:
        describeTasks(task('slow', "command 'sleep', '1000'; timeout 300.ms; stopGrace 200.ms"))

        when:
        def run = orch.run('task', 'run', "$name-slow", '--json')

        then:
        run.code == 4
        run.json.state == 'timed-out'
        left().empty
    }

    def "orch is killed at any moment: no task is lost, none runs twice, no container is left"() {
        given:
        def rounds = Integer.getInteger('orch.kills', 4)
        def seed = Long.getLong('orch.seed', System.nanoTime())
        def random = new Random(seed)
        def reliability = new Reliability('kill -9 of orch at a random moment while it works on three tasks; the next `orch task` command goes on')
        def marks = Files.createDirectories(orch.folder.resolve('marks'))
        describeTasks('def mark = args[0]\n' + (1..3).collect {
            task("k$it", "workspace '$marks', at: '/marks'; command 'sh', '-c', 'echo ran >> /marks/\$MARK-$it; sleep 0.2'; env MARK: mark")
        }.join(''))

        expect:
        (1..rounds).each { round ->
            def running = orch.start('task', 'run', 'tasks.groovy', '--', "r$round")
            running.process.waitFor(400 + random.nextInt(3000), java.util.concurrent.TimeUnit.MILLISECONDS)
            running.process.descendants().each { it.destroyForcibly() }
            running.process.destroyForcibly().waitFor()
            int submitted = (orch.run('task', 'list', '--json').json.tasks as List).size()
            // list has another process go on; wait sees to it as well
            def ended = (orch.run('task', 'list', '--json').json.tasks as List<Map>).collect {
                orch.run('task', 'wait', it.id as String, '--json').json as Map
            }
            assert ended.size() == submitted: "seed $seed"
            assert ended.every { it.state == 'succeeded' }: "seed $seed: $ended"
            def ran = marks.toFile().listFiles().findAll { it.name.startsWith("r$round-") }
            assert ran.size() == submitted && ran.every { it.text == 'ran\n' }: "seed $seed: ${ran.collectEntries { [it.name, it.text] }}"
            eventually { assert left().empty }
            orch.run('task', 'archive')
            reliability.count("$submitted submitted, all ended, each ran once")
        }
        reliability.write()
    }
}
