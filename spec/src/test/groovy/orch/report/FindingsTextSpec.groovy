package orch.report

import orch.health.Finding
import orch.model.Next
import spock.lang.Specification

class FindingsTextSpec extends Specification {
    static final List<Finding> FINDINGS = [
        Finding.ok('engine', 'it answers'),
        Finding.warning('leftovers', "'dev' is dead", Next.verb('cleanup')),
        Finding.error('disk', 'it is full', 'make room')]

    def "each finding is a line, with what helps below it where it is not well"() {
        expect:
        new FindingsText(Style.PLAIN).text(FINDINGS) == '''\
            ok       engine     it answers
            warning  leftovers  'dev' is dead
                                -> orch cleanup
            error    disk       it is full
                                -> make room
            '''.stripIndent()
    }

    def "as JSON each finding has level, check, evidence, and a remedy or null"() {
        expect:
        JsonText.findings(FINDINGS) == '{"findings":[' +
            '{"level":"ok","check":"engine","evidence":"it answers","remedy":null},' +
            '{"level":"warning","check":"leftovers","evidence":"\'dev\' is dead","remedy":"orch cleanup"},' +
            '{"level":"error","check":"disk","evidence":"it is full","remedy":"make room"}]}'
    }
}
