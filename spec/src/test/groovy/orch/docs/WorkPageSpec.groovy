package orch.docs

import orch.support.LiveSpec
import orch.support.Orch

import java.nio.file.Files
import java.nio.file.Path

/** What docs/work.md shows is done as it stands there, with an image that is at hand and names of the feature's own. */
class WorkPageSpec extends LiveSpec {
    def cleanup() {
        def filter = URLEncoder.encode('{"label":["orch.task.name"]}', 'UTF-8')
        (engine.socket.get("/containers/json?all=1&filters=$filter") as List<Map>)
                .findAll { it.Labels['orch.task.name'].startsWith(name) }.each { engine.remove(it.Id as String) }
    }

    private String own(String text) {
        text.replace("image 'debian:bookworm-slim'", "build '$TINY'").replaceAll(/\b(web|api|hello)\b/, "$name-\$1")
    }

    private List<String> statuses(Path table) {
        Files.readAllLines(table).tail().collect { it.split(',')[2] }
    }

    def "the page's table is worked off by the page's script, line by line, and so is the example"() {
        given:
        def page = Files.readString(Orch.ROOT.resolve('docs/work.md'))
        def blocks = (page =~ /(?ms)^```(\w+)\n(.*?)^```$/).collect { [it[1], it[2]] }.collectEntries { [(it[0]): own(it[1] as String)] }
        ['web', 'api'].each { Files.createDirectories(orch.folder.resolve("$name-$it")) }
        def table = orch.file('priorities.csv', blocks.csv)
        orch.file('work.groovy', blocks.groovy)
        def codes = []

        when:
        blocks.sh.readLines()*.replaceFirst(/\s+# .*/, '').each { String line ->
            if (line.startsWith('orch ')) {
                codes << orch.run(*line.split(' ').tail()).code
            } else {
                assert new ProcessBuilder('bash', '-c', line).directory(orch.folder.toFile()).start().waitFor() == 0
            }
        }

        then:
        codes == [0, 0, 0]
        statuses(table) == ['Done', 'Done', 'Blocked', 'Done']
        Files.readString(orch.folder.resolve("$name-api/report")) == 'linted, twice\n'
        ["$name-web/built", "$name-web/again"].every { Files.exists(orch.folder.resolve(it)) }
        Files.readAllLines(table)[2].contains('"echo linted, twice > report",2027-01-31,,,')

        when: 'the example'
        def example = Orch.ROOT.resolve('docs/examples/work')
        Files.createDirectories(orch.folder.resolve("$name-hello"))
        orch.file('priorities.csv', own(Files.readString(example.resolve('priorities.csv'))))
        orch.file('work.groovy', own(Files.readString(example.resolve('work.groovy'))))

        then:
        orch.run('work', 'once').code == 0
        statuses(table) == ['Done', 'Pending', 'Blocked']
        Files.exists(orch.folder.resolve("$name-hello/greeting"))
    }
}
