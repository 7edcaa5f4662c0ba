package orch.docs

import orch.support.LiveSpec
import orch.support.Orch

import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration

/** What docs/migration.md shows is used as it stands there, in its order, with stacks of the feature's own. */
class MigrationSpec extends LiveSpec {
    /** The code blocks in the order of the page, each with its language. */
    private static List<Map<String, String>> blocks() {
        def page = Files.readString(Orch.ROOT.resolve('docs/migration.md'))
        (page =~ /(?ms)^```(\w+)\n(.*?)^```$/).collect { [language: it[1], text: it[2]] as Map<String, String> }
    }

    /** The folders that the page builds from. */
    private void images() {
        [web: PROBE, db: TINY].each { name, from ->
            Files.list(from).withCloseable { files ->
                files.each { Path file -> Files.copy(file, Files.createDirectories(orch.folder.resolve("images/$name")).resolve(file.fileName.toString())) }
            }
        }
    }

    private Map type(String line) {
        def shell = new ProcessBuilder('bash', '-c', line).directory(orch.folder.toFile()).redirectErrorStream(true)
        shell.environment().clear()
        shell.environment().putAll(orch.environment)
        shell.environment().PATH = "$orch.folder:${System.getenv('PATH')}".toString()
        def process = shell.redirectInput(new File('/dev/null')).start()
        def output = process.inputStream.text
        [line: line, code: process.waitFor(), output: output]
    }

    def "every block of the page works as it stands"() {
        given:
        images()
        Files.createSymbolicLink(orch.folder.resolve('orch'), Orch.ROOT.resolve('orch'))
        orch.environment.COMPOSE_PROJECT_NAME = name
        def seen = []

        when: 'files are written under the name in their first line, scripts are run, lines are typed'
        blocks().each { block ->
            def file = block.text.find(/\A(?:#|\/\/) (\S+\.\w+)\n/) { it[1] }
            if (file) {
                orch.file(file, block.text.replace("stack('containers')", "stack('$name-containers')"))
            }
            if (block.language == 'groovy') {
                seen << type("orch $file")
            } else if (block.language == 'sh') {
                block.text.readLines()*.replaceFirst(/\s+# .*/, '').findAll().each { seen << type(it) }
            }
        }

        then: 'each did what it is shown for'
        seen.findAll { it.code != 0 } == []

        and: 'nothing was left out'
        blocks()*.language.unique() == ['yaml', 'sh', 'groovy']
        seen.size() > 10
        seen.last().output.readLines().contains('well')

        cleanup:
        orch?.run('stop', '-f', 'compose.yaml', '--volumes', '--no-snapshot', limit: Duration.ofSeconds(60))
    }
}
