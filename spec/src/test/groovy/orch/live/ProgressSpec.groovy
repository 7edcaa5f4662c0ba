package orch.live

import com.fasterxml.jackson.databind.ObjectMapper
import java.nio.file.Files
import orch.report.live.TerminalPicture
import orch.support.LiveSpec
import orch.support.Markup
import orch.support.Orch

/** What a user sees while things start, and is left with when they have, or have not. */
class ProgressSpec extends LiveSpec {
    def "on a terminal a table is drawn in place; elsewhere events, a graph and a page tell of the run"() {
        given:
        stack('env DELAY: 1')

        when: 'a start on a pseudo-terminal of 60 columns'
        def typed = "stty cols 60 rows 20; ${Orch.ROOT.resolve('orch')} start --report good.html".toString()
        def shown = orch.run('-qec', typed, '/dev/null', launcher: 'script', env: [TERM: 'xterm', LC_ALL: 'C.UTF-8'])
        def picture = new TerminalPicture(60).write(shown.out)

        then: 'the last picture stands above the status'
        shown.code == 0
        container('web').State.Running
        picture.lines[0] ==~ /$name  3\/3  \d+\.\d s/
        picture.lines[1..3].collect { it.replaceAll(/ +/, ' ').replaceAll(/\d+\.\d s/, 'TIME') } == [' ✔ db ready TIME', ' ✔ web ready TIME', ' ✔ proxy ready TIME']
        picture.lines[4].startsWith("$name  3/3 healthy")
        picture.atLineStart

        and: 'it was drawn while it changed, with the last answer of the probe and what the others waited for'
        shown.out.contains('GET /health on port 8080: Co…')
        shown.out.contains('for db')
        shown.out.count('\u001b[?7l') > 3
        shown.out.count('\u001b[?7l') <= shown.took.toMillis() / 100 + 2

        and:
        Markup.of(Files.readString(orch.folder.resolve('good.html'))).all('//section[@id="timeline"]//rect').size() >= 9

        when:
        def drawn = orch.run('status', name, '--graph')

        then: 'the containers know what they depend on'
        drawn.code == 0
        drawn.out.readLines()*.replaceAll(/  +/, '  ')*.replaceAll(/[^\p{ASCII}]+/, '?') ==
            [name, '  ? proxy  running, healthy', '  ? ? web  running, healthy', '  ? ? db  running, healthy']

        when: 'db becomes sick'
        stack('env SICK: 1, PASSWORD: secret("db")')
        def failed = orch.run('start', '--progress', 'json', '--report', 'bad.html')
        def events = failed.err.readLines().takeWhile { it.startsWith('{') }.collect { new ObjectMapper().readValue(it, Map) }
        def page = Markup.of(Files.readString(orch.folder.resolve('bad.html')))

        then: 'the events tell of it'
        failed.code == 1
        events.first().event == 'planned'
        events.findAll { it.event == 'waiting' && it.service == 'db' }*.answer.any { it.contains('503') }
        events.find { it.event == 'failed' }.subject == named('db')
        events.find { it.event == 'output' }.lines.any { it.contains('503 Service Unavailable') }
        with(events.last()) {
            event == 'ended' && exitCode == 1 && next == 'orch logs db' && problem.startsWith("service 'db' is not healthy")
        }

        and: 'so do the sections of the error'
        failed.problem[0].contains('503')
        failed.problem[1].startsWith("  container ${named('db')}, waited for: GET /health on port 8080")
        failed.problem.any { it ==~ /  last answers of \d+ probes:/ }
        failed.problem.any { it ==~ /    from \d+\.\d s on: GET \/health on port 8080: 503( \(\d+ times\))?/ }
        failed.problem.any { it.startsWith('  state: running') }
        failed.problem.contains('  last lines of its output:')
        failed.problem.last() == '  next: orch logs db'

        and: 'and the page'
        page.text('//section[@id="failure"]/p[1]').contains('503')
        page.text('//section[@id="output"]/pre').contains('503 Service Unavailable')
        page.all('//section[@id="dependencies"]//g').size() >= 1
    }

    private void stack(String ofDb) {
        describe """
            service('db') { build '$PROBE'; $ofDb; healthcheck { http '/health', port: 8080; every 200.ms; retries 8 } }
            service('web') { build '$PROBE'; dependsOn 'db'; healthcheck { http '/health', port: 8080 } }
            service('proxy') { build '$PROBE'; dependsOn 'web'; healthcheck { http '/health', port: 8080 } }"""
    }
}
