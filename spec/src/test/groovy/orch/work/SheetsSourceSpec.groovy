package orch.work

import java.nio.file.Files
import java.nio.file.Path
import java.time.Clock
import java.time.Duration
import java.time.Instant
import java.time.ZoneOffset
import orch.model.OrchException
import orch.support.SheetsServer
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

/** A sheet of Google's, by Google's own client, on a server that answers as the documents say. */
class SheetsSourceSpec extends Specification {
    static final List<String> HEADER = ['Project', 'Priority', 'Status', 'Agent', 'Note']

    @TempDir
    Path temporary

    @AutoCleanup
    SheetsServer server = new SheetsServer([HEADER, ['web', '1', 'Pending', '', 'a'], [], ['api', '2', 'Pending']])

    private Instant now = Instant.parse('2026-11-21T10:00:00Z')

    private WorkSource open(String worksheet = SheetsServer.TITLE, String spreadsheet = SheetsServer.SPREADSHEET) {
        def clock = [millis: { now.toEpochMilli() }, instant: { now }, getZone: { ZoneOffset.UTC }, withZone: { null }] as Clock
        def place = new SheetsLoader.Place(spreadsheet, worksheet, server.credentials(temporary), server.url)
        SheetsLoader.open(place, Duration.ofSeconds(10), clock)
    }

    private static Edit running(int row) {
        new Edit(row, [(Column.STATUS): new Edit.Cell(['Pending'] as Set, 'Running'), (Column.AGENT): new Edit.Cell([''] as Set, 'orch')])
    }

    def "a sheet is read as it is shown, and asked again only when its time has come"() {
        given:
        def source = open()

        when:
        def table = (source.look() as WorkSource.Look.Fresh).table()

        then:
        table.rows()*.cells() == [['web', '1', 'Pending', '', 'a'], ['api', '2', 'Pending', '', '']]
        table.rows()*.line() == [2, 4]

        when:
        def asked = server.requests.size()
        def soon = source.look()

        then:
        soon instanceof WorkSource.Look.Same
        server.requests.size() == asked

        when:
        now = now.plusSeconds(11)
        server.rows[1][4] = 'b'

        then:
        (source.look() as WorkSource.Look.Fresh).table().rows()[0].cells()[4] == 'b'
    }

    def "only the cells that change are written, on their row, wherever people have moved it"() {
        given:
        def source = open()
        def table = (source.look() as WorkSource.Look.Fresh).table()

        when: 'a person sorts the sheet and edits another cell of the row'
        server.rows[1] = ['api', '2', 'Pending', '', '']
        server.rows[3] = ['web', '1', 'Pending', '', 'mine']
        def written = source.write(table, [running(0)]) as WorkSource.Written.Merged

        then:
        server.rows[3] == ['web', '1', 'Running', 'orch', 'mine']
        server.rows[1] == ['api', '2', 'Pending', '', '']
        written.merge().conflicts() == []

        when: 'a person has blocked the other one'
        server.rows[1][2] = 'Blocked'
        written = source.write(written.table(), [running(written.merge().rows()[1])]) as WorkSource.Written.Merged

        then:
        written.merge().conflicts()*.theirs() == ['Blocked']
        server.rows[1] == ['api', '2', 'Blocked', '', '']
    }

    def "a quota that is used up is waited for"() {
        given:
        def source = open()
        server.quotaErrors = 2

        expect:
        source.look() instanceof WorkSource.Look.Fresh
        server.requests.count { it.endsWith(SheetsServer.SPREADSHEET) } == 3
    }

    def "what is not there is told with what there is: #what"() {
        when:
        open(worksheet, spreadsheet).look()

        then:
        def e = thrown(OrchException.BadInput)
        e.message.contains(problem)
        e.evidence().any { it.contains(evidence) }

        where:
        what            | worksheet  | spreadsheet              || problem                       | evidence
        'the sheet'     | 'Project'  | SheetsServer.SPREADSHEET || "did you mean 'Projects'?"    | 'Notes, Projects'
        'the spreadsheet' | 'Projects' | 'x'                    || 'the server says 404'         | 'share the spreadsheet with the account'
    }

    def "a file that holds no credentials is told"() {
        when:
        def file = Files.writeString(temporary.resolve('google.json'), '{}')
        SheetsLoader.open(new SheetsLoader.Place('x', 'y', file, server.url), Duration.ofSeconds(10), Clock.systemUTC())

        then:
        def e = thrown(OrchException.BadInput)
        e.message == "$file holds no credentials of a service account"
    }

    def "a server that is not there is no wrong input"() {
        given:
        def source = open()
        source.look()
        server.close()
        now = now.plusSeconds(11)

        when:
        source.look()

        then:
        thrown(OrchException.Unavailable)
    }
}
