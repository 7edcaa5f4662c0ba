package orch.support

import com.fasterxml.jackson.databind.ObjectMapper

import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import java.util.concurrent.TimeUnit

/**
 * Runs the launcher {@code ./orch} as a user does: a process in a folder of its own, with a state folder of its own, so
 * that it knows nothing of other stacks of this machine. Of every run is checked that no library and no JVM speaks in it.
 */
final class Orch implements Closeable {
    /** The folder of the launcher: {@code -Dorch.root}, else the nearest one above the working folder. */
    static final Path ROOT = root()

    /** Shared by all runs, so that scripts are compiled once. */
    private static final Path CACHE = temporary('orch-cache-')

    /** What a user must never see. */
    private static final String NOISE = /.*(WARNING|SLF4J|Exception).*|\s+at [\w.$]+\(.*\)/

    final Path folder
    final Path state
    final Map<String, String> environment
    private final List<Running> running = []
    private int count

    /**
     * Runs in this folder.
     *
     * @param environment on top of this process's own, without what steers orch there
     */
    Orch(Path folder, Map<String, String> environment = [:]) {
        this.folder = Files.createDirectories(folder.resolve('work'))
        this.state = folder.resolve('state')
        this.environment = System.getenv().findAll { name, value -> !(name ==~ /(ORCH|DOCKER|CLICOLOR|NO_COLOR).*|CI|.*JAVA_(TOOL_)?OPTIONS/) } +
                [XDG_STATE_HOME: state.toString(), XDG_CACHE_HOME: CACHE.toString(), ORCH_SETUP: 'never'] +
                environment
    }

    private static Path root() {
        def given = System.getProperty('orch.root')
        def folder = Path.of(given ?: '').toAbsolutePath()
        while (!given && folder != null && !Files.isExecutable(folder.resolve('orch'))) {
            folder = folder.parent
        }
        folder.toRealPath()
    }

    private static Path temporary(String prefix) {
        def folder = Files.createTempDirectory(prefix)
        Runtime.runtime.addShutdownHook(new Thread({ folder.toFile().deleteDir() }))
        folder
    }

    /** Writes a file into the working folder. */
    Path file(String name, String text) {
        def file = folder.resolve(name)
        Files.createDirectories(file.parent)
        Files.writeString(file, text)
    }

    /**
     * Runs to the end.
     *
     * @param how {@code stdin:} a text, {@code env:} more variables, {@code limit:} in place of 60 s, {@code folder:} to
     *     run in, {@code launcher:} in place of this repository's
     */
    Run run(Map how = [:], String... words) {
        start(how, words).await(how.limit as Duration ?: Duration.ofSeconds(60))
    }

    /** Starts; with {@code stdin: null} its input stays open until {@link Running#closeInput}. */
    Running start(Map how = [:], String... words) {
        def files = folder.resolveSibling("run-${++count}")
        def input = Files.writeString(Path.of("$files-in"), how.stdin ?: '')
        // a shell's background jobs ignore SIGINT, and what they start inherits it
        def command = ['env', '--default-signal=INT', "${how.launcher ?: ROOT.resolve('orch')}".toString(), *words]
        def builder = new ProcessBuilder(command)
                .directory((how.folder ?: folder).toFile() as File)
                .redirectOutput(new File("$files-out"))
                .redirectError(new File("$files-err"))
        if (!how.containsKey('stdin') || how.stdin != null) {
            builder.redirectInput(input.toFile())
        }
        builder.environment().clear()
        builder.environment().putAll(environment + (how.env ?: [:]) as Map<String, String>)
        def started = new Running(words as List, builder.start(), Path.of("$files-out"), Path.of("$files-err"))
        running << started
        started
    }

    /** All runs so far, for failures. */
    String getTranscript() {
        running.join('\n')
    }

    /** Ends what still runs. */
    @Override
    void close() {
        running*.process.findAll { it.alive }.each { it.destroyForcibly().waitFor() }
    }

    /** A process that may not have ended. */
    static final class Running {
        final List<String> words
        final Process process
        private final Path outFile
        private final Path errFile
        private final long begin = System.nanoTime()

        private Running(List<String> words, Process process, Path outFile, Path errFile) {
            this.words = words
            this.process = process
            this.outFile = outFile
            this.errFile = errFile
        }

        String getOut() {
            Files.readString(outFile)
        }

        String getErr() {
            Files.readString(errFile)
        }

        /** Sends a signal: INT, TERM, KILL. */
        void signal(String name) {
            // bash's own: a bare Debian has no program of that name
            assert new ProcessBuilder('bash', '-c', "kill -$name ${process.pid()}").start().waitFor() == 0
        }

        void closeInput() {
            process.outputStream.close()
        }

        /** Its end; it is ended and the feature fails when that takes longer. */
        Run await(Duration limit = Duration.ofSeconds(60)) {
            boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)
            if (!ended) {
                process.descendants().each { it.destroyForcibly() }
                process.destroyForcibly().waitFor()
            }
            def run = new Run(words, process.exitValue(), out, err, Duration.ofNanos(System.nanoTime() - begin))
            assert ended: "not done after $limit.seconds s: $run"
            // a stack trace is what --verbose is for
            def noise = '--verbose' in words ? [] : (run.out.readLines() + run.err.readLines()).findAll { it ==~ NOISE }
            assert noise.empty: "noise in the output: $run"
            run
        }

        @Override
        String toString() {
            "orch ${words.join(' ')}\n${process.alive ? 'still running' : "exit code ${process.exitValue()}"}\n--- stdout\n$out--- stderr\n$err---"
        }
    }

    /** What a run has left. Its text is all of it, since failures of features show it. */
    static final class Run {
        final List<String> words
        final int code
        final String out
        final String err
        final Duration took

        private Run(List<String> words, int code, String out, String err, Duration took) {
            this.words = words
            this.code = code
            this.out = out
            this.err = err
            this.took = took
        }

        /** Standard output as JSON. */
        Object getJson() {
            new ObjectMapper().readValue(out, Object)
        }

        /** The lines of an error: the problem, the evidence, the next step. */
        List<String> getProblem() {
            err.readLines().dropWhile { !it.startsWith('orch: ') }
        }

        @Override
        String toString() {
            "orch ${words.join(' ')}\nexit code $code after ${took.toMillis()} ms\n--- stdout\n$out--- stderr\n$err---"
        }
    }
}
