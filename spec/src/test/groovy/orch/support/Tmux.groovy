package orch.support

import spock.util.concurrent.PollingConditions

import java.nio.file.Path
import java.util.concurrent.TimeUnit

/** A terminal as a person has one: keys are typed into it, its screen is read. One program runs in it. */
final class Tmux implements Closeable {
    private final String socket
    private final Path folder

    /**
     * Starts a program.
     *
     * @param folder the working folder
     * @param environment all of it: CI, where specs run, is no person's
     */
    Tmux(Path folder, Map<String, String> environment, int columns, int rows, List<String> command) {
        this.folder = folder
        socket = 'orch-' + UUID.randomUUID()
        def variables = environment.collect { name, value -> "$name=$value".toString() }
        tmux('-f', '/dev/null', 'new-session', '-d', '-s', 's', '-x', "$columns", '-y', "$rows", 'env', '-i', *variables, *command)
        tmux('set-option', '-t', 's', 'remain-on-exit', 'on')
    }

    /** Types keys: texts as they are, and names such as Enter, Tab, C-c. */
    void keys(String... keys) {
        keys.each { key ->
            key ==~ /Enter|Tab|C-.|Up|BSpace|Escape/ ? tmux('send-keys', '-t', 's', key) : tmux('send-keys', '-t', 's', '-l', key)
        }
    }

    /** Types a line. */
    void line(String text) {
        keys(text, 'Enter')
    }

    void resize(int columns, int rows) {
        tmux('resize-window', '-t', 's', '-x', "$columns", '-y', "$rows")
    }

    /** The rows of the screen, from the top, without blanks at their ends. */
    List<String> getScreen() {
        tmux('capture-pane', '-p', '-t', 's').readLines()*.stripTrailing()
    }

    /** The rows of the screen with what has left it at the top. */
    String getAll() {
        tmux('capture-pane', '-p', '-S', '-500', '-t', 's')
    }

    /** Waits until the screen is as described. */
    void sees(double seconds = 30, @DelegatesTo(Tmux) Closure<?> conditions) {
        conditions.delegate = this
        try {
            new PollingConditions(timeout: seconds, delay: 0.1).eventually(conditions)
        } catch (Throwable e) {
            throw new AssertionError("the screen was:\n${screen.join('\n')}\n", e)
        }
    }

    /** Waits until a line can be typed. */
    void prompt() {
        sees { assert screen.findAll { it && !it.startsWith(' engine') }[-1] == 'orch>' }
    }

    /** Whether the program has ended. */
    boolean getEnded() {
        tmux('display-message', '-p', '-t', 's', '#{pane_dead}').trim() == '1'
    }

    /** The exit code of the program that has ended. */
    int getExitCode() {
        // tmux may miss the end of a child until another one ends
        tmux('run-shell', 'true')
        String code = ''
        new PollingConditions(timeout: 10).eventually {
            code = tmux('display-message', '-p', '-t', 's', '#{pane_dead_status}').trim()
            assert code
        }
        code as int
    }

    private String tmux(String... words) {
        def process = new ProcessBuilder('tmux', '-L', socket, *words).directory(folder.toFile()).redirectErrorStream(true).start()
        def said = process.inputStream.text
        assert process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0: "tmux ${words.join(' ')}: $said"
        said
    }

    @Override
    void close() {
        new ProcessBuilder('tmux', '-L', socket, 'kill-server').start().waitFor()
    }
}
