package orch.report

import java.time.Duration
import java.time.Instant
import orch.report.Case.Outcome
import orch.support.JUnitReport
import spock.lang.Specification

class JUnitXmlSpec extends Specification {
    static final BEGIN = Instant.parse('2026-11-21T10:00:00.123456Z')

    private static JUnitReport read(Case... cases) {
        new JUnitReport(JUnitXml.text('orch start', BEGIN, Duration.ofMillis(1234), cases as List))
    }

    private static Case one(String name, Outcome outcome, String message = '', String output = '') {
        new Case('dev', name, Duration.ofMillis(1500), outcome, message, output)
    }

    def "the report is what Jenkins and GitLab read: counts, times, and why something did not pass"() {
        when:
        def report = read(one('db', Outcome.PASSED), one('web', Outcome.FAILED, 'it is sick', 'GET /health: 503'),
                one('start', Outcome.BROKEN, 'no engine'), one('mail', Outcome.SKIPPED, 'not reached'))

        then:
        report.totals == [name: 'orch start', tests: '4', failures: '1', errors: '1', skipped: '1']
        report.cases*.kind == ['passed', 'failure', 'error', 'skipped']
        report.of('web') == [classname: 'dev', name: 'web', kind: 'failure', message: 'it is sick', text: 'GET /health: 503', time: '1.500']
    }

    def "a report without a case is one as well"() {
        expect:
        read().totals.tests == '0'
    }

    def "what XML cannot hold is replaced, colours are left out, the rest stays as it is"() {
        when:
        def report = read(one('w<e>&"b', Outcome.FAILED, 'a "<&>\u0001', '\u001b[31mred\u001b[0m ]]> \u0000\ud800 \uffff é 😀\ttab\nline'))

        then:
        report.cases[0].name == 'w<e>&"b'
        report.cases[0].message == 'a "<&>\ufffd'
        report.cases[0].text == 'red ]]> \ufffd\ufffd \ufffd é 😀\ttab\nline'
    }
}
