// Folders from which images are built that need more than a recipe's own files: those, and jars of this machine.
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.StandardCopyOption

/** The folder of the recipe with these files in it, by their paths there; made anew each time, for images of that name. */
String buildContext(String name, Path recipe, Map<String, Path> files) {
    def cache = System.getenv('XDG_CACHE_HOME') ?: orch.own.StateFolder.home(System.getenv()).resolve('.cache').toString()
    def folder = Path.of(cache, 'orch', 'images', name)
    folder.toFile().deleteDir()
    copyTree(recipe, folder)
    files.each { path, from -> copyTree(from, folder.resolve(path)) }
    folder.toString()
}

private void copyTree(Path from, Path to) {
    Files.walk(from).withCloseable { all ->
        all.each { file ->
            def target = to.resolve(from.relativize(file).toString())
            if (Files.isDirectory(file)) {
                Files.createDirectories(target)
            } else {
                Files.createDirectories(target.parent)
                Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES, StandardCopyOption.REPLACE_EXISTING)
            }
        }
    }
}

/** The jar, or folder of classes, that a class comes from. */
Path jarOf(Class<?> type) {
    Path.of(type.protectionDomain.codeSource.location.toURI())
}
