package orch.report.html

import static orch.report.Runs.fail
import static orch.report.Runs.until
import static orch.report.Runs.waiting

import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import orch.health.Moments
import orch.model.OrchException
import orch.plan.Plan
import orch.plan.Progress
import orch.report.Masking
import orch.report.Runs
import orch.support.Markup
import spock.lang.Specification
import spock.lang.TempDir

class RunReportSpec extends Specification {
    @TempDir
    Path folder
    def clock = new Moments.MovedClock()
    def masking = new Masking()
    Plan plan = Runs.start()

    def "a run that failed is a page with its problem, timeline, dependencies, health, output and operations"() {
        given:
        masking.add('hunter22')

        when:
        failed()
        def page = page()

        then:
        page.all('//section')*.attribute('id') == ['failure', 'timeline', 'dependencies', 'health', 'output', 'operations']
        page.all('//section[@id="failure"]/p')[0].text == "service 'db' is not healthy: GET /health: 503"
        page.text('//section[@id="failure"]/pre') == 'container <it> & more'
        page.all('//section[@id="failure"]/p')[1].text == 'next: orch logs db'
        page.all('/html/body/p')[0].text.startsWith('failed with exit code 1 in 2.6 s')
        page.text('//section[@id="output"]/pre') == 'starting\npassword is *** <&>'
        page.all('//section[@id="operations"]//tr[@class="failed"]').size() == 1
        page.all('//section[@id="health"]//circle')*.text == ['0.6 s: connection refused', '2.6 s: GET /health: 503']
    }

    def "the timeline has a bar for each operation, where it was and as long as it took"() {
        when:
        failed()
        def bars = page().all('//section[@id="timeline"]//rect').collect { [it.attribute('class'), it.attribute('x'), it.attribute('width'), it.text] }

        then: 'the whole run took 2.6 s'
        bars.size() == 7
        bars[4][0] == 'bar create'
        bars[4][1..2] == ['15.38%', '3.85%']
        bars[6][0] == 'bar failed'
        bars[6][1..2] == ['23.08%', '76.92%']
        bars[6][3].startsWith('await dev-db-1: 2.0 s, ')
    }

    def "the dependencies are drawn with what became of each service"() {
        when:
        failed()
        def graph = '//section[@id="dependencies"]//svg'
        def boxes = page().all("$graph/g").collectEntries { it.all('text')*.text }

        then:
        boxes == [db: 'failed', web: 'not started', proxy: 'not started']
        page().all("$graph/path").size() == 2
    }

    def "the page needs nothing from elsewhere and holds no script"() {
        when:
        failed()
        def text = Files.readString(folder.resolve('run.html'))

        then:
        !(text =~ /(?i)<script|<link|<img|@import|url\(|src=|href=|\son\w+=/)
        text.contains("default-src 'none'")
        (text =~ /https?:[^"]*/).collect().unique() == ['http://www.w3.org/2000/svg']
        text.contains('prefers-color-scheme: dark')
        text.contains('width=device-width')
    }

    def "a run in which nothing was to be done is a page as well"() {
        when:
        report().on(new Progress.Ended(0, Optional.empty(), Optional.empty()))

        then:
        page().all('/html/body/p')[0].text.startsWith('done in 0.0 s')
        page().all('/html/body/p')[1].text == 'Nothing was to be done.'
    }

    def "a file that cannot be written is refused before anything is done: #what"() {
        when:
        new RunReport(folder.resolve(file), 'orch start', masking, clock, System.err)

        then:
        def refusal = thrown(OrchException.BadInput)
        refusal.evidence()[0].startsWith(evidence)

        where:
        what                | file           || evidence
        'a folder'          | ''             || 'it is a folder'
        'an unknown folder' | 'no/run.html'  || 'there is no folder '
    }

    private RunReport report() {
        new RunReport(folder.resolve('run.html'), 'orch start', masking, clock, System.err)
    }

    private void failed() {
        def report = report()
        until(plan, report, clock, 'await', 'dev-db-1')
        report.on(waiting(plan, 'dev-db-1', 'connection refused'))
        clock.pass(Duration.ofSeconds(2))
        report.on(waiting(plan, 'dev-db-1', 'GET /health: 503', 5))
        fail(plan, report, 'dev-db-1', ['container <it> & more'])
    }

    private Markup page() {
        def text = Files.readString(folder.resolve('run.html'))
        assert text.startsWith('<!DOCTYPE html>\n')
        Markup.of(text)
    }
}
