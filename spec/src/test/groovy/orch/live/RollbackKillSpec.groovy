package orch.live

import java.util.concurrent.Executors
import java.util.concurrent.TimeUnit
import orch.support.LiveSpec
import orch.support.Orch
import orch.support.Reliability

/** A rollback that dies. */
class RollbackKillSpec extends LiveSpec {
    private static final int USERS = 5
    private static final int ROUNDS = Reliability.rounds(6)

    def "a rollback that is killed at any moment leaves the old data or the new, never a mixture, and all runs again"() {
        given:
        def reliability = new Reliability('kill -9 of a rollback, at random moments')
        def pool = Executors.newFixedThreadPool(USERS)

        when: 'several users side by side, each with a stack of two volumes and a state folder of its own'
        (1..USERS).collect { number ->
            pool.submit({
                def user = new Orch(temporary.resolve("user$number"), [ORCH_ENGINE: orch.environment.ORCH_ENGINE, ORCH_PROVE_UNTOUCHED: 'false'])
                def stack = "$name-u$number".toString()
                prepare(user, stack)
                def random = new Random(number)
                def now = 'b'
                ROUNDS.times { round ->
                    def target = now == 'a' ? 'b' : 'a'
                    kill(user, random, round % 2 == 0, 'rollback', target, *(round % 3 == 0 ? [] : ['--no-snapshot']))
                    def next = user.run('status')
                    assert next.code == 0: next
                    def found = data(stack)
                    assert found in [[now, '200', '200'], [target, '200', '200']]: "round $round, from $now to $target: $found after $next, log ${user.folder.resolveSibling('killed').toFile().text}"
                    assert engine.container("$stack-db-1").State.Running: next
                    assert engine.ids(stack).keySet() == ["$stack-db-1".toString()] as Set
                    synchronized (reliability) {
                        reliability.count(found[0] == target ? 'new data' : 'old data')
                    }
                    now = found[0]
                }
                user.close()
            } as Runnable)
        }*.get()

        then:
        reliability.rounds == USERS * ROUNDS

        cleanup:
        pool.shutdownNow()
        reliability.write()
    }

    /** A stack of which snapshots 'a' and 'b' hold two volumes with many files that say the same; now it is as in 'b'. */
    private static void prepare(Orch user, String stack) {
        user.file('stack.groovy', """stack('$stack') {
            service('db') { build '$PROBE'; volume 'data', at: '/data'; volume 'more', at: '/more' } }""")
        def script = user.file('prepare.groovy', '''
            def stack = theStack
            stack.start()
            ['a', 'b'].each { word ->
                stack.exec('db', 'sh', '-c', "for n in \\$(seq 200); do echo $word > /data/$word\\$n; echo $word > /more/\\$n; done; rm -f /data/[!$word]*")
                stack.snapshot(word)
            }''')
        def run = user.run(script.toString())
        assert run.code == 0
    }

    /** The different words in all files of both volumes, and in the names of the first. */
    private List<String> data(String stack) {
        engine.exec("$stack-db-1", 'sh', '-c', 'cd /data; { cat * /more/*; ls | cut -c1; } 2>&1 | sort -u; ls | wc -l; ls /more | wc -l')
                .readLines()
    }

    /** Kills a run and all of its group at a random moment, which may be after the volumes have begun to change. */
    private void kill(Orch user, Random random, boolean late, String... words) {
        def command = ['setsid', 'env', *user.environment.collect { name, value -> "$name=$value" }, "${Orch.ROOT}/orch".toString(), *words]
        def process = new ProcessBuilder(command*.toString()).directory(user.folder.toFile())
                .redirectErrorStream(true).redirectOutput(user.folder.resolveSibling('killed').toFile()).start()
        def journal = user.state.resolve('orch/interrupted').toFile()
        if (late) {
            eventually(20) { assert !process.alive || restoring(journal) }
            process.waitFor(random.nextInt(300), TimeUnit.MILLISECONDS)
        } else {
            process.waitFor(50 + random.nextInt(2500), TimeUnit.MILLISECONDS)
        }
        new ProcessBuilder('bash', '-c', "kill -KILL -- -${process.pid()}").start().waitFor()
        process.waitFor()
    }

    private static boolean restoring(File journal) {
        try {
            journal.listFiles()*.listFiles().flatten().any { !it.name.startsWith('.') && !it.text.contains('"restoring" : ""') }
        } catch (FileNotFoundException | NullPointerException gone) {
            false
        }
    }
}
