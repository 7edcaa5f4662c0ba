package orch.docs

import orch.support.LiveSpec
import orch.support.Orch
import spock.lang.Shared

import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration

/** What README.md shows is typed as it stands there, in a folder with the same scripts but stacks of the feature's own. */
class ReadmeSpec extends LiveSpec {
    @Shared
    String readme = Files.readString(Orch.ROOT.resolve('README.md'))

    /** The code blocks in the order of the page, each with its language. */
    private List<Map<String, String>> blocks() {
        (readme =~ /(?ms)^```(\w+)\n(.*?)^```$/).collect { [language: it[1], text: it[2]] as Map<String, String> }
    }

    /** Stacks of the page under names of the feature's own. */
    private String renamed(String text) {
        ['dev', 'ci', 'shop'].inject(text) { result, stack ->
            result.replace("stack('$stack')", "stack('$name-$stack')").replace("--stack $stack", "--stack $name-$stack")
        }
    }

    /** A folder like the repository's, as far as the page needs it. */
    private void likeTheRepository() {
        orch.file('scripts/dev.groovy', renamed(Files.readString(Orch.ROOT.resolve('scripts/dev.groovy'))))
        Files.createSymbolicLink(orch.folder.resolve('orch'), Orch.ROOT.resolve('orch'))
        def images = orch.folder.resolve('scripts/images')
        Files.walk(Orch.ROOT.resolve('scripts/images')).withCloseable { files ->
            files.each { Path file ->
                Files.copy(file, images.resolve(Orch.ROOT.resolve('scripts/images').relativize(file).toString()))
            }
        }
    }

    /** Types a line into a shell; ./orch verify is the very run that this feature is part of, so only its way in is taken. */
    private Map type(String line) {
        def typed = line == './orch verify' ? './orch verify --version' : line
        def shell = new ProcessBuilder('bash', '-c', typed).directory(orch.folder.toFile()).redirectErrorStream(true)
        shell.environment().keySet().removeIf { it ==~ /(ORCH|DOCKER)_.*/ }
        shell.environment().putAll(orch.environment)
        def process = shell.redirectInput(new File('/dev/null')).start()
        def output = process.inputStream.text
        [line: typed, code: process.waitFor(), output: output]
    }

    def "every block of the page works as it stands"() {
        given: 'a folder with the scripts of the page'
        likeTheRepository()
        def seen = []

        when: 'all blocks are used, in their order'
        blocks().each { block ->
            def text = renamed(block.text)
            def named = text =~ /\A\/\/ (scripts\/\S+)/
            if (block.language == 'groovy' && named.find()) {
                // a verb for the stack of the folder, which an earlier block has stopped
                orch.file(named.group(1), text)
                seen << type('./orch start')
            } else if (block.language == 'groovy') {
                orch.file('page.groovy', text)
                seen << type('./orch page.groovy')
                seen << type('./orch stop -f page.groovy --volumes --no-snapshot')
            } else {
                text.readLines()*.replaceFirst(/\s+# .*/, '').findAll().each { seen << type(it) }
            }
        }

        then: 'each did what it is shown for'
        seen.findAll { it.code != 0 } == []

        and: 'nothing was left out'
        blocks()*.language.unique() == ['sh', 'groovy']
        seen.size() > 15
        seen.find { it.line.contains('adduser') }.output.contains('added ada')

        cleanup:
        orch?.run('stop', '-f', 'scripts/dev.groovy', '--volumes', '--no-snapshot', limit: Duration.ofSeconds(120))
    }

    def "the picture on the page shows the stack that the first command makes"() {
        expect:
        def picture = Files.readString(Orch.ROOT.resolve(readme.find(/!\[[^\]]*\]\(([^)]*)\)/) { it[1] }))
        ['auth', 'postgres', 'redis', '3/3 healthy', 'scripts/dev.groovy'].every { picture.contains(it) }
    }
}
