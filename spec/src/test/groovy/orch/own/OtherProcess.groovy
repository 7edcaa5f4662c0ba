package orch.own

import java.nio.file.Path
import java.time.Clock
import java.time.Duration
import java.util.concurrent.TimeUnit
import orch.model.Environment
import orch.model.Identity

/** A second process of this machine that uses the same state folder, until its input ends or it is killed. */
class OtherProcess implements Closeable {
    /** What is held: collecting it as garbage would let go of its lock. */
    private static AutoCloseable held

    private final Process process

    /**
     * Returns when it has done so.
     *
     * @param what {@code lock}: takes a stack's lock; {@code change}: and changes the stack; {@code stop}: and takes things
     *     away; {@code run}: begins a dedicated copy
     */
    OtherProcess(String what, Path state, URI engine, Identity identity) {
        def run = identity.environment().run().orElse('')
        process = new ProcessBuilder(Path.of(System.getProperty('java.home'), 'bin', 'java').toString(), '-XX:TieredStopAtLevel=1',
            '-cp', System.getProperty('java.class.path'), OtherProcess.name, what, state.toString(), engine.toString(),
            identity.stack(), run, identity.host())
            .redirectError(ProcessBuilder.Redirect.INHERIT).start()
        assert process.inputReader().readLine() == 'done'
    }

    long getPid() {
        process.pid()
    }

    /** As kill -9 does. */
    void kill() {
        process.destroyForcibly()
        assert process.waitFor(10, TimeUnit.SECONDS)
    }

    /** Has it end by itself. */
    @Override
    void close() {
        process.outputStream.close()
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            kill()
        }
    }

    static void main(String... words) {
        def (what, state, engine, stack, run, host) = words
        def local = LocalState.of(new StateFolder(Path.of(state)), URI.create(engine), Clock.systemUTC(), "orch $what")
        def environment = run ? new Environment.Dedicated(run) : Environment.SHARED
        if (what == 'run') {
            held = local.runs().begin(stack, environment, [])
        } else {
            held = local.locks().take(new Identity(stack, environment, host), what == 'stop', Optional.of(Duration.ofSeconds(10)), {})
            if (what != 'lock') {
                held.enter()
            }
        }
        System.out.println('done')
        System.in.read()
    }
}
