package orch.work

import spock.lang.Specification

/** What orch writes and what people do meanwhile come together, cell by cell. */
class MergeSpec extends Specification {
    static final String HEADER = 'Project,Priority,Status,Agent,Next Action'

    private static WorkTable table(List<String> rows, String header = HEADER) {
        CsvDocument.parse(([header] + rows).join('\n').concat('\n').getBytes('UTF-8')).table()
    }

    /** Orch wants the row Running, which it knew Pending without an agent. */
    private static Edit running(int row) {
        new Edit(row, [(Column.STATUS): new Edit.Cell(['Pending'] as Set, 'Running'), (Column.AGENT): new Edit.Cell([''] as Set, 'orch')])
    }

    private static List<String> merged(WorkTable base, List<Edit> edits, WorkTable now) {
        def merge = Merge.of(base, edits, now)
        now.with(merge.changes()).rows().collect { it.cells().join(',') }
    }

    def "the row is found again and both edits stay, whatever a person has done: #what"() {
        given:
        def base = table(['web,1,Pending,,build', 'api,2,Pending,,lint', 'web,3,Pending,,test'])

        expect:
        merged(base, [running(1)], table(now)) == result

        where:
        what                       | now                                                                             || result
        'nothing'                  | ['web,1,Pending,,build', 'api,2,Pending,,lint', 'web,3,Pending,,test']           || ['web,1,Pending,,build', 'api,2,Running,orch,lint', 'web,3,Pending,,test']
        'another cell of it'       | ['web,1,Pending,,build', 'api,2,Pending,,check', 'web,3,Pending,,test']          || ['web,1,Pending,,build', 'api,2,Running,orch,check', 'web,3,Pending,,test']
        'another row'              | ['web,1,Blocked,,build', 'api,2,Pending,,lint', 'web,9,Pending,,test']           || ['web,1,Blocked,,build', 'api,2,Running,orch,lint', 'web,9,Pending,,test']
        'rows added before it'     | ['new,0,Pending,,', 'api,1,Pending,,x', 'web,1,Pending,,build', 'api,2,Pending,,lint', 'web,3,Pending,,test'] || ['new,0,Pending,,', 'api,1,Pending,,x', 'web,1,Pending,,build', 'api,2,Running,orch,lint', 'web,3,Pending,,test']
        'other rows removed'       | ['api,2,Pending,,lint']                                                          || ['api,2,Running,orch,lint']
        'sorted'                   | ['web,3,Pending,,test', 'web,1,Pending,,build', 'api,2,Pending,,lint']           || ['web,3,Pending,,test', 'web,1,Pending,,build', 'api,2,Running,orch,lint']
        'moved and changed'        | ['web,3,Pending,,test', 'web,1,Pending,,build', 'api,7,Pending,,lint']           || ['web,3,Pending,,test', 'web,1,Pending,,build', 'api,7,Running,orch,lint']
        'another project'          | ['web,1,Pending,,build', 'api2,2,Pending,,lint', 'web,3,Pending,,test']          || ['web,1,Pending,,build', 'api2,2,Running,orch,lint', 'web,3,Pending,,test']
        'it is removed'            | ['web,1,Pending,,build', 'web,3,Pending,,test']                                  || ['web,1,Pending,,build', 'web,3,Pending,,test']
        'all changed'              | ['web,5,Pending,,build', 'api,5,Pending,,lint', 'web,5,Pending,,test']           || ['web,5,Pending,,build', 'api,5,Running,orch,lint', 'web,5,Pending,,test']
    }

    def "a cell that a person has changed keeps the person's value, and the others are written"() {
        when:
        def merge = Merge.of(table(['api,2,Pending,,lint']), [running(0)], table(['api,2,Pending,ada,lint']))

        then:
        merge.changes() == [new CellChange(0, 2, 'Running')]
        merge.conflicts() == [new Merge.Conflict(0, Column.AGENT, 'ada', 'orch')]
        !merge.isStatusTheirs(0)
    }

    def "where a person has changed the status, nothing else is written that tells of ours"() {
        when:
        def merge = Merge.of(table(['api,2,Pending,,lint']), [running(0)], table(['api,2,Blocked,,lint']))

        then:
        merge.changes() == []
        merge.isStatusTheirs(0)
    }

    def "columns may move, come and go"() {
        given:
        def base = table(['web,1,Pending,,build', 'api,2,Pending,,lint'])
        def now = table(['x,lint,Pending,api,2', 'y,build,Pending,web,1'], 'Note,Next Action,Status,Project,Priority')

        expect: 'there is no Agent any more, so none is written'
        merged(base, [running(1)], now) == ['x,lint,Running,api,2', 'y,build,Pending,web,1']
    }

    def "rows that look alike are told apart by the task that works on them"() {
        given:
        def base = table(['web,1,Running,orch 0123456789,', 'web,1,Running,orch 9876543210,'])
        def now = table(['web,1,Running,orch 9876543210,new', 'web,1,Running,orch 0123456789,'])
        def done = { int row -> new Edit(row, [(Column.STATUS): new Edit.Cell(['Running'] as Set, 'Done')]) }

        expect:
        merged(base, [done(1)], now) == ['web,1,Done,orch 9876543210,new', 'web,1,Running,orch 0123456789,']
    }

    def "a row of the same project with another task to do is another row"() {
        given:
        def base = table(['web,1,Running,orch 0123456789,build', 'api,1,Pending,,x'])
        def now = table(['web,1,Pending,,test', 'web,2,Pending,,deploy', 'api,1,Pending,,y'])

        expect:
        Merge.of(base, [], now).rows() == [-1, 2] as int[]
    }

    def "a row of an older copy is the same row, with an edit of its own too where nothing else has changed"() {
        given:
        def base = table(['web,1,Running,orch 0123456789,build', 'api,1,Pending,,x'])

        expect:
        Merge.of(base, [], table(['api,1,Pending,,x', 'web,1,Pending,,build'])).rows() == [1, 0] as int[]
        Merge.of(base, [], table(['web,1,Pending,,test', 'api,1,Pending,,x'])).rows() == [0, 1] as int[]
    }

    def "whatever a person edits, adds, removes and moves: no edit is lost, and ours is on its row"() {
        given:
        def seed = System.nanoTime()
        def random = new Random(seed)

        expect:
        (1..500).each { round ->
            def rows = (0..<(2 + random.nextInt(8))).collect { ["p${random.nextInt(3)}", "$it", 'Pending', '', "action $it"].collect { it.toString() } }
            def ours = random.nextInt(rows.size())
            def identified = rows.withIndex().collect { row, i -> [cells: new ArrayList(row), id: i] }
            (1..(1 + random.nextInt(4))).each {
                def at = random.nextInt(identified.size())
                switch (random.nextInt(4)) {
                    case 0: identified[at].cells[[0, 1, 4][random.nextInt(3)]] = "edit$it".toString(); break
                    case 1: identified.add(at, [cells: ["new$it".toString(), '9', 'Pending', '', "added $it".toString()], id: -1]); break
                    case 2: identified[at].id == ours || identified.size() < 2 ?: identified.remove(at); break
                    case 3: Collections.swap(identified, at, random.nextInt(identified.size())); break
                }
            }
            // a row of which less than a third is left is another row
            def left = identified.find { it.id == ours }.cells
            if ((0..<5).count { it in [0, 1, 4] && left[it] == rows[ours][it] } >= 2) {
                def result = merged(table(rows*.join(',')), [running(ours)], table(identified.collect { it.cells.join(',') }))
                def wanted = identified.collect { it.id == ours ? [it.cells[0], it.cells[1], 'Running', 'orch', it.cells[4]] : it.cells }
                assert result == wanted*.join(','): "seed $seed, round $round: $rows"
            }
        }
    }
}
