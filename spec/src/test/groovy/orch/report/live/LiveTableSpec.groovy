package orch.report.live

import static orch.model.Examples.service
import static orch.report.Runs.fail
import static orch.report.Runs.the
import static orch.report.Runs.until
import static orch.report.Runs.waiting

import java.nio.charset.StandardCharsets
import java.time.Duration
import orch.health.Moments
import orch.plan.Plan
import orch.plan.Progress
import orch.report.Masking
import orch.report.Runs
import orch.report.Style
import orch.report.Symbols
import orch.report.TextWidth
import spock.lang.Specification

class LiveTableSpec extends Specification {
    def clock = new Moments.MovedClock()
    def masking = new Masking()
    Plan plan = Runs.start()

    def "each container has a line with its state, since when, and the last answer of its probe"() {
        given:
        def board = board('await', 'dev-db-1')
        board.on(waiting(plan, 'dev-db-1', 'GET /health: 503', 3), clock.instant())
        clock.pass(Duration.ofMillis(2300))

        expect:
        lines(board, 60, Symbols.UNICODE) == [
            'dev  0/4  2.9 s',
            '  ⠏ db     starting     2.3 s  GET /health: 503 (3 tries)',
            '  · web-1  has image           for db',
            '  · web-2  has image           for db',
            '  · proxy  has image           for web-1, web-2']
    }

    def "where the locale has no other letters the signs are ASCII"() {
        when:
        def text = lines(board('await', 'dev-db-1'), 60, Symbols.ASCII)

        then:
        text.every { it ==~ /\p{ASCII}*/ }
        text[1] ==~ /  [|\/\\-] db .*/
        text[2].startsWith('  . web-1')
    }

    def "no line is wider than a terminal of #columns columns, whatever the answers are"() {
        given:
        def board = board('await', 'dev-db-1')
        board.on(waiting(plan, 'dev-db-1', answer, 3), clock.instant())

        expect:
        lines(board, columns, Symbols.UNICODE).every { TextWidth.of(it) < columns }

        where:
        [columns, answer] << [[20, 40, 60, 200], ['no', 'x' * 500, '数据库' * 100, 'two\nlines\tand \u001b[31mcolours']].combinations()
    }

    def "colours are used where they are wanted, and change no width"() {
        given:
        def board = board('await', 'dev-db-1')

        when:
        def plain = lines(board, 60, Symbols.UNICODE)
        def coloured = text(new Style(true), Symbols.UNICODE).lines(board, clock.instant(), 60, 24)

        then:
        !plain.join().contains('\u001b')
        coloured.every { it.contains('\u001b[') }
        coloured*.replaceAll(/\u001b\[\d+m/, '') == plain
    }

    def "of more containers than a terminal has lines those are shown that matter, and the others are counted"() {
        given:
        plan = Runs.of(*(1..50).collect { service("s$it", readiness: Runs.CHECK) })
        def board = new Board()
        board.on(new Progress.Planned(plan), clock.instant())
        (1..40).each { n ->
            ['get image of s', 'create dev-s', 'start dev-s', 'await dev-s'].each { word ->
                def (verb, subject) = word.split(' ', 2)
                board.on(new Progress.Done(the(plan, verb, subject + n + (verb == 'get' ? '' : '-1')), Duration.ZERO), clock.instant())
            }
        }
        board.on(new Progress.Started(the(plan, 'start', 'dev-s45-1')), clock.instant())
        board.on(new Progress.Failed(the(plan, 'get', 'image of s50'), 'it is not to be had'), clock.instant())

        when:
        def text = lines(board, 80, Symbols.UNICODE, 10)

        then:
        text.size() == 9
        text[0].startsWith('dev  40/50')
        text.any { it.contains('s45 ') && it.contains('starting') }
        text.any { it.contains('s50 ') && it.contains('failed') }
        text.last() == '  … 40 ready, 3 waits'
    }

    def "bytes of an image are shown beside the container that waits for it"() {
        given:
        def board = board('get', 'image of db')
        board.on(new Progress.Pulled(the(plan, 'get', 'image of db'), 'postgres:16', 34_000_000, 120_000_000), clock.instant())

        expect:
        lines(board, 80, Symbols.UNICODE)[1] ==~ /.*  image  +0.0 s  34 of 120 MB of postgres:16/
    }

    def "the table is drawn in place, other text goes above it, and the last picture stays"() {
        given:
        def bytes = new ByteArrayOutputStream()
        def screen = new Screen(stream(bytes), { new Screen.Size(60, 24) })
        def out = screen.above(stream(bytes))

        when:
        screen.draw(['a', 'b', 'c'])
        out.println('hello')
        screen.draw(['d', 'e'])
        out.print('half a line')
        screen.draw(['not now'])
        out.println(' and its end')
        screen.draw(['f'])
        screen.leave()
        out.println('after')

        then:
        def picture = new TerminalPicture(60).write(text(bytes))
        picture.lines == ['hello', 'half a line and its end', 'f', 'after']
        picture.atLineStart
    }

    def "what stands at the bottom of the same terminal is left alone"() {
        given:
        def bytes = new ByteArrayOutputStream()
        def screen = new Screen(stream(bytes), { new Screen.Size(60, 24) })

        when:
        screen.draw(['a', 'b', 'c'])
        screen.draw(['d'])
        screen.above(stream(bytes)).println('hello')

        then: 'nothing but the own rows is cleared'
        !text(bytes).contains('\u001b[J')
        new TerminalPicture(60).write(text(bytes)).lines == ['hello']
    }

    def "a window that has become narrower leaves nothing behind"() {
        given:
        def bytes = new ByteArrayOutputStream()
        int columns = 40
        def screen = new Screen(stream(bytes), { new Screen.Size(columns, 24) })

        when: 'the terminal has broken each line of 30 columns in two'
        screen.draw(['x' * 30, 'y' * 30])
        columns = 20
        screen.draw(['z'])

        then:
        text(bytes).contains('\u001b[4A')
    }

    def "a run that fails ends with the picture of the failure, and the cursor is where text goes on"() {
        given:
        def bytes = new ByteArrayOutputStream()
        def table = new LiveTable(new Screen(stream(bytes), { new Screen.Size(70, 24) }), Style.PLAIN, Symbols.UNICODE, masking, clock,
            { Progress p -> })
        masking.add('hunter22')

        when:
        until(plan, table, clock, 'await', 'dev-db-1')
        table.on(waiting(plan, 'dev-db-1', 'hunter22 is wrong'))
        fail(plan, table, 'dev-db-1')

        then:
        def picture = new TerminalPicture(70).write(text(bytes))
        picture.lines[0] == 'dev  0/4  0.6 s'
        picture.lines[1].startsWith("  ✘ db     failed         0.5 s  service 'db' is not healthy: GET /h")
        picture.lines[1].endsWith('…')
        picture.lines[2..-1] == [
            '  – web-1  not started           for db',
            '  – web-2  not started           for db',
            '  – proxy  not started           for web-1, web-2']
        picture.atLineStart
        !text(bytes).contains('hunter22')
    }

    private Board board(String verb, String subject) {
        def board = new Board()
        until(plan, { board.on(it, clock.instant()) } as Progress.Listener, clock, verb, subject)
        board
    }

    private TableText text(Style style, Symbols symbols) {
        new TableText(style, symbols, masking::mask)
    }

    private List<String> lines(Board board, int columns, Symbols symbols, int height = 24) {
        text(Style.PLAIN, symbols).lines(board, clock.instant(), columns, height)
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        new PrintStream(bytes, true, StandardCharsets.UTF_8)
    }

    private static String text(ByteArrayOutputStream bytes) {
        bytes.toString(StandardCharsets.UTF_8)
    }
}
