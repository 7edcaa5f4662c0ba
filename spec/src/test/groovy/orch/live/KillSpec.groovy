package orch.live

import orch.support.LiveSpec
import orch.support.Reliability

import java.time.Duration
import java.util.concurrent.TimeUnit

/** Owners that die. */
class KillSpec extends LiveSpec {
    private static final int ROUNDS = 50

    def setup() {
        describe """
            service('db') { build '$TINY'; command 'sleep', '1000'; volume 'data', at: '/data'; healthcheck 'true' }
            service('web') { build '$TINY'; command 'sleep', '1000'; dependsOn 'db'; port 8080; healthcheck 'true' }"""
        // from the first round on the image is there
        assert orch.run('start', '--env', 'dedicated').code == 0
    }

    /** Kills a start and all of its group at some moment within so many milliseconds. */
    private void killed(int within, String... options) {
        def command = ['setsid', 'env', *orch.environment.collect { name, value -> "$name=$value" },
                       "${orch.ROOT}/orch".toString(), 'start', *options]
        def process = new ProcessBuilder(command*.toString()).directory(orch.folder.toFile())
                .redirectErrorStream(true).redirectOutput(temporary.resolve('killed').toFile()).start()
        process.waitFor(within, TimeUnit.MILLISECONDS)
        // the whole group: the launcher, the JVM, what they started beside the watchdog
        new ProcessBuilder('kill', '-KILL', '--', "-${process.pid()}").start().waitFor()
        process.waitFor()
    }

    def "a dedicated start that is killed at any of 50 moments leaves nothing within 5 s"() {
        given:
        def reliability = new Reliability('kill -9 of a dedicated start, at random moments')
        def random = new Random(4711)
        def slowest = 0L

        when:
        ROUNDS.times {
            killed(50 + random.nextInt(1100), '--env', 'dedicated')
            def begin = System.nanoTime()
            // an engine finishes what it was asked for: once nothing is left, nothing comes
            eventually(5) { assert engine.leftOf(name) == [] && !orch.state.resolve('runs').toFile().list().any { folder ->
                orch.state.resolve("runs/$folder").toFile().list() } }
            slowest = Math.max(slowest, System.nanoTime() - begin)
            reliability.count('nothing left within 5 s')
        }

        then:
        reliability.rounds == ROUNDS
        engine.leftOf(name) == []

        cleanup:
        println "slowest: ${Duration.ofNanos(slowest).toMillis()} ms"
        reliability.write()
    }

    def "a shared start that is killed at any of 50 moments is made good by the next one, with nothing twice"() {
        given:
        def reliability = new Reliability('kill -9 of a shared start, at random moments')
        def random = new Random(42)

        expect:
        ROUNDS.times {
            killed(50 + random.nextInt(900))
            def run = orch.run('start')
            assert run.code == 0: run
            assert engine.ids(name).keySet() == [named('db'), named('web')] as Set
            assert engine.networks(name) == ["${name}_default".toString()]
            assert engine.volumes(name) == ["${name}_data".toString()]
            reliability.count('healthy after the next start')
            engine.removeAll(name)
        }

        cleanup:
        reliability.write()
    }

    /** A running copy, with the processes that belong to it. */
    private Tuple2<Object, List<ProcessHandle>> copy() {
        orch.file('copy.groovy', """
            stack('$name') { dedicated(); service('db') { build '$TINY'; command 'sleep', '1000' }; ensureHealthy() }
            System.in.read()""")
        def running = orch.start('copy.groovy', stdin: null)
        eventually(30) { assert running.out.contains('1/1') }
        def watchdogs = ProcessHandle.allProcesses().filter {
            it.info().arguments().map { words -> words.any { word -> word.startsWith(orch.state.toString()) } }.orElse(false)
        }.toList()
        new Tuple2(running, watchdogs)
    }

    def "where the watchdog died as well, the next orch clears up before it does anything else, and says so"() {
        given:
        def (running, watchdogs) = copy()
        assert watchdogs.size() == 1
        assert watchdogs[0].destroyForcibly()
        running.signal('KILL')
        running.process.waitFor()
        assert engine.ids(name).size() == 1

        when:
        def run = orch.run('status')

        then:
        run.code == 0
        run.err.contains('removed what a run left that died')
        run.err.contains('copy.groovy')
        !run.out.contains(name)
        engine.leftOf(name) == []
    }

    def "a plan is only told: it clears nothing up"() {
        given:
        def (running, watchdogs) = copy()
        assert watchdogs[0].destroyForcibly()
        running.signal('KILL')
        running.process.waitFor()
        def before = engine.ids(name)

        when:
        def plan = orch.run('plan')
        def dry = orch.run('cleanup', '--dry-run')

        then:
        plan.code == 0
        dry.code == 0
        engine.ids(name) == before
    }

    def "a terminal that closes, and an interrupt that is typed twice, take the copy with them"() {
        given:
        def (running, watchdogs) = copy()

        when:
        signals.each { running.signal(it) }
        def run = running.await()

        then:
        run.code == code
        engine.leftOf(name) == []
        eventually { watchdogs.each { assert !it.alive } }

        where:
        signals        || code
        ['HUP']        || 129
        ['INT', 'INT'] || 130
    }

    def "a script that fails takes its copy with it"() {
        given:
        orch.file('copy.groovy', """
            stack('$name') { dedicated(); service('db') { build '$TINY'; command 'sleep', '1000' }; ensureHealthy() }
            assert 1 == 2: 'on purpose'""")

        when:
        def run = orch.run('copy.groovy')

        then:
        run.code == 1
        run.problem[0].contains('on purpose')
        engine.leftOf(name) == []
    }

    def "an ended copy leaves no watchdog behind"() {
        given:
        def (running, watchdogs) = copy()

        when:
        running.closeInput()

        then:
        running.await().code == 0
        eventually { watchdogs.each { assert !it.alive } }
        orch.state.resolve('runs').toFile().list().every { orch.state.resolve("runs/$it").toFile().list().length == 0 }
    }
}
