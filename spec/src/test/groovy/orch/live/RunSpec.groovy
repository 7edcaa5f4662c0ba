package orch.live

import java.nio.file.Files
import java.nio.file.Path
import orch.support.LiveSpec
import orch.support.Orch

/** {@code orch run}: a command of this machine on a private copy. */
class RunSpec extends LiveSpec {
    /** Prints what a URL answers. */
    static final String GET = '''
        [[ $1 =~ ^http://([^:/]+):([0-9]+)(/.*)$ ]]
        exec 3<>"/dev/tcp/${BASH_REMATCH[1]}/${BASH_REMATCH[2]}"
        printf 'GET %s HTTP/1.0\\r\\n\\r\\n' "${BASH_REMATCH[3]}" >&3
        sed '1,/^\\r*$/d' <&3'''

    def setup() {
        stack()
        // not every machine has curl
        orch.file('get', GET)
    }

    /** A stack of a server that prints its secret, and whatever is further wanted. */
    private void stack(String words = '') {
        describe """
            service('web') {
                build '$PROBE'
                port 8080
                volume 'data', at: '/data'
                env PASSWORD: secret('password')
                command 'sh', '-c', 'echo "password: \$PASSWORD"; exec server'
                healthcheck { http '/health', port: 8080 }
            }
            $words"""
    }

    /** The folder in which logs of failed runs are kept unless one is named. */
    private Path kept() {
        orch.state.resolve('orch/logs')
    }

    def "a command finds the addresses of its copy in its environment, and they answer"() {
        when:
        def run = orch.run('run', '--', 'bash', '-c', 'env | grep ^ORCH_WEB; bash get "$ORCH_WEB_8080_URL/health"; ' +
                'bash get "http://$ORCH_WEB_8080_HOST:$ORCH_WEB_8080_PORT/PASSWORD"')

        then:
        run.code == 0
        run.out =~ /(?m)^ORCH_WEB_8080_HOST=127\.0\.0\.1$/
        run.out =~ /(?m)^ORCH_WEB_8080_PORT=\d+$/
        run.out =~ /(?m)^ORCH_WEB_8080_URL=http:\/\/127\.0\.0\.1:\d+$/
        run.out =~ /well[A-Za-z0-9_-]{32}$/

        and: 'nothing is left of it, and no logs are kept of what succeeded'
        engine.leftOf(name) == []
        !Files.exists(kept())
    }

    def "addresses are written into a file as well, as a shell or a tool reads it"() {
        when:
        def run = orch.run('run', '--env-file', 'addresses.env', '--', 'bash', '-c',
                'unset ${!ORCH_*}; . ./addresses.env; bash get "$ORCH_WEB_8080_URL/health"')

        then:
        run.code == 0
        run.out == 'well'
        Files.readAllLines(orch.folder.resolve('addresses.env'))*.replaceAll(/\d{4,5}$/, 'N') ==
                ['ORCH_WEB_8080_HOST=127.0.0.1', 'ORCH_WEB_8080_PORT=N', 'ORCH_WEB_8080_URL=http://127.0.0.1:N']
    }

    def "of replicas and of other services the addresses are told apart"() {
        given:
        stack "service('big-db') { build '$PROBE'; port 5432; env PORT: 5432; replicas 2; healthcheck { http '/health', port: 5432 } }"

        when:
        def run = orch.run('run', '--env-file', 'addresses.env', '--', 'sh', '-c',
                'bash get "http://$ORCH_BIG_DB_5432_HOST:$ORCH_BIG_DB_5432_PORT/health"; bash get "$ORCH_WEB_8080_URL/health"')

        then:
        run.code == 0
        run.out == 'wellwell'
        Files.readAllLines(orch.folder.resolve('addresses.env')).any { it.startsWith('ORCH_BIG_DB_5432_URL=postgresql://127.0.0.1:') }
    }

    def "a command has our input, our output and our folder, and its exit code is passed on: #code"() {
        when:
        def run = orch.run('run', '--', 'sh', '-c', "cat; pwd; echo to stderr >&2; exit $code", stdin: 'typed\n')

        then:
        run.code == code
        run.out == "typed\n$orch.folder\n"
        'to stderr' in run.err.readLines()
        engine.leftOf(name) == []

        where:
        code << [0, 1, 7, 42, 255]
    }

    def "a command that a signal ended is told as shells do it"() {
        when:
        def run = orch.run('run', '--', 'sh', '-c', 'kill -KILL $$')

        then:
        run.code == 137
        engine.leftOf(name) == []
    }

    def "a run by file works from any folder"() {
        when:
        def run = orch.run('run', '--stack', 'work/stack.groovy', '--', 'sh', '-c', 'pwd; bash work/get "$ORCH_WEB_8080_URL/health"',
                folder: temporary)

        then:
        run.code == 0
        run.out == "$temporary\nwell"
    }

    def "when a command fails the logs of all services are kept, with secrets masked, and it is told where"() {
        given:
        stack "service('other') { build '$PROBE'; healthcheck { http '/health', port: 8080 } }"

        when:
        def run = orch.run('run', '--', 'sh', '-c', 'bash get "$ORCH_WEB_8080_URL/PASSWORD" >password; exit 3')

        then:
        run.code == 3
        def folders = Files.list(kept()).toList()
        folders.size() == 1
        folders[0].fileName.toString() ==~ /$name-[a-z0-9]{5}/
        run.problem[0] ==~ /orch: 'sh -c .* ended with exit code 3; logs of all services: ${folders[0]}/

        and:
        def files = Files.list(folders[0]).toList().sort(false)
        files*.fileName*.toString() == ["${folders[0].fileName}-other-1.log".toString(), "${folders[0].fileName}-web-1.log".toString()]
        Files.readString(files[0]).contains('ready on 8080')
        Files.readString(files[1]).contains('password: ***')
        Files.readString(files[1]).contains('GET /PASSWORD: 200 OK')

        and:
        def secret = Files.readString(orch.folder.resolve('password'))
        secret ==~ '[A-Za-z0-9_-]{32}'
        !Files.readString(files[1]).contains(secret)
        !run.err.contains(secret)

        and:
        engine.leftOf(name) == []
    }

    def "with --logs they are kept there, and only there"() {
        when:
        def run = orch.run('run', '--logs', 'kept/here', '--', 'false')

        then:
        run.code == 1
        Files.list(orch.folder.resolve('kept/here')).toList()*.fileName*.toString()*.replaceAll(/$name-[a-z0-9]{5}/, 'NAME') == ['NAME-web-1.log']
        !Files.exists(kept())

        when: 'nothing fails'
        orch.run('run', '--logs', 'others', '--', 'true')

        then:
        !Files.exists(orch.folder.resolve('others'))
    }

    def "#what is told before anything is made"() {
        given:
        def proxy = watched()

        when:
        def run = orch.run('run', *words)

        then:
        run.code == 2
        run.problem[0].contains(told)
        proxy.mutating() == []
        proxy.hidden == []
        !Files.exists(orch.folder.resolve('here'))

        where:
        what                                          | words                                                     || told
        'a command that is on no path'                | ['--', 'no-such-command', 'x']                            || "'no-such-command'"
        'a program that is not there'                 | ['--', './test.sh']                                       || "'./test.sh'"
        'a program that is a folder'                  | ['--', '/usr']                                            || "'/usr'"
        'no command'                                  | []                                                        || 'run needs a command'
        'a shared copy'                               | ['--env', 'shared', '--', 'true']                         || "'--env shared' contradicts"
        'a stack that does not exist'                 | ['--stack', 'no-such-stack', '--', 'true']                || "'no-such-stack'"
        'a file that does not exist'                  | ['--stack', 'no-such.groovy', '--', 'true']               || 'no-such.groovy'
        'an env file that cannot be written'          | ['--env-file', 'no/such/folder/x', '--', 'touch', 'here'] || 'no/such/folder/x'
        'an env file that is a folder'                | ['--env-file', '.', '--', 'touch', 'here']                || 'cannot write'
        'a folder for logs that is a file'            | ['--logs', 'stack.groovy', '--', 'touch', 'here']         || 'stack.groovy'
    }

    def "a stack that is known by its name only can have no copy"() {
        given:
        assert orch.run('start').code == 0
        def before = engine.ids(name)
        def proxy = watched()

        when:
        def run = orch.run('run', '--stack', name, '--', 'true')

        then:
        run.code == 2
        run.problem[0].contains("stack '$name' is known by name only")
        run.problem.any { it.contains('--stack FILE') }
        proxy.mutating() == []
        engine.ids(name) == before
    }

    def "for a stack that does not become healthy no command is run, and nothing is left"() {
        given:
        stack "service('sick') { build '$PROBE'; env SICK: 1; healthcheck { http '/health', port: 8080; every 100.ms; retries 3 } }"

        when:
        def run = orch.run('run', '--', 'touch', 'here')

        then:
        run.code == 1
        run.problem[0].contains("service 'sick'")
        !Files.exists(orch.folder.resolve('here'))
        engine.leftOf(name) == []
    }

    def "#signal ends the command, and what it started, before its copy goes"() {
        given: 'a command that is not done for a long time, with a child'
        def running = orch.start('run', '--', 'sh', '-c', 'sleep 300 & echo $! >child; echo $$ >pid; wait')
        eventually(30) { assert Files.exists(orch.folder.resolve('pid')) }
        def processes = ['pid', 'child'].collect { ProcessHandle.of(Files.readString(orch.folder.resolve(it)).strip() as long).get() }

        when:
        running.signal(signal)
        def run = running.await()

        then:
        run.code == code
        engine.leftOf(name) == []
        eventually { assert processes.every { !it.alive } }

        and: 'no logs are kept, since it did not fail'
        run.err.readLines().findAll { it.startsWith('orch: ') }.every { it == 'orch: interrupted' }
        !Files.exists(kept())

        cleanup:
        processes*.destroyForcibly()

        where:
        signal || code
        'INT'  || 130
        'TERM' || 143
    }

    def "a command may end in its own way when it is told to"() {
        given:
        def running = orch.start('run', '--', 'bash', '-c',
                'trap \'bash get "$ORCH_WEB_8080_URL/health" >last; exit 0\' TERM; touch begun; while true; do sleep 0.05; done')
        eventually(30) { assert Files.exists(orch.folder.resolve('begun')) }

        when:
        running.signal('TERM')
        def run = running.await()

        then: 'its copy was there to the end'
        run.code == 143
        Files.readString(orch.folder.resolve('last')) == 'well'
        engine.leftOf(name) == []
    }

    def "after a kill -9 nothing is left of the copy within seconds"() {
        given:
        def running = orch.start('run', '--', 'sh', '-c', 'touch begun; exec sleep 300')
        eventually(30) { assert Files.exists(orch.folder.resolve('begun')) }
        def commands = running.process.descendants().toList()

        when:
        running.signal('KILL')
        running.await()

        then:
        eventually(5) { assert engine.leftOf(name) == [] }

        cleanup:
        commands*.destroyForcibly()
    }

    def "the shared stack of the same file goes on beside a run"() {
        given:
        assert orch.run('start').code == 0
        def shared = engine.ids(name)

        when:
        def run = orch.run('run', '--', 'sh', '-c', 'bash get "$ORCH_WEB_8080_URL/health"')

        then:
        run.out == 'well'
        engine.ids(name) == shared
        container('web').State.Running
        page("http://127.0.0.1:${hostPort(container('web'))}/health") == 'well'
    }
}
