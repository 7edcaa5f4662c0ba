package orch.work

import java.time.Instant
import java.time.ZoneId
import spock.lang.Specification

class ScheduleSpec extends Specification {
    static final Instant NOW = Instant.parse('2026-11-21T12:00:00Z')

    private static Schedule schedule(List<String> rows, Set<String> projects = [] as Set,
            String header = 'Project,Priority,Status,Last Update,Deadline') {
        def text = ([header] + rows).join('\n') + '\n'
        Schedule.of(CsvDocument.parse(text.getBytes('UTF-8')).table(), projects, NOW, ZoneId.of('Europe/Vienna'))
    }

    def "the lowest number comes first, then the earliest deadline, then the order of the table"() {
        expect:
        schedule([
            'none,,Pending,,',
            'ten,10,Pending,,',
            'two-late,2,Pending,,2026-12-24',
            'two-first,2,Pending,,',
            'two-hour,2,Pending,,2026-12-24T10:00',
            'two-zone,2,Pending,,2026-12-24T08:30:00Z',
            'two-second,2,Pending,,',
            'minus,-1,Pending,,',
            'half,1.5,Pending,,',
        ]).ready()*.project() == ['minus', 'half', 'two-zone', 'two-hour', 'two-late', 'two-first', 'two-second', 'ten', 'none']
    }

    def "only what is Pending is worked; what is Blocked or dated to come waits; other texts are left alone"() {
        given:
        def schedule = schedule([
            'a,1,Pending,,', 'b,1,pending ,,', 'c,1,Blocked,,', 'd,1,Pending,2026-11-22,', 'e,1,Pending,2026-11-21T13:00:01+01:00,',
            'f,1,Pending,2026-11-21T13:00:00,', 'g,1,Running,,', 'h,1,Done,,', 'i,1,Failed,,', 'j,1,On hold,,', 'k,1,,,',
            'l,1,Pending,2026-11-21,2020-01-01',
        ])

        expect:
        schedule.ready()*.project() == ['l', 'a', 'b', 'f']
        schedule.waiting().collectEntries { [(it.key.project()): it.value] } == [
            c: 'it is Blocked', d: 'its Last Update is to come: 2026-11-22', e: 'its Last Update is to come: 2026-11-21T13:00:01+01:00']
        schedule.counts() == ['': 1, Blocked: 1, Done: 1, Failed: 1, 'On hold': 1, Pending: 6, Running: 1]
        schedule.problems().empty
    }

    def "columns come in any order and with any capitals, and those that are not known are for the task to read"() {
        given:
        def item = schedule(['x,Pending,note,1,web'], [] as Set, 'extra,STATUS,Note,priority,Project').ready()[0]

        expect:
        item.project() == 'web'
        item.cells().Note == 'note'
        item.cells().extra == 'x'
        item.cell(Column.MODEL) == ''
    }

    def "#cell in #column is told with its line and column, and other rows are worked"() {
        given:
        def cells = [Project: 'x', Priority: '1', Status: 'Pending', 'Last Update': '', Deadline: '']
        cells[column] = cell
        def schedule = schedule(['a,1,Pending,,', cells.values().join(','), 'b,1,Pending,,'])

        expect:
        schedule.problems()*.at() == [problem]
        schedule.ready()*.project() == ['a', 'b']

        where:
        column        | cell         || problem
        'Project'     | ' '          || 'line 3, column 1: Project: it names no project'
        'Priority'    | 'high'       || "line 3, column 2: Priority: 'high' is no number"
        'Priority'    | '1e9'      || "line 3, column 2: Priority: '1e9' is no number"
        'Last Update' | '21.11.2026' || "line 3, column 4: Last Update: '21.11.2026' is no date like 2026-12-24 or 2026-12-24T18:00"
        'Deadline'    | '2026-02-30' || "line 3, column 5: Deadline: '2026-02-30' is no date like 2026-12-24 or 2026-12-24T18:00"
    }

    def "once projects have folders, an item of another one is told with the nearest name"() {
        given:
        def schedule = schedule(['web,1,Pending,,', 'wbe,1,Pending,,', 'wbe,1,Done,,'], ['web', 'api'] as Set)

        expect:
        schedule.ready()*.project() == ['web']
        schedule.problems()*.at() == ["line 3: project 'wbe' has no folder; did you mean 'web'?"]
    }

    def "a table without a column that is needed, or with one twice, is no list of work"() {
        when:
        CsvDocument.parse("$header\n".getBytes('UTF-8')).table().checked('p.csv')

        then:
        def e = thrown(orch.model.OrchException.BadInput)
        e.message == problem

        where:
        header                          || problem
        'Project,Prio,Status'           || "p.csv has no column 'Priority'"
        'Projekt,Priority,Status'       || "p.csv has no column 'Project'; did you mean 'Projekt'?"
        'Project;Priority;Status'       || "p.csv has no column 'Project'"
        'Project,Priority,Status,status' || "p.csv has the column 'Status' twice"
    }
}
