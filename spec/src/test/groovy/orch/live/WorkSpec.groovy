package orch.live

import orch.support.LiveSpec
import orch.support.Orch
import orch.support.Reliability
import orch.support.SheetsServer

import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.StandardOpenOption
import java.util.concurrent.TimeUnit

/** A table of priorities as users have it worked off: by the command line, on a real engine. */
class WorkSpec extends LiveSpec {
    static final String HEADER = 'Project,Priority,Status,Agent,Last Update,Next Action,Deadline,GPU,Model,Comment\n'

    def cleanup() {
        left().each { engine.remove(it.Id as String) }
    }

    /** What is on the engine of the feature's tasks. */
    private List<Map> left() {
        def filter = URLEncoder.encode('{"label":["orch.task.name"]}', 'UTF-8')
        (engine.socket.get("/containers/json?all=1&filters=$filter") as List<Map>)
                .findAll { it.Labels['orch.task.name'].startsWith(name) }
    }

    private Path table(String rows) {
        orch.file('priorities.csv', HEADER + rows)
    }

    private void work(String words, String project = "$name-web") {
        Files.createDirectories(orch.folder.resolve('web'))
        orch.file('work.groovy', "work('priorities.csv') {\n project '$project', 'web'\n task { item -> build '$TINY'; $words }\n}\n")
    }

    private List<Map<String, String>> rows() {
        def lines = Files.readAllLines(orch.folder.resolve('priorities.csv'))
        lines.tail().findAll().collect { [lines[0].split(','), it.split(',', -1)].transpose().collectEntries() as Map<String, String> }
    }

    def "a list is worked off in its order, and what came of it is written where it belongs and nowhere else"() {
        given:
        work("command 'sh', '-c', item.nextAction + ' && echo ' + item['Comment'] + ' >> order'; stopGrace 500.ms")
        table("$name-web,2,Pending,,,:,,,,second\r\n" +
            "$name-web,3,Pending,,,,2026-12-01,,,fails\n" +
            "$name-web,1,Pending,,,\"true\",,,,\"first\"\n" +
            "$name-web,0,Blocked,,,true,,,,never\n" +
            "$name-web,high,Pending,,,true,,,,bad\n" +
            "$name-other,1,Pending,,,true,,,,other\n" +
            "$name-web,0,On hold,ada,,true,,,,kept")

        when:
        def run = orch.run('work', 'once')

        then: 'rows that cannot be worked are told with line and column, and do not keep others from it'
        run.code == 1
        run.out == '2 done, 1 failed, 2 that cannot be worked\n'
        run.err.contains("line 6, column 2: Priority: 'high' is no number")
        run.err.contains("line 7: project '$name-other' has no folder")
        Files.readAllLines(orch.folder.resolve('web/order')) == ['first', 'second']

        and: 'all that orch did not have to change is as it was, to the byte'
        def text = Files.readString(orch.folder.resolve('priorities.csv'))
        def stamp = /orch [0-9a-z]{10},20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ/
        text ==~ ('(?s)' + java.util.regex.Pattern.quote(HEADER) +
            "$name-web,2,Done,$stamp,:,,,,second\r\n" +
            "$name-web,3,Failed,$stamp,orch task logs [0-9a-z]{10},2026-12-01,,,fails\n" +
            "$name-web,1,Done,$stamp,\"true\",,,,\"first\"\n" +
            "$name-web,0,Blocked,,,true,,,,never\n$name-web,high,Pending,,,true,,,,bad\n" +
            "$name-other,1,Pending,,,true,,,,other\n$name-web,0,On hold,ada,,true,,,,kept")
        left().empty

        when: 'it is asked how the list is'
        def status = orch.run('work', 'status', '--json').json

        then:
        status.counts == [Blocked: 1, Done: 2, Failed: 1, 'On hold': 1, Pending: 2]
        status.ready == [] && status.running == [] && !status.worked
        status.waiting*.why == ['it is Blocked']
        status.problems*.line == [6, 7]
        status.decisions.any { it.contains('line 4: ') && it.contains('begins as task') && it.contains('priority 1, the first of 3 that can begin') }
        Files.readAllLines(Path.of(status.log as String)).size() >= status.decisions.size()
    }

    def "a line that is added is picked up, and orch that is killed over it goes on where it was: nothing runs twice"() {
        given:
        work("command 'sh', '-c', 'echo ran >> ' + item['Comment'] + '; while [ ! -e go ]; do sleep 0.05; done'")
        def file = table('')
        def working = orch.start('work')
        eventually(20) { assert working.err.contains('works on') }

        when: 'echo >>'
        Files.writeString(file, "$name-web,1,Pending,,,,,,,added\n", StandardOpenOption.APPEND)

        then:
        eventually(20) { assert left().findAll { it.State == 'running' }.size() == 1 && rows()*.Status == ['Running'] }
        orch.run('work', 'once').code == 5
        orch.run('work', 'status', '--json').json.with { it.worked && it.running*.state == ['running'] }

        when: 'kill -9; the task ends meanwhile'
        working.process.descendants().each { it.destroyForcibly() }
        working.process.destroyForcibly().waitFor()
        Files.createFile(orch.folder.resolve('web/go'))
        def again = orch.run('work', 'once')

        then:
        again.code == 0
        rows()*.Status == ['Done']
        Files.readAllLines(orch.folder.resolve('web/added')) == ['ran']
        eventually { assert left().empty }
    }

    def "orch is killed at any moment while it works a list off: each item is done once, whatever the table showed"() {
        given:
        def seed = Long.getLong('orch.seed', System.nanoTime())
        def random = new Random(seed)
        def reliability = new Reliability('kill -9 of `orch work` at a random moment while it works on three items; the next `orch work once` goes on')
        work("command 'sh', '-c', 'echo ran >> ' + item['Comment'] + '; sleep 0.2'")

        expect:
        (1..Reliability.rounds(5)).each { round ->
            table((1..3).collect { "$name-web,$it,Pending,,,,,,,r$round-$it\n" }.join(''))
            def running = orch.start('work', 'once')
            running.process.waitFor(600 + random.nextInt(2500), TimeUnit.MILLISECONDS)
            running.process.descendants().each { it.destroyForcibly() }
            running.process.destroyForcibly().waitFor()
            def shown = rows()*.Status
            assert orch.run('work', 'once').code == 0: "seed $seed"
            assert rows()*.Status == ['Done'] * 3: "seed $seed"
            (1..3).each { assert Files.readString(orch.folder.resolve("web/r$round-$it")) == 'ran\n': "seed $seed" }
            eventually { assert left().empty }
            reliability.count('each done once')
            println "round $round: $shown when it was killed"
        }
        reliability.write()
    }

    def "a sheet of Google's takes the place of the file where its credentials are"() {
        given:
        work("command 'sh', '-c', item.nextAction")
        def script = orch.folder.resolve('work.groovy')
        table("$name-web,1,Pending,,,true,,,,in the file\n")
        def server = new SheetsServer([HEADER.strip().split(',') as List, ["$name-web".toString(), '1', 'Pending', '', '', 'exit 3']])
        Files.writeString(script, Files.readString(script).replace("task {",
            "sheets spreadsheet: '$SheetsServer.SPREADSHEET', credentials: 'google.json', url: '$server.url'\n task {"))
        server.credentials(orch.folder)

        when:
        def run = orch.run('work', 'once')

        then:
        run.code == 1
        run.err.contains("works on sheet 'Projects' of spreadsheet $SheetsServer.SPREADSHEET")
        server.rows[1][2] == 'Failed'
        server.rows[1][3].startsWith('orch ')
        rows()*.Status == ['Pending']

        when:
        Files.delete(orch.folder.resolve('google.json'))

        then:
        orch.run('work', 'once').code == 0
        rows()*.Status == ['Done']

        cleanup:
        server?.close()
    }

    def "what is wrong with the file or the table is told with exit code 2, and nothing is begun: #what"() {
        given:
        orch.file('work.groovy', script)
        table ? orch.file('priorities.csv', table) : null

        expect:
        def run = orch.run('work', 'once')
        run.code == 2
        run.problem[0].contains(problem)

        where:
        what                  | script                                            | table            || problem
        'no table'            | "work('priorities.csv') { task { image 'a' } }"   | ''               || 'there is no '
        'no task'             | "work('priorities.csv') { concurrency 2 }"        | 'x\n'            || 'task { item -> ... }'
        'an unknown word'     | "work('p.csv') { projekt 'a', 'b' }"              | 'x\n'            || "work.groovy:1: unknown word 'projekt' in work 'p.csv'; did you mean 'project'?"
    }
}
