package orch.dsl

import orch.model.Stack
import orch.own.Secrets
import orch.own.StateFolder
import orch.report.Masking
import orch.report.ProgressLines
import orch.report.Style
import orch.script.ScriptStore

import java.nio.charset.StandardCharsets
import java.nio.file.Files
import java.nio.file.Path
import java.time.Clock

/** Reads scripts as a command would, in a folder of the feature's own, with an engine that must not be asked. */
class Scripts {
    final Path folder
    final Masking masking = new Masking()
    final ByteArrayOutputStream printed = new ByteArrayOutputStream()
    private final ScriptStore store

    Scripts(Path folder) {
        this.folder = folder
        this.store = new ScriptStore(folder.resolve('.cache'), 'spec', OrchScript.name)
    }

    /** Writes a file beside the scripts. */
    Path file(String name, String text = '') {
        def file = folder.resolve(name)
        Files.createDirectories(file.parent)
        Files.writeString(file, text)
    }

    /** Runs a script of this name; what its last statement gives. */
    Object run(String text, String name = 'dev.groovy', List<String> arguments = []) {
        def script = ScriptFile.read(file(name, text))
        session().scripts().run(script, store.compiled(script.name(), script.text()), [:], arguments)
    }

    /** The stack that a script's only block describes. */
    Stack stack(String block) {
        (run("stack('dev') {\n$block\n}") as StackHandle).described().get()
    }

    private Session session() {
        def settings = new Settings([], Optional.empty(), false, ProgressLines.Detail.QUIET, Optional.empty(), false,
                true, true, Optional.empty(), Optional.empty())
        def out = new PrintStream(printed, true, StandardCharsets.UTF_8)
        def engines = { throw new AssertionError('the engine must not be asked' as Object) }
        def surroundings = new Surroundings([:], folder, folder, InputStream.nullInputStream(), out, out, Style.PLAIN,
                Clock.systemUTC(), masking, engines)
        new Session(settings, surroundings, store, new Secrets(new StateFolder(folder.resolve('.state'))))
    }
}
