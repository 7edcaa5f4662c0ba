package orch.live

import orch.support.LiveSpec
import orch.support.Orch

import java.nio.file.Files

/** Jobs have no terminal, often no home, and sometimes not even a standard input. */
class BareSurroundingsSpec extends LiveSpec {
    private Orch.Run bash(String script, Map<String, String> env = [:]) {
        def file = orch.file('step.sh', "unset HOME TERM LC_ALL LC_CTYPE; export LANG=C; umask 077; orch() { '${Orch.ROOT}/orch' \"\$@\"; }\n$script")
        orch.run('--noprofile', '--norc', '-eo', 'pipefail', file.toString(), launcher: 'bash', env: [CI: 'true'] + env)
    }

    def "without home, terminal, locale and standard input a snippet and a here-document make a stack, and exit codes are as ever"() {
        when:
        def run = bash """
            exec <&-
            orch -e "stack('$name') { service 'tiny', build: '$TINY'; ensureHealthy() }" --timeout 30s
            orch status --stack $name
            orch - a 'b c' <<'END'
            println args
            println 'grüße'
            END
            code=0; orch -e 'prntln 1' || code=\$?; echo "code \$code"
            code=0; orch -e "fail 'no'" || code=\$?; echo "code \$code"
            code=0; orch exec --stack $name tiny -- sh -c 'exit 42' || code=\$?; echo "code \$code"
            code=0; orch </dev/null || code=\$?; echo "code \$code"
            orch stop --stack $name
            """.stripIndent()

        then:
        run.code == 0
        run.out.contains("$name  1/1 healthy")
        run.out.contains('[a, b c]\ngrüße\n')
        run.out.readLines().findAll { it.startsWith('code ') } == ['code 2', 'code 1', 'code 42', 'code 2']
        engine.leftOf(name) == []

        and: 'what is kept is for its owner only, and nothing has coloured the log'
        !run.out.contains('\u001b')
        !run.err.contains('\u001b')
    }

    def "a wait ends with 4 in time there as well"() {
        when:
        def run = bash """
            exec <&-
            orch -e "stack('$name') { service('web') { build '$PROBE'; env SICK: 1; healthcheck { http '/health', port: 8080; startPeriod 60.seconds } }; ensureHealthy() }" --timeout 1s
            """.stripIndent()

        then:
        run.code == 4
    }

    def "where nothing can be kept it says which variable helps, and what needs nothing kept works"() {
        when: 'not even root can write there'
        def run = bash("""
            orch help start
            code=0; orch -e 'println 6 * 7' || code=\$?; echo "code \$code"
            XDG_CACHE_HOME='$temporary/cache' orch -e 'println 6 * 7'
            """.stripIndent(), [XDG_CACHE_HOME: '/proc/none', XDG_STATE_HOME: '/proc/none'])

        then:
        run.code == 0
        run.out.startsWith('Usage: orch start')
        run.out.endsWith('\ncode 1\n42\n')
        run.problem == ['orch: cannot keep compiled scripts in /proc/none/orch/scripts', '  there is no such file or folder: /proc/none',
                        '  the folder can be moved with XDG_CACHE_HOME']
    }
}
