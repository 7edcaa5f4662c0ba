package orch.live

import orch.support.LiveSpec
import orch.support.Orch

import java.nio.file.Files
import java.util.concurrent.Executors
import java.util.concurrent.ScheduledExecutorService
import java.util.concurrent.TimeUnit

/** A stack that does not become healthy: an exit code, the evidence, and the next step. */
class FailureSpec extends LiveSpec {
    def "an unhealthy service fails with the last answer of its check and the last lines of its output"() {
        given:
        describe """
            service('web') {
                build '$PROBE'
                env SICK: 1
                healthcheck { http '/health', port: 8080; every 100.ms; retries 5 }
            }"""

        when:
        def run = orch.run('start')

        then:
        run.code == 1
        run.problem[0].startsWith("orch: service 'web' is not healthy: ")
        run.problem[0].contains('GET /health on port 8080: 503')
        run.problem.any { it.contains('GET /health: 503') }
        run.problem.last() == '  next: orch logs web'
    }

    def "the next step can be typed as it is: #next"() {
        given:
        def stack = """stack('$name') {
            service('web') { build '$PROBE'; env SICK: 1; healthcheck { http '/health', port: 8080; every 100.ms; retries 2 } }
            ensureHealthy()
        }"""
        orch.file('scripts/dev.groovy', stack)
        orch.file('a stack.groovy', stack)

        when:
        def run = orch.run(*words.collect { it == 'SNIPPET' ? stack : it })
        def step = run.problem.last()

        then:
        run.code == 1
        step == "  next: orch ${next.replace('NAME', name)}".toString()

        when: 'a shell takes it'
        def bin = temporary.resolve('orch')
        Files.createSymbolicLink(bin, Orch.ROOT.resolve('orch'))
        def typed = orch.run('-c', step - '  next: ', launcher: 'sh', env: [PATH: "$temporary:${System.getenv('PATH')}".toString()])

        then:
        typed.code == 0
        typed.out.contains('GET /health: 503')

        where:
        words                             || next
        ['scripts/dev.groovy']            || 'logs web'
        ['a stack.groovy']                || "logs web --stack 'a stack.groovy'"
        ['start', '-f', 'a stack.groovy'] || "logs web --stack 'a stack.groovy'"
        ['-e', 'SNIPPET']                 || 'logs web --stack NAME'
    }

    def "a health check that is a command is quoted with what it printed"() {
        given:
        describe """
            service('db') {
                build '$PROBE'
                healthcheck { command 'echo still no database; exit 4'; every 200.ms; retries 2 }
            }"""

        when:
        def run = orch.run('start')

        then:
        run.code == 1
        run.problem[0].contains("service 'db'")
        run.problem.any { it.contains('exited 4: still no database') }
        run.problem.last() == '  next: orch logs db'
    }

    def "a container that exits at once fails at once, with its exit code and last lines"() {
        given:
        describe """
            service('web') {
                build '$PROBE'
                command 'sh', '-c', 'echo the configuration is missing; exit 7'
                healthcheck { http '/health', port: 8080 }
            }
            ensureHealthy within: 50.seconds"""

        when:
        def run = orch.run('stack.groovy')

        then:
        run.code == 1
        run.took.toSeconds() < 30
        run.problem[0].contains('exit code 7')
        run.problem.any { it.contains('the configuration is missing') }
        run.problem.last() == '  next: orch logs web'
    }

    def "a container that the engine starts again and again is given up soon"() {
        given:
        describe """
            service('web') {
                build '$PROBE'
                command 'sh', '-c', 'echo no luck; exit 7'
                restart 'always'
                healthcheck { http '/health', port: 8080 }
            }"""

        when:
        def run = orch.run('start', '--timeout', '20s')

        then:
        run.code == 1
        run.problem[0].contains('exit code 7')
        run.problem[0].contains('times in a row')
        run.problem.any { it.contains('no luck') }
    }

    def "a container that the kernel kills for memory is named as such"() {
        given:
        describe """
            service('web') {
                build '$PROBE'
                command 'perl', '-e', 'sleep 1; my @all; push @all, "x" x 1000000 while 1'
                memory 16.MB
                healthcheck { tcp 8080 }
            }"""

        when:
        def run = orch.run('start')

        then:
        run.code == 1
        container('web').State.OOMKilled
        run.problem[0].contains('lack of memory')
        run.problem.last() == '  next: orch logs web'
    }

    def "time that is up ends with exit code 4 and what was waited for"() {
        given: 'a service that may be sick for a minute'
        describe """
            service('web') {
                build '$PROBE'
                env SICK: 1
                healthcheck { http '/health', port: 8080; startPeriod 60.seconds }
            }
            ensureHealthy within: 2.seconds"""

        when:
        def run = orch.run(*command)

        then:
        run.code == 4
        run.took.toSeconds() < 30
        run.problem[0].startsWith("orch: service 'web' is not healthy after ")
        run.problem[0].contains('GET /health on port 8080: 503')
        run.problem.last() == '  next: orch logs web'

        where:
        command << [['stack.groovy'], ['start', '--timeout', '1s']]
    }

    def "an image that is not to be had ends with exit code 3 and what each way said; nothing runs"() {
        given: 'a registry that takes its time to refuse'
        def registry = new SlowRegistry()
        def reference = "localhost:$registry.port/$name:1"

        and: 'a service beside it whose image is there'
        describe """
            service('db') { build '$PROBE' }
            service('web') { image '$reference', otherwise: archive('none.tar', image: '$name:1') }"""

        when:
        def run = orch.run('start')

        then:
        run.code == 3
        run.problem[0].contains("image of service 'web'")
        run.problem.any { it.startsWith("  $reference: ") && it.contains('EOF') }
        run.problem.any { it.contains('none.tar: ') && it.contains('no such file') }
        run.problem.last() == '  next: orch doctor'
        engine.containers(name).values().every { !it.State.Running }

        cleanup:
        registry?.close()
    }

    def "a recipe that cannot be built ends with exit code 3 and the last lines of the build"() {
        given:
        orch.file('recipe/Dockerfile', 'FROM debian:bookworm-slim\nRUN echo this breaks; exit 5\n')
        describe "service 'web', build: 'recipe'"

        when:
        def run = orch.run('start')

        then:
        run.code == 3
        run.problem[0].contains("image of service 'web'")
        run.problem.any { it.contains('returned a non-zero code: 5') }
        run.problem.any { it.contains('this breaks') }
        engine.containers(name).isEmpty()
    }

    /** Takes connections, and closes them two seconds later without a word. */
    private static final class SlowRegistry implements Closeable {
        private final ServerSocket server = new ServerSocket(0, 50, InetAddress.loopbackAddress)
        private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor()

        SlowRegistry() {
            Thread.startDaemon { accept() }
        }

        int getPort() {
            server.localPort
        }

        private void accept() {
            try {
                while (true) {
                    def client = server.accept()
                    later.schedule({ client.close() }, 2, TimeUnit.SECONDS)
                }
            } catch (SocketException ignored) {
                // closed
            }
        }

        @Override
        void close() {
            server.close()
            later.shutdownNow()
        }
    }
}
