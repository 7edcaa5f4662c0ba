package orch.live

import orch.support.LiveSpec
import orch.support.Orch
import orch.support.Reliability

import java.util.concurrent.Executors
import java.util.concurrent.TimeUnit

/** Owners that die. */
class KillSpec extends LiveSpec {
    private String services() {
        """
            service('db') { build '$TINY'; command 'sleep', '1000'; volume 'data', at: '/data'; healthcheck 'true' }
            service('web') { build '$TINY'; command 'sleep', '1000'; dependsOn 'db'; port 8080; healthcheck 'true' }"""
    }

    private static final int ROUNDS = Reliability.rounds(10)

    /**
     * So many users side by side, each with a stack and a state folder of its own, so that many rounds take less than a minute; what
     * they do is done so often by each.
     */
    private void sideBySide(int users, int rounds, Closure<?> round) {
        def pool = Executors.newFixedThreadPool(users)
        try {
            (1..users).collect { number ->
                def user = new Orch(temporary.resolve("user$number"), [ORCH_ENGINE: orch.environment.ORCH_ENGINE,
                        ORCH_PROVE_UNTOUCHED: 'false'])
                def stack = "$name-u$number".toString()
                user.file('stack.groovy', "stack('$stack') {${services()}\n}")
                pool.submit({ rounds.times { round(user, stack, new Random(100 * number + it)) } } as Runnable)
            }*.get()
        } finally {
            pool.shutdownNow()
        }
    }

    /** Kills a start and all of its group at some moment within so many milliseconds. */
    private static void killed(Orch user, int within, String... options) {
        def command = ['setsid', 'env', *user.environment.collect { name, value -> "$name=$value" },
                       "${Orch.ROOT}/orch".toString(), 'start', *options]
        def process = new ProcessBuilder(command*.toString()).directory(user.folder.toFile())
                .redirectErrorStream(true).redirectOutput(user.folder.resolveSibling('killed').toFile()).start()
        process.waitFor(within, TimeUnit.MILLISECONDS)
        // the whole group: the launcher, the JVM, what they started beside the watchdog
        new ProcessBuilder('bash', '-c', "kill -KILL -- -${process.pid()}").start().waitFor()
        process.waitFor()
    }

    def "a dedicated start that is killed at any moment leaves nothing within 5 s"() {
        given:
        def reliability = new Reliability('kill -9 of a dedicated start, at random moments')

        when:
        sideBySide(5, ROUNDS) { Orch user, String stack, Random random ->
            killed(user, 50 + random.nextInt(2500), '--env', 'dedicated')
            eventually(5) { assert engine.leftOf(stack) == [] }
            synchronized (reliability) {
                reliability.count('nothing left within 5 s')
            }
        }

        then:
        reliability.rounds == 5 * ROUNDS

        and: 'an engine finishes what it was asked for by the dead, but nothing of that has stayed either'
        engine.leftOf(name) == []

        cleanup:
        reliability.write()
    }

    def "a shared start that is killed at any moment is made good by the next one, with nothing twice"() {
        given:
        def reliability = new Reliability('kill -9 of a shared start, at random moments')

        when:
        sideBySide(5, ROUNDS) { Orch user, String stack, Random random ->
            killed(user, 50 + random.nextInt(2500))
            def run = user.run('start')
            assert run.code == 0: run
            assert engine.ids(stack).keySet() == ["$stack-db-1", "$stack-web-1"]*.toString() as Set
            assert engine.networks(stack) == ["${stack}_default".toString()]
            assert engine.volumes(stack) == ["${stack}_data".toString()]
            engine.removeAll(stack)
            synchronized (reliability) {
                reliability.count('healthy after the next start')
            }
        }

        then:
        reliability.rounds == 5 * ROUNDS

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
        describe services()

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
