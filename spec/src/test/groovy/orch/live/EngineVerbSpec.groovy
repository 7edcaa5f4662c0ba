package orch.live

import java.nio.file.Files
import orch.support.LiveSpec
import orch.support.Orch

/** {@code orch engine}: which engine, why that one, and the end of one that orch started. */
class EngineVerbSpec extends LiveSpec {
    def "it says which engine is used, and why that one"() {
        when:
        def text = orch.run('engine')
        def json = orch.run('engine', 'status', '--json')

        then:
        text.code == 0
        text.out.readLines()[1] == '  by ORCH_ENGINE or --engine'
        json.code == 0
        json.json.engine.answers
        json.json.engine.version == (engine.socket.get('/version') as Map).Version
        json.json.engine.address == orch.environment.ORCH_ENGINE
        !json.json.engine.startedByOrch
    }

    def "without one it says what was tried, and each word has its exit code: #words"() {
        when:
        def run = orch.run('engine', *words, '--json', env: [ORCH_ENGINE: "unix://$temporary/none".toString()])

        then:
        run.code == code
        code == 2 || run.json.engine == null || !run.json.engine.answers

        where:
        words      || code
        []         || 3
        ['status'] || 1
        ['stop']   || 0
        ['start']  || 3
        ['begin']  || 2
    }

    def "an engine that orch did not start is never stopped"() {
        when: 'not even where a dead process, another process or another engine is written down'
        Files.createDirectories(orch.state.resolve('orch'))
        if (marker) {
            Files.writeString(orch.state.resolve('orch/engine'), marker.replace('ADDRESS', orch.environment.ORCH_ENGINE))
        }
        def run = orch.run('engine', 'stop')

        then:
        run.code == 5
        run.problem[0].endsWith('was not started by orch; it was left as it is')
        run.problem.last() == '  next: orch engine'
        engine.socket.problem().empty

        where:
        marker << ['', '999999 1 ADDRESS', "${ProcessHandle.current().pid()} 1 ADDRESS".toString(), "${ProcessHandle.current().pid()} ${ticks()} unix:///none".toString()]
    }

    private static String ticks() {
        new File('/proc/self/stat').text.split(' ')[21]
    }

    def "an engine that orch has started is stopped, and only once"() {
        given: 'a machine of its own: no engine runs in these folders, and no network is shared'
        def state = orch.state
        def script = """
            set -e
            for folder in /run /var/lib/docker /var/log /var/lib/containerd; do mkdir -p \$folder; mount -t tmpfs none \$folder; done
            cd '$orch.folder'
            unset ORCH_ENGINE ORCH_SETUP DOCKER_HOST CI
            export XDG_STATE_HOME='$state'
            '${Orch.ROOT}/orch' engine start
            '${Orch.ROOT}/orch' engine --json
            '${Orch.ROOT}/orch' engine stop
            '${Orch.ROOT}/orch' engine stop
            ! '${Orch.ROOT}/orch' engine status
            """
        def file = orch.file('life.sh', script)

        when:
        def run = orch.run('--mount', '--net', 'bash', file.toString(), launcher: 'unshare')

        then:
        run.code == 0
        run.out.contains('"startedByOrch":true')
        run.out.contains('\n  started by orch\n')
        run.out.readLines().count { it == '  stopped' } == 1
        !Files.exists(state.resolve('orch/engine'))

        and: 'the one that others use still answers'
        engine.socket.problem().empty

        cleanup:
        // what a failure has left would run on
        def left = state.resolve('orch/engine')
        if (Files.exists(left)) {
            ProcessHandle.of(Files.readString(left).split(' ')[0] as long).ifPresent { it.destroy() }
        }
    }
}
