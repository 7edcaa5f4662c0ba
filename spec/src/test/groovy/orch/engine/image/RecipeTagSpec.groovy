package orch.engine.image

import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.attribute.FileTime
import orch.model.ImageSource
import orch.model.OrchException
import spock.lang.Specification
import spock.lang.TempDir

class RecipeTagSpec extends Specification {
    @TempDir
    Path parent

    Path context

    def setup() {
        context = folder('auth')
    }

    def "the tag names the folder and is the same each time"() {
        expect:
        tag() ==~ 'orch/auth:[0-9a-f]{12}'
        tag() == tag()
    }

    def "the folder '#name' gives the name 'orch/#image'"() {
        expect:
        RecipeTag.of(ImageSource.Recipe.of(folder(name))).startsWith("orch/$image:")

        where:
        name            || image
        'Auth Service'  || 'auth-service'
        '_my.app_'      || 'my-app'
        'größe'         || 'gr-e'
        '___'           || 'image'
    }

    def "#change changes the tag"() {
        given:
        def before = tag()

        when:
        action(context)

        then:
        tag() != before

        where:
        change                              | action
        'a line in the Dockerfile'          | { it.resolve('Dockerfile').toFile() << 'USER app\n' }
        'another content of the same size'  | { it.resolve('app/main.txt').toFile().text = 'main2' }
        'a new file'                        | { it.resolve('new.txt').toFile().text = '' }
        'a file less'                       | { Files.delete(it.resolve('app/main.txt')) }
        'another name'                      | { Files.move(it.resolve('app/main.txt'), it.resolve('app/other.txt')) }
        'another folder'                    | { Files.move(it.resolve('app'), it.resolve('lib')) }
        'a program out of a file'           | { it.resolve('app/main.txt').toFile().setExecutable(true) }
        'a link instead of a file'          | { replaceByLink(it.resolve('app/main.txt'), 'main1') }
        'a hidden file'                     | { it.resolve('.env').toFile().text = 'A=1' }
    }

    def "a file that holds what looks like the next file is not taken for both"() {
        given:
        context.resolve('x').toFile().text = 'x'
        context.resolve('y').toFile().text = 'y'
        def before = tag()

        when:
        Files.delete(context.resolve('y'))
        context.resolve('x').toFile().text = "x$between"

        then:
        tag() != before

        where:
        between << ['y', 'y\0file\0y']
    }

    def "another time of change leaves the tag as it is"() {
        given:
        def before = tag()

        when:
        Files.setLastModifiedTime(context.resolve('app/main.txt'), FileTime.fromMillis(1000))
        Files.setLastModifiedTime(context.resolve('Dockerfile'), FileTime.fromMillis(2000))

        then:
        tag() == before
    }

    def "the same recipe in a folder elsewhere gives the same tag"() {
        expect:
        RecipeTag.of(ImageSource.Recipe.of(folder('elsewhere/auth'))) == tag()
    }

    def "other arguments, another stage and another Dockerfile each change the tag"() {
        given:
        context.resolve('Other').toFile().text = context.resolve('Dockerfile').toFile().text
        def recipes = [
            new ImageSource.Recipe(context, 'Dockerfile', [:], ''), new ImageSource.Recipe(context, 'Other', [:], ''),
            new ImageSource.Recipe(context, 'Dockerfile', [:], 'test'), new ImageSource.Recipe(context, 'Dockerfile', [A: '1'], ''),
            new ImageSource.Recipe(context, 'Dockerfile', [A: '2'], ''), new ImageSource.Recipe(context, 'Dockerfile', [B: '1'], ''),
            new ImageSource.Recipe(context, 'Dockerfile', [A: '1', B: '2'], ''),
            new ImageSource.Recipe(context, 'Dockerfile', [A: '1, B=2'], '')]

        expect:
        recipes.collect { RecipeTag.of(it) }.toSet().size() == recipes.size()
    }

    def "the order in which arguments are written does not matter"() {
        expect:
        RecipeTag.of(new ImageSource.Recipe(context, 'Dockerfile', [A: '1', B: '2'], '')) ==
            RecipeTag.of(new ImageSource.Recipe(context, 'Dockerfile', [B: '2', A: '1'], ''))
    }

    def "what .dockerignore leaves out with '#pattern' does not count: #file"() {
        given:
        context.resolve('.dockerignore').toFile().text = "# not sent\n\n$pattern\n"
        def before = tag()

        when:
        Files.createDirectories(context.resolve(file).parent)
        context.resolve(file).toFile().text = 'changed'

        then:
        (tag() == before) == ignored

        where:
        pattern         | file           || ignored
        '*.log'         | 'out.log'      || true
        '*.log'         | 'app/out.log'  || false
        '**/*.log'      | 'app/out.log'  || true
        'target'        | 'target/a/b'   || true
        'target/'       | 'target/a/b'   || true
        'target'        | 'app/target/a' || false
        '*'             | 'Dockerfile'   || false
        '*\n!keep.txt'  | 'keep.txt'     || false
        '*.log'         | 'app/main.txt' || false
    }

    def "a change of .dockerignore changes the tag"() {
        given:
        def before = tag()

        when:
        context.resolve('.dockerignore').toFile().text = 'app'

        then:
        tag() != before
    }

    def "a folder without the Dockerfile is wrong input, and the file is named"() {
        when:
        RecipeTag.of(new ImageSource.Recipe(context, dockerfile, [:], ''))

        then:
        def e = thrown(OrchException.BadInput)
        e.message == "there is no Dockerfile at $context/$dockerfile"

        where:
        dockerfile << ['Missing', 'app', 'no/Dockerfile']
    }

    private String tag() {
        RecipeTag.of(ImageSource.Recipe.of(context))
    }

    private Path folder(String name) {
        def folder = parent.resolve(name)
        Files.createDirectories(folder.resolve('app'))
        folder.resolve('Dockerfile').toFile().text = 'FROM scratch\nCOPY app /app\n'
        folder.resolve('app/main.txt').toFile().text = 'main1'
        folder
    }

    private static void replaceByLink(Path file, String target) {
        Files.delete(file)
        Files.createSymbolicLink(file, Path.of(target))
    }
}
