package orch.live

import orch.support.Alone
import orch.support.LiveSpec
import orch.support.Orch

/** What is not ours is shown to be as it was; others may be at work on the engine meanwhile. */
@Alone('what features beside it do is the work of others, which it is about')
class FingerprintSpec extends LiveSpec {
    private static final Map SLEEPER = [Image: 'debian:bookworm-slim', Cmd: ['sleep', 'infinity']]

    def setup() {
        orch.environment.remove('ORCH_PROVE_UNTOUCHED')
        orch.file('wait.groovy', "println 'begun'; System.in.read()")
    }

    /** Runs something that says {@code begun} and then waits for its input, and does something meanwhile. */
    private Orch.Run meanwhile(List<String> words = ['wait.groovy', '--prove-untouched'], Closure<?> done) {
        def running = orch.start(*words, stdin: null)
        eventually(30) { assert running.out.contains('begun') }
        done()
        running.closeInput()
        running.await()
    }

    /** A container that ends with a code when it is told to, the first time that it runs. */
    private void ending(int code, String container, Map host = [:]) {
        engine.squat([Image: 'debian:bookworm-slim', HostConfig: host,
                      Cmd: ['/bin/sh', '-c', "[ ! -e /tmp/end ] || exec sleep infinity; until [ -e /tmp/end ]; do sleep 0.1; done; exit $code".toString()]], container)
    }

    /** Other people's containers may come to harm at any time on a shared engine: only those of the feature count. */
    private List<String> harmed(Orch.Run run) {
        run.problem.drop(1).findAll { it.contains(name) }
    }

    private boolean well(Orch.Run run) {
        harmed(run).empty && (run.code == 0 || run.code == 1 && run.problem.size() > 1)
    }

    private List<String> byOthers(Orch.Run run) {
        run.err.readLines().findAll { it.contains('changed by others: ') && it.contains(name) }
    }

    def "a container that somebody removes while a script runs is harm: exit code 1, with when and how"() {
        given:
        engine.squat(SLEEPER, "$name-proxy")

        when:
        def run = meanwhile(words) { engine.remove("$name-proxy") }

        then:
        run.code == 1
        run.problem[0] == 'orch: what is not ours came to harm while this ran'
        harmed(run).size() == 1
        harmed(run)[0] ==~ "  container '$name-proxy' was removed at 20\\S+Z: killed with signal 9, exit code 137"

        where:
        words << [['wait.groovy', '--prove-untouched'], ['--prove-untouched', 'wait.groovy']]
    }

    def "how a container went is known though the engine itself has forgotten: it keeps 256 events"() {
        given:
        engine.squat(SLEEPER, "$name-proxy")
        engine.squat(SLEEPER, "$name-busy")

        when:
        def run = meanwhile {
            engine.remove("$name-proxy")
            300.times { engine.socket.post("/containers/$name-busy/exec", [Cmd: ['true']]) }
        }

        then:
        run.code == 1
        harmed(run)[0].contains('killed with signal 9')
    }

    def "the variable asks for the proof as well"() {
        given:
        orch.environment.ORCH_PROVE_UNTOUCHED = 'true'
        engine.squatVolume("$name-data")

        when:
        def run = meanwhile(['wait.groovy']) { engine.socket.delete("/volumes/$name-data") }

        then:
        run.code == 1
        harmed(run)[0].startsWith("  volume '$name-data' was removed at ")
    }

    def "a script that fails by itself keeps its exit code, and the harm is told as well"() {
        given:
        engine.squat(SLEEPER, "$name-proxy")
        orch.file('wait.groovy', "println 'begun'; System.in.read(); reject 'a word is missing'")

        when:
        def run = meanwhile { engine.remove("$name-proxy") }

        then:
        run.code == 2
        harmed(run).size() == 1
        run.err.contains('orch: a word is missing')
    }

    def "a container that turns unhealthy is harm"() {
        given:
        engine.squat(SLEEPER + [Healthcheck: [Test: ['CMD-SHELL', 'test ! -e /tmp/sick'], Interval: 200_000_000, Timeout: 5_000_000_000, Retries: 1]], "$name-proxy")
        eventually(20) { assert engine.container("$name-proxy").State.Health.Status == 'healthy' }

        when:
        def run = meanwhile {
            engine.exec("$name-proxy", 'touch', '/tmp/sick')
            eventually(20) { assert engine.container("$name-proxy").State.Health.Status == 'unhealthy' }
        }

        then:
        run.code == 1
        harmed(run)[0].contains("container '$name-proxy' turned unhealthy at ")
    }

    def "a container that the engine has to restart is harm"() {
        given:
        ending(1, "$name-proxy", [RestartPolicy: [Name: 'always']])

        when:
        def run = meanwhile {
            engine.exec("$name-proxy", 'touch', '/tmp/end')
            eventually(20) { with(engine.container("$name-proxy")) { assert it.RestartCount > 0 && it.State.Running } }
        }

        then:
        run.code == 1
        harmed(run)[0].contains("container '$name-proxy' was restarted by the engine")
        harmed(run)[0].contains('ended by itself with exit code 1')
    }

    def "a container that ends by itself with 0 is told and no fault"() {
        given:
        ending(0, "$name-job", host)

        when:
        def run = meanwhile {
            engine.exec("$name-job", 'touch', '/tmp/end')
            eventually(20) { assert !engine.container("$name-job")?.State?.Running }
        }

        then:
        well(run)
        byOthers(run).size() == 1
        byOthers(run)[0].contains('ended by itself with exit code 0')

        where:
        host << [[:], [AutoRemove: true]]
    }

    def "a container that its owner makes anew is told and no fault"() {
        given:
        engine.squat(SLEEPER, "$name-proxy")

        when:
        def run = meanwhile {
            engine.remove("$name-proxy")
            engine.squat(SLEEPER, "$name-proxy")
        }

        then:
        well(run)
        byOthers(run)[0].contains("container '$name-proxy' was removed")
        byOthers(run)[0].endsWith('; replaced by a new one')
    }

    def "a Compose project that goes as a whole is told and no fault; one container of it is harm"() {
        given:
        def labels = ['com.docker.compose.project': name]
        ['web', 'db'].each { engine.squat(SLEEPER + [Labels: labels], "$name-$it") }
        engine.squatNetwork("${name}_default", labels)

        when:
        def run = meanwhile {
            gone.each { engine.remove("$name-$it") }
            if (gone.size() == 2) {
                engine.socket.delete("/networks/${name}_default")
            }
        }

        then:
        run.code == 0 || gone.size() < 2 || well(run)
        harmed(run).size() == bad
        byOthers(run).size() == told

        where:
        gone          || bad | told
        ['web', 'db'] || 0   | 3
        ['web']       || 1   | 0
    }

    def "a dedicated copy proves it by itself, and is silent when nothing happened"() {
        given:
        describe "service('web') { build '$PROBE'; healthcheck { http '/health', port: 8080 } }"

        when:
        def run = orch.run('start', '--env', 'dedicated')

        then:
        well(run)
        byOthers(run) == []
        engine.leftOf(name) == []
    }

    def "harm during a dedicated copy is told when the copy is gone, #how"() {
        given:
        engine.squat(SLEEPER, "$name-proxy")
        orch.file('copy.groovy', """
            def s = stack('$name') { dedicated(); service('web') { build '$PROBE'; healthcheck { http '/health', port: 8080 } } }
            s.ensureHealthy()
            println 'begun'
            System.in.read()""")

        when:
        def running = orch.start('copy.groovy', stdin: null)
        eventually(30) { assert running.out.contains('begun') }
        engine.remove("$name-proxy")
        signal ? running.signal(signal) : running.closeInput()
        def run = running.await()

        then:
        run.code == code
        harmed(run).size() == 1
        engine.leftOf(name) == []

        where:
        how                     | signal || code
        'with exit code 1'      | null   || 1
        'and the signal counts' | 'TERM' || 143
    }

    def "the proof can be forbidden by the variable"() {
        given:
        orch.environment.ORCH_PROVE_UNTOUCHED = 'false'
        describe "service('web') { build '$PROBE' }"
        def proxy = watched()

        when:
        def run = orch.run('start', '--env', 'dedicated')

        then:
        run.code == 0
        !proxy.requests.any { it.contains('/images/json') }
    }
}
