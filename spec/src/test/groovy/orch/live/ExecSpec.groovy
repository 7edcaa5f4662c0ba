package orch.live

import orch.support.LiveSpec

/** Commands in a service. */
class ExecSpec extends LiveSpec {
    def setup() {
        describe "service('web') { build '$PROBE' }"
        assert orch.run('start').code == 0
    }

    def "exec passes input, output, errors and the exit code on, each as it is"() {
        when:
        def run = orch.run('exec', 'web', '--', 'sh', '-c', 'cat; echo oops >&2; exit 7', stdin: 'line 1\nno line end')

        then:
        run.code == 7
        run.out == 'line 1\nno line end'
        run.err == 'oops\n'
    }

    def "much input arrives whole"() {
        given:
        def megabyte = 'abcdefghi\n' * 100_000

        when:
        def run = orch.run('exec', 'web', '--', 'wc', '-c', stdin: megabyte)

        then:
        run.code == 0
        run.out.trim() == '1000000'
    }

    def "a command's words stay apart, options of its own included"() {
        when:
        def run = orch.run('exec', 'web', '--', 'printf', '<%s>', 'a b', '--json', '', "it's")

        then:
        run.code == 0
        run.out == "<a b><--json><><it's>"
    }

    def "a stack that runs needs no file: by STACK/SERVICE or --stack NAME, from any folder"() {
        expect:
        orch.run(*words*.replace('@', name), folder: temporary).out == 'hello\n'

        where:
        words << [['exec', '--stack', '@', 'web', '--', 'echo', 'hello'], ['exec', '@/web', '--', 'echo', 'hello']]
    }

    def "a service that is not there, or does not run, is an error with the next step"() {
        when:
        def unknown = orch.run('exec', 'wbe', '--', 'true')

        then:
        unknown.code == 2
        unknown.problem[0].contains("did you mean 'web'?")

        when:
        engine.kill(named('web'))
        def dead = orch.run('exec', 'web', '--', 'true')

        then:
        dead.code == 1
        dead.problem[0].contains("service 'web'")
        dead.problem.last() == "  next: orch status $name"
    }

    def "a command that does not exist in the service ends with 127 or 126, as in a shell"() {
        when:
        def run = orch.run('exec', 'web', '--', 'no-such-program')

        then:
        run.code in [126, 127]
        (run.out + run.err).contains('no-such-program')
    }
}
