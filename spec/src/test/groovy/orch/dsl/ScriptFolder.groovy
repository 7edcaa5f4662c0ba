package orch.dsl

import java.nio.charset.StandardCharsets
import java.nio.file.Files
import java.nio.file.Path
import java.time.Clock
import java.time.Instant
import java.time.ZoneOffset
import orch.model.OrchException
import orch.model.Service
import orch.model.Stack
import orch.own.Secrets
import orch.own.StateFolder
import orch.report.Masking
import orch.report.ProgressLines
import orch.report.Style
import orch.script.ScriptStore

/** Runs scripts in a folder of their own, where an engine must not be asked for. */
class ScriptFolder {
    final Path folder
    final ByteArrayOutputStream printed = new ByteArrayOutputStream()
    final Masking masking = new Masking()
    final StateFolder state
    Map<String, Object> options = [:]
    List<String> arguments = []
    private final ScriptStore store

    ScriptFolder(Path folder) {
        this.folder = Files.createDirectories(folder.resolve('work'))
        state = new StateFolder(folder.resolve('state'))
        store = new ScriptStore(folder.resolve('cache'), 'spec', 'orch.dsl.OrchScript')
    }

    /** Writes a file of the working folder. */
    Path file(String name, String text = '') {
        def path = folder.resolve(name)
        Files.createDirectories(path.parent)
        Files.writeString(path, text)
    }

    Session session(Map<String, ?> how = [:]) {
        def settings = new Settings(how.stacks ?: [], Optional.ofNullable(how.env), how.json ?: false,
            ProgressLines.Detail.QUIET, Optional.ofNullable(how.timeout), false, false, true, Optional.empty(),
            Optional.ofNullable(how.proveUntouched))
        def out = new PrintStream(printed, true, StandardCharsets.UTF_8)
        def surroundings = new Surroundings([:], folder, folder, InputStream.nullInputStream(), out, out, Style.PLAIN,
            Clock.fixed(Instant.EPOCH, ZoneOffset.UTC), masking, { throw new AssertionError('the engine was asked' as Object) })
        new Session(settings, surroundings, store, new Secrets(state))
    }

    /** Runs a text as file {@code dev.groovy} and gives what its last statement gave. */
    Object run(String text, String name = 'dev.groovy', Session session = session()) {
        def script = ScriptFile.read(file(name, text))
        session.scripts().run(script, store.compiled(script.name(), script.text()), options, arguments)
    }

    /** Runs a text as a snippet of the command line. */
    Object snippet(String text) {
        def script = new ScriptFile('snippet.groovy', Optional.empty(), folder, text)
        session().scripts().run(script, store.compiled(script.name(), script.text()), options, arguments)
    }

    /** The stack that a text describes. */
    Stack stack(String text) {
        ((StackHandle) run(text)).described().get()
    }

    /** The service that the words of a block describe. */
    Service service(String words) {
        stack("stack { service('x') { image 'app:1'; $words } }").services().x
    }

    /** The one line with which a text is refused. */
    String refusal(String text, String name = 'dev.groovy') {
        try {
            run(text, name)
        } catch (OrchException.BadInput e) {
            return e.message
        }
        throw new AssertionError('it was not refused' as Object)
    }

    String getOutput() {
        printed.toString(StandardCharsets.UTF_8)
    }
}
