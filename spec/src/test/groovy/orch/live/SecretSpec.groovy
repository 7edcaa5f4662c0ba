package orch.live

import orch.support.LiveSpec
import orch.support.Orch

import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.attribute.PosixFilePermissions

/** Secrets reach the container and nobody else. */
class SecretSpec extends LiveSpec {
    private void stack(String words = '') {
        describe """
            service('db') {
                build '$PROBE'
                env PASSWORD: secret('db')
                command 'sh', '-c', 'echo "password: \$PASSWORD"; exec server'
                healthcheck { log 'ready on' }
                $words
            }"""
    }

    private Path file() {
        orch.state.resolve("orch/secrets/$name/db")
    }

    private String secret() {
        Files.readString(file()).strip()
    }

    private static boolean silent(String secret, Orch.Run run) {
        !run.out.contains(secret) && !run.err.contains(secret)
    }

    def "a secret is made once, is kept for its owner only, and reaches the container"() {
        given:
        stack()

        when:
        assert orch.run('start').code == 0
        def secret = secret()

        then:
        secret.length() >= 16
        PosixFilePermissions.toString(Files.getPosixFilePermissions(file())) == 'rw-------'
        PosixFilePermissions.toString(Files.getPosixFilePermissions(file().parent)) == 'rwx------'
        "PASSWORD=$secret".toString() in container('db').Config.Env

        and: 'it stays the same'
        orch.run('stop').code == 0
        orch.run('start').code == 0
        "PASSWORD=$secret".toString() in container('db').Config.Env
    }

    def "no verb shows a secret, in text or JSON"() {
        given:
        stack()
        assert orch.run('start').code == 0
        def secret = secret()
        stack("env SIZE: '10'")

        expect:
        [['plan'], ['plan', '--json'], ['status'], ['status', '--json'], ['start', '--progress', 'json']].every {
            silent(secret, orch.run(*it))
        }
    }

    def "logs mask a secret, also where the stack is known by its name only"() {
        given:
        stack()
        assert orch.run('start').code == 0
        def secret = secret()
        assert engine.output(named('db')).contains(secret)

        when:
        def runs = [['logs', '--stack', 'work/stack.groovy', 'db'], ['logs', '--stack', name], ['logs', "$name/db", '--timestamps']]
                .collect { orch.run(*it, folder: temporary) }

        then:
        runs.every { it.code == 0 && it.out.contains('password: ***') && silent(secret, it) }
    }

    def "evidence of a failure masks a secret"() {
        given:
        describe """
            service('db') {
                build '$PROBE'
                env PASSWORD: secret('db')
                command 'sh', '-c', 'echo "tried password: \$PASSWORD"; exec server'
                healthcheck { command 'echo "wrong password: \$PASSWORD"; exit 3'; every 200.ms; retries 2 }
            }"""

        when:
        def run = orch.run('start', *words)

        then:
        run.code == 1
        run.problem[0].contains('wrong password: ***')
        run.problem.any { it.contains('tried password: ***') }
        silent(secret(), run)

        where:
        words << [[], ['--json', '--verbose']]
    }

    def "what a script prints is masked as well"() {
        given:
        orch.file('stack.groovy', """
            def s = stack('$name') { service('db') { build '$PROBE'; env PASSWORD: secret('db') } }
            s.start()
            println s.exec('db', 'printenv', 'PASSWORD').out
            print s.logs('db')""")

        when:
        def run = orch.run('stack.groovy')

        then:
        run.code == 0
        run.out.contains('***')
        silent(secret(), run)
    }
}
