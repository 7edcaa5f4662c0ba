package orch.compose

import java.nio.file.Files
import java.nio.file.Path
import orch.model.OrchException
import orch.model.Stack

/** A folder with Compose files, and what they are read as. */
class ComposeFolder {
    final Path folder
    final Map<String, String> environment = [:]
    List<Path> envFiles = []
    List<String> profiles = []
    boolean interpolate = true

    ComposeFolder(Path temporary) {
        folder = Files.createDirectories(temporary.resolve('shop'))
    }

    /** Writes a file of the folder. */
    Path file(String name, String text) {
        def path = folder.resolve(name)
        Files.createDirectories(path.parent)
        Files.writeString(path, text.stripIndent(true))
    }

    ComposeProject project(String... files) {
        new ComposeLoader(environment, folder, folder.resolve('home'))
            .load(files.collect { Path.of(it) }, new ComposeLoader.Options(envFiles, profiles, interpolate))
    }

    /** The canonical form of the folder's files, or of a text as its compose.yaml. */
    Map<String, Object> config(String text = null) {
        if (text != null) {
            file('compose.yaml', text)
        }
        project().canonical()
    }

    /** A service with these lines, in its canonical form. */
    Map<String, Object> service(String lines) {
        config("services:\n  a:\n    image: a\n${lines.stripIndent(true).readLines().collect { "    $it\n" }.join()}").services.a
    }

    Stack stack(String text) {
        file('compose.yaml', text)
        project().stack()
    }

    /** The one line with which a text is refused. */
    String refusal(String text) {
        try {
            config(text)
        } catch (OrchException.BadInput e) {
            return e.message
        }
        throw new AssertionError('it was not refused' as Object)
    }

    /** The one line with which a service with these lines, from line 4 on, is refused. */
    String refusalOf(String lines) {
        refusal("services:\n  a:\n    image: a\n${lines.stripIndent(true).readLines().collect { "    $it\n" }.join()}")
    }
}
