package orch.live

import orch.support.LiveSpec
import orch.support.Reliability

import java.nio.file.Files
import java.time.Duration
import java.util.concurrent.TimeUnit

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
        describeTasks(task('polite', "command 'sh', '-c', 'trap \"exit 5\" TERM; echo up; while :; do sleep 0.1; done'") +
                task('deaf', "command 'sh', '-c', 'trap \"\" TERM; echo up; while :; do sleep 0.1; done'; stopGrace 500.ms") +
                task('victim', "command 'sleep', '1000'") +
                task('waiting', "command 'sh', '-c', 'exit 0'"))
        def submitted = orch.run('task', 'run', 'tasks.groovy', '--detach').out.readLines()
        def ids = [['polite', 'deaf', 'victim', 'waiting'], submitted].transpose().collectEntries()
        eventually(30) { assert left().findAll { it.State == 'running' }.size() == 3 }

        when:
        def waiting = orch.run('task', 'cancel', ids.waiting)
        def polite = orch.run('task', 'cancel', ids.polite)
        def deaf = orch.run('task', 'cancel', ids.deaf)
        def victim = orch.run('task', 'kill', ids.victim)

        then:
        [waiting, polite, deaf, victim]*.code == [0, 0, 0, 0]
        path(shown(ids.waiting)) == ['queued', 'cancelled']
        def found = (orch.run('task', 'list', '--json').json.tasks as List<Map>).collectEntries { [(it.id): it] }
        with(found[ids.polite]) { it.state == 'cancelled' && it.exitCode == 5 && it.reason.endsWith('exit code 5 after SIGTERM') }
        with(found[ids.deaf]) { it.state == 'cancelled' && it.exitCode == 137 && it.reason.contains('it ignored SIGTERM for 0.5 s, so it was killed') }
        with(found[ids.victim]) { it.state == 'killed' && it.exitCode == 137 }
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
        def seed = Long.getLong('orch.seed', System.nanoTime())
        def random = new Random(seed)
        def reliability = new Reliability('kill -9 of `orch task run`, at random moments')
        def marks = Files.createDirectories(orch.folder.resolve('marks'))
        describeTasks((1..2).collect {
            task("k$it", "workspace '$marks', at: '/marks'; command 'sh', '-c', 'echo ran >> /marks/\$MARK-$it; sleep 0.2'; env MARK: args[0]")
        }.join(''))

        when: 'each run also takes up what the one before has left'
        def left = (1..Reliability.rounds(100, 4)).collect { round ->
            def running = orch.start('task', 'run', 'tasks.groovy', '--', "r$round")
            running.process.waitFor(400 + random.nextInt(2000), TimeUnit.MILLISECONDS)
            reliability.count(running.process.alive ? 'killed, nothing lost, nothing twice' : 'done before')
            running.process.destroyForcibly().waitFor()
        }
        def tasks = []
        eventually(60) {
            orch.run('task', 'work', limit: Duration.ofMinutes(3))
            tasks = orch.run('task', 'list', '--json').json.tasks as List<Map>
            assert tasks.every { it.state == 'succeeded' }: "seed $seed"
        }

        then:
        def ran = marks.toFile().listFiles() as List<File>
        ran.size() == tasks.size()
        ran.findAll { it.text != 'ran\n' } == []
        eventually { assert this.left().empty }
        left.size() == reliability.rounds
        reliability.write()
    }

    def "of many that are queued so many run at once as may, each once, in the order in which they came"() {
        given:
        int many = Reliability.rounds(500, 24)
        orch.environment.ORCH_TASKS_AT_ONCE = '8'
        def marks = Files.createDirectories(orch.folder.resolve('marks'))
        orch.file('many.groovy', """
            def job = task('$name-many') { build '$TINY'; workspace '$marks', at: '/marks'; network 'none'
                command 'sh', '-c', 'echo \$ORCH_TASK_ID' }
            def submitted = (1..$many).collect { job.submit() }
            submitted.each { assert job.await(it).state().word() == 'succeeded' }
            println submitted*.id().join(' ')""")

        when:
        def running = orch.start('many.groovy')
        int most = 0
        while (!running.process.waitFor(200, TimeUnit.MILLISECONDS)) {
            most = Math.max(most, left().count { it.State == 'running' } as int)
        }
        def run = running.await(Duration.ofMinutes(15))

        then:
        run.code == 0
        most <= 8
        def tasks = orch.run('task', 'list', '--json').json.tasks as List<Map>
        tasks*.id == run.out.split().toList()
        tasks.size() == many
        tasks.every { it.state == 'succeeded' && it.attempt == 1 }
        eventually { assert left().empty }
    }

    def "a secret reaches its task and nothing else: not the store, not what is shown, not its kept output"() {
        given:
        describeTasks("""task('$name-secret') { build '$TINY'; env TOKEN: secret('token'), OPEN: 'public'
            command 'sh', '-c', 'echo "token is \$TOKEN, open is \$OPEN"; sleep 1000'; stopGrace 100.ms }""")

        when:
        def id = orch.run('task', 'run', "$name-secret", '--detach').out.strip()
        eventually(20) { assert left()*.State == ['running'] }
        def container = engine.container(left()[0].Id as String)
        def secret = Files.readString(orch.state.resolve('orch/secrets/tasks/token')).strip()
        eventually { assert orch.run('task', 'logs', id).out == 'token is ***, open is public\n' }
        orch.run('task', 'cancel', id)
        def told = [orch.run('task', 'show', id), orch.run('task', 'show', id, '--json'), orch.run('task', 'logs', id)]

        then: 'it has it'
        "TOKEN=$secret".toString() in container.Config.Env
        !container.Config.Labels.toString().contains(secret)

        and: 'nothing else does'
        told.every { it.code == 0 && !it.out.contains(secret) && !it.err.contains(secret) }
        told[2].out == 'token is ***, open is public\n'
        orch.state.resolve('orch/tasks').toFile().listFiles().findAll { it.file && it.bytes.length && new String(it.bytes, 'ISO-8859-1').contains(secret) } == []
        orch.state.resolve('orch/tasks/logs').toFile().listFiles()*.text == ['token is ***, open is public\n']
    }

    def "a task that has a copy of a stack to itself has the secrets of that copy"() {
        given:
        describe "service('db') { build '$PROBE'; env KEY: secret('key'); healthcheck { http '/health', port: 8080 } }"
        describeTasks """task('$name-ask') {
            build '$PROBE'
            needs stack('stack.groovy', dedicated: true)
            env KEY: secret('key', of: '$name')
            command 'bash', '-c', 'exec 3<>/dev/tcp/db/8080; printf "GET /KEY HTTP/1.0\\\\r\\\\n\\\\r\\\\n" >&3; theirs=\$(tail -n 1 <&3); [ "\$theirs" = "\$KEY" ] && echo same; echo it is \$KEY; echo \$KEY | rev'
            }"""

        when:
        def run = orch.run('task', 'run', "$name-ask")

        then: 'its own output is shown and kept without it, and the copy is gone'
        run.code == 0
        run.out.readLines()[0, 1] == ['same', 'it is ***']
        def secret = run.out.readLines()[2].reverse()
        secret ==~ /[\w-]{32}/
        !orch.run('task', 'logs', "$name-ask").out.contains(secret)
        engine.leftOf(name) == []
    }

    def "a read-only root, a copied workspace, another user, limits and no network go together"() {
        given:
        Files.createDirectories(orch.folder.resolve('src/deep'))
        orch.file('src/deep/in.txt', 'input')
        describeTasks("""task('$name-closed') { build '$TINY'; workspace 'src', at: '/work/space', copy: true; readOnly(); network 'none'
            user '1234:1234'; memory 32.MB; cpus 0.5; outputs '/work/space', to: 'out'
            command 'sh', '-c', 'read line < deep/in.txt; echo "got \$line"; echo x > /nope || echo closed' }""")

        when:
        def run = orch.run('task', 'run', "$name-closed")

        then:
        run.code == 0
        run.out.readLines().findAll { !it.contains('/nope') } == ['got input', 'closed']
        Files.readString(orch.folder.resolve('out/deep/in.txt')) == 'input'
    }

    def "no network is said as a word, a copied folder belongs to the task's user, and states are words"() {
        given:
        Files.createDirectories(orch.folder.resolve('src'))
        orch.file('src/in.txt', 'input')
        describeTasks(task('none', "command 'sh', '-c', 'echo /sys/class/net/*'; network none") +
                task('own', """user '1234:4321'; workspace 'src', copy: true; command 'sh', '-c', 'echo made > made && [ -O . ] && [ -O in.txt ] && echo own'
                    onFinish { println "it is \${it.state()}" }"""))

        expect:
        orch.run('task', 'run', "$name-none").out == '/sys/class/net/lo\n'
        orch.run('task', 'run', "$name-own").out.readLines() == ['own', 'it is succeeded']

        when: 'it is no word for other things'
        describeTasks(task('bad', 'command none'))
        def bad = orch.run('task', 'run', "$name-bad")

        then:
        bad.code == 2
        bad.problem[0].contains("tasks.groovy:1: 'command' in task '$name-bad' does not take none")
    }

    def "what a script does at the end of a task that it waits for, and what is said of one that nobody waits for"() {
        given:
        describeTasks("def seen = []\ntask('$name-end') { build '$TINY'; command 'sh', '-c', 'exit 3'; onFinish { println \"end: \${it.state()} \${it.result().exitCode().get()}\" } }")

        when:
        def run = orch.run('task', 'run', "$name-end")
        def detached = orch.run('task', 'run', "$name-end", '--detach')

        then:
        run.code == 1
        run.out == 'end: failed 3\n'
        detached.code == 2
        detached.problem[0].contains('cannot be left alone')
        (orch.run('task', 'list', '--json').json.tasks as List).size() == 1
    }

    def "what is mistyped is told with what is near it, and changes nothing"() {
        given:
        describeTasks("task('lint') { image 'app:1'; retries 500 }")

        expect:
        [
            ['shw', 'x']                : "did you mean 'show'?",
            ['show', 'nothing']         : "there is no task 'nothing'",
            ['list', '--state', 'faild']: "did you mean 'failed'?",
            ['run', 'lint']             : 'tasks.groovy:1: retries are 0 to 100, not 500',
            ['run', 'absent.groovy']    : "there is no task 'absent.groovy' in this folder",
        ].each { words, message ->
            def run = orch.run('task', *words)
            assert run.code == 2 && run.problem[0].contains(message)
        }
        orch.run('task', 'list', '--json').json.tasks == []
    }
}
