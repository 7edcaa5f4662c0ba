package orch.report

import java.time.Duration
import orch.report.Case.Outcome
import spock.lang.Specification

class MarkdownSummarySpec extends Specification {
    static final CASES = [new Case('dev', 'db', Duration.ofMillis(1234), Outcome.PASSED, '', ''),
                          new Case('dev', 'web', Duration.ZERO, Outcome.FAILED, 'a | b <c>', '')]

    def "the table has a line for each service, with its state, time and addresses"() {
        when:
        def lines = MarkdownSummary.text('orch start', CASES, ['dev/db': ['http://127.0.0.1:1', 'http://127.0.0.1:2']], Optional.empty()).readLines()

        then:
        lines[0] == '### `orch start`'
        lines[4] == '| dev | db | :white_check_mark: well | 1.2 s | http://127.0.0.1:1 http://127.0.0.1:2 |'
        lines[5] == '| dev | web | :x: a \\| b &lt;c&gt; | 0.0 s |  |'
    }

    def "what failed is folded away below, and no line of it ends the block"() {
        when:
        def text = MarkdownSummary.text('orch start', [], [:], Optional.of('orch: <b> failed\n~~~\nmore\n'))

        then:
        text.contains('<details><summary>orch: &lt;b&gt; failed</summary>\n\n~~~~text\norch: <b> failed\n~~~\nmore\n~~~~\n\n</details>\n')
    }

    def "what is too long is cut, says so, and stays well-formed"() {
        given:
        def text = MarkdownSummary.text('orch start', CASES, [:], Optional.of('orch: no\n' + 'é' * 5000))

        when:
        def cut = MarkdownSummary.cut(text, room)

        then:
        cut.getBytes('UTF-8').length <= room
        cut.getBytes('UTF-8').length > room - 3
        cut.contains('\n~~~\n\n</details>')
        cut.endsWith('_The rest is left out: a summary has a limit of size._\n')
        !cut.contains('\ufffd')

        where:
        room << [1000, 1001, 2000]
    }

    def "where nothing fits, nothing is written; what fits is not touched"() {
        expect:
        MarkdownSummary.cut('a' * 200, 10) == ''
        MarkdownSummary.cut('a' * 200, 200) == 'a' * 200
    }
}
