package orch.live

import orch.support.EngineFixture
import orch.support.EngineSocket
import orch.support.LiveSpec
import orch.support.Orch
import orch.support.Tmux
import spock.lang.Requires
import spock.lang.Shared
import spock.lang.TempDir

import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration

/** The images around the server, as their scripts build and run them: each in a dedicated copy, built once. */
@Requires({ EngineFixture.ADDRESS?.scheme == 'unix' })
class ServerImagesSpec extends LiveSpec {
    @Shared
    @TempDir
    Path setupFolder

    private Orch.Running running
    private Tmux tmux
    private Set<String> imagesBefore

    def setupSpec() {
        assert new Orch(setupFolder).run('--setup', 'package', 'tmux', env: [ORCH_SETUP: ''], limit: Duration.ofMinutes(5)).code == 0
    }

    def setup() {
        imagesBefore = tags()
    }

    def cleanup() {
        tmux?.close()
        if (running?.process?.alive) {
            running.signal('TERM')
            running.await()
        }
        (tags() - imagesBefore).findAll { it =~ /^orch\/(orchestrator|mock-llm|dev):/ }.each { engine.removeImage(it) }
    }

    private Set<String> tags() {
        (engine.socket.get('/images/json') as List<Map>).collectMany { (it.RepoTags ?: []) as List<String> } as Set
    }

    /** Runs a copy of one of this repository's stacks for as long as the feature lasts; what its names begin with. */
    private String copyOf(String script) {
        running = orch.start('run', '--stack', Orch.ROOT.resolve("scripts/${script}.groovy").toString(), '--', 'sh', '-c', 'echo up; sleep 1000')
        eventually(400) {
            assert !running.process.alive || running.out.contains('up')
        }
        assert running.process.alive: running
        def stack = (orch.run('status', '--json').json.stacks as List<Map>)[0]
        "$stack.name-$stack.run"
    }

    private static Object ask(String url, Object body = null) {
        def connection = URI.create(url).toURL().openConnection() as HttpURLConnection
        connection.connectTimeout = connection.readTimeout = 5000
        if (body != null) {
            connection.setRequestProperty('Content-Type', 'application/json')
            connection.doOutput = true
            connection.outputStream << EngineSocket.JSON.writeValueAsString(body)
        }
        EngineSocket.JSON.readValue(connection.inputStream, Object)
    }

    def "the orchestrator runs in a container without root, works on tasks, comes back after kill -9, and ends in time"() {
        given:
        def port = freePort()
        orch.environment.ORCH_SERVE_PORT = port.toString()
        def folder = Files.createDirectories(temporary.resolve('list'))
        Files.copy(Orch.ROOT.resolve('scripts/orchestrator/serve.groovy'), folder.resolve('serve.groovy'))
        def list = Files.writeString(folder.resolve('priorities.csv'), 'Project,Priority,Status,Next Action\n')
        orch.environment.ORCHESTRATOR_FOLDER = folder.toString()
        def api = "http://127.0.0.1:$port/api/v1"
        def prefix = copyOf('orchestrator')
        def name = "$prefix-orchestrator-1"

        expect: 'it is small, and nobody in it is root'
        def made = engine.container(name)
        made.Config.User != '0'
        made.HostConfig.RestartPolicy.Name == 'unless-stopped'
        engine.socket.get("/images/$made.Config.Image/json").Size < 200_000_000
        engine.exec(name, '/bin/bash', '-c', 'echo $UID').strip() != '0'
        engine.exec(name, '/usr/local/bin/probe') == ''
        ask("$api/health").status == 'ok'

        when: 'a line is added to its list'
        list.toFile() << "${this.name},1,Pending,look\n"

        then: 'it is worked off'
        eventually(40) { assert list.toFile().text =~ /(?m)^${this.name},1,Done,/ }

        when: 'it is killed while a task runs'
        def task = [name: "${this.name}-task".toString(), image: 'debian:bookworm-slim', command: ['sh', '-c', 'sleep 4; echo done'], network: 'none']
        def id = ask("$api/tasks", task).id
        eventually(20) { assert ask("$api/tasks/$id").state == 'running' }
        def pid = engine.container(name).State.Pid
        assert new ProcessBuilder('bash', '-c', "kill -9 $pid").start().waitFor() == 0

        then: 'the engine starts it again, and it carries on'
        eventually(40) { assert ask("$api/tasks/$id").state == 'succeeded' }
        ask("$api/tasks/$id").attempt == 1
        engine.container(name).RestartCount == 1

        when: 'it is told to stop'
        long begin = System.nanoTime()
        engine.socket.post("/containers/$name/stop?t=10")

        then: 'it ends by itself, in time'
        engine.container(name).State.ExitCode == 143
        Duration.ofNanos(System.nanoTime() - begin).toSeconds() < 10
    }

    def "an agent in the dev container asks the mock LLM until its credits run out; tmux runs there, from a session of ours"() {
        given:
        def prefix = copyOf('agents')
        def environment = orch.environment + [TERM: 'xterm-256color', LC_ALL: 'C.UTF-8']

        when:
        tmux = new Tmux(orch.folder, environment.findAll { !(it.key in ['TMUX', 'TMUX_PANE', '_', 'PWD', 'OLDPWD']) }, 110, 30,
                [Orch.ROOT.resolve('orch').toString()])
        tmux.prompt()
        tmux.line("exec $prefix/dev -- tmux")

        then: 'a terminal of its own'
        tmux.sees { assert screen.last().startsWith('[0] 0:') }

        when:
        tmux.line('git --version && agent fix it')

        then:
        tmux.sees {
            def seen = screen.join('')
            assert seen.contains('git version 2') && seen.contains('found one mistake') && seen.contains('"prompt_tokens":6')
        }

        when:
        tmux.line('exit')

        then: 'and back to ours'
        tmux.prompt()

        when:
        def codes = (1..3).collect { orch.run('exec', "$prefix/dev", '--', 'agent', 'go on').code }

        then:
        codes == [0, 0, 77]
        orch.run('exec', "$prefix/dev", '--', 'sh', '-c',
                'curl -s -o /dev/null -w "%{http_code}" -d "{\\"model\\":\\"mock-busy\\"}" $LLM_URL/v1/chat/completions').out == '429'
    }
}
