package orch.work

import static java.nio.charset.StandardCharsets.ISO_8859_1
import static java.nio.charset.StandardCharsets.UTF_8

import orch.model.OrchException
import spock.lang.Specification

/** A CSV file keeps every byte that nobody asked to change. */
class CsvDocumentSpec extends Specification {
    static final String HEADER = 'Project,Priority,Status,Agent,Last Update,Next Action,Deadline,GPU,Model'

    private static CsvDocument document(String text) {
        CsvDocument.parse(text.getBytes(UTF_8))
    }

    private static String changed(String text, int row, int column, String value) {
        new String(document(text).with([new CellChange(row, column, value)]), UTF_8)
    }

    def "a change replaces its cell and nothing else: #what"() {
        expect:
        changed(before, row, column, value) == after

        where:
        what                              | before                                  | row | column | value   || after
        'line ends of Windows'            | 'a,b\r\n1,2\r\n3,4\r\n'                 | 0   | 1      | 'x'     || 'a,b\r\n1,x\r\n3,4\r\n'
        'mixed line ends'                 | 'a,b\n1,2\r\n3,4\r'                     | 1   | 0      | 'x'     || 'a,b\n1,2\r\nx,4\r'
        'no line end at the end'          | 'a,b\n1,2'                              | 0   | 1      | 'x'     || 'a,b\n1,x'
        'a byte order mark'               | '\uFEFFa,b\n1,2\n'                      | 0   | 0      | 'x'     || '\uFEFFa,b\nx,2\n'
        'quotes that are not needed'      | 'a,b\n"1","2"\n'                        | 0   | 1      | 'x'     || 'a,b\n"1","x"\n'
        'quotes that become needed'       | 'a,b\n1,2\n'                            | 0   | 1      | 'x,y'   || 'a,b\n1,"x,y"\n'
        'a quote in a value'              | 'a,b\n1,2\n'                            | 0   | 1      | 'x"y'   || 'a,b\n1,"x""y"\n'
        'line ends within a cell'         | 'a,b\n"1\n,""2",3\n4,5\n'               | 0   | 1      | 'x'     || 'a,b\n"1\n,""2",x\n4,5\n'
        'the cell with the line ends'     | 'a,b\n"1\n,""2",3\n4,5\n'               | 0   | 0      | 'x'     || 'a,b\n"x",3\n4,5\n'
        'rows behind them'                | 'a,b\n"1\n\n2",3\n4,5\n'                | 1   | 1      | 'x'     || 'a,b\n"1\n\n2",3\n4,x\n'
        'empty lines'                     | '\na,b\n\n\n1,2\n\n3,4\n\n'             | 1   | 0      | 'x'     || '\na,b\n\n\n1,2\n\nx,4\n\n'
        'letters of other languages'      | 'a,b\nÄpfel,日本\nñ,4\n'                 | 0   | 1      | 'Österreich' || 'a,b\nÄpfel,Österreich\nñ,4\n'
        'blanks around values'            | 'a, b\n 1 , 2 \n'                       | 0   | 1      | 'x'     || 'a, b\n 1 ,x\n'
        'empty cells'                     | 'a,b,c\n,,\n1,,\n'                      | 0   | 2      | 'x'     || 'a,b,c\n,,\n1,,x\n'
        'a row that is short'             | 'a,b,c,d\n1\n2,3\n'                     | 0   | 2      | 'x'     || 'a,b,c,d\n1,,x\n2,3\n'
        'a short last row without end'    | 'a,b,c,d\n1'                            | 0   | 1      | 'x'     || 'a,b,c,d\n1,x'
        'a value that becomes empty'      | 'a,b\n1,2\n'                            | 0   | 0      | ''      || 'a,b\n,2\n'
    }

    def "two cells of a short row are added with the commas between them"() {
        when:
        def bytes = document('a,b,c,d,e\n1\n').with([new CellChange(0, 4, 'y'), new CellChange(0, 2, 'x')])

        then:
        new String(bytes, UTF_8) == 'a,b,c,d,e\n1,,x,,y\n'
    }

    def "whatever a table looks like: changed cells are as wanted, all others as they were, to the byte"() {
        given:
        def seed = System.nanoTime()
        def random = new Random(seed)

        expect:
        (1..400).each { round ->
            def shape = randomShape(random)
            def document = CsvDocument.parse(shape.bytes as byte[])
            assert document.table().rows()*.cells() == shape.rows: "seed $seed, round $round"
            def changes = (0..<shape.rows.size()).collectMany { row ->
                (0..<shape.columns).findAll { random.nextInt(6) == 0 }.collect { new CellChange(row, it, (it == 0 ? 'p' : '') + value(random)) }
            }
            def result = document.with(changes)
            def wanted = shape.rows.collect { new ArrayList(it) }
            changes.each { wanted[it.row()][it.column()] = it.value() }
            assert CsvDocument.parse(result).table().rows()*.cells() == wanted: "seed $seed, round $round"
            // undone, the file is what it was but for quotes of the cells that were changed
            def back = CsvDocument.parse(result).with(changes.collect { new CellChange(it.row(), it.column(), shape.rows[it.row()][it.column()]) })
            assert CsvDocument.parse(back).table().rows()*.cells() == shape.rows
            assert unchangedBytes(shape, changes) == unchangedBytes(shape + [bytes: result], changes): "seed $seed, round $round"
        }
    }

    /** A table with random values, quoting, line ends, empty lines and length of rows. */
    private static Map randomShape(Random random) {
        int columns = 2 + random.nextInt(5)
        def end = ['\n', '\r\n'][random.nextInt(2)]
        def text = new StringBuilder(random.nextBoolean() ? '\uFEFF' : '')
        text << (0..<columns).collect { "c$it" }.join(',') << end
        def rows = []
        (0..random.nextInt(12)).each {
            def cells = (0..<columns).collect { value(random) }
            cells[0] = 'p' + cells[0]
            text << cells.collect { cell ->
                cell ==~ /(?s).*[,"\r\n].*/ || random.nextInt(4) == 0 ? '"' + cell.replace('"', '""') + '"' : cell
            }.join(',') << end
            if (random.nextInt(5) == 0) {
                text << end
            }
            rows << cells
        }
        if (random.nextInt(3) == 0) {
            text.setLength(text.length() - end.length())
            if (text.toString().endsWith('\r')) {
                text.setLength(text.length() - 1)
            }
        }
        [bytes: text.toString().getBytes(UTF_8), rows: rows, columns: columns]
    }

    private static String value(Random random) {
        def letters = ['a', 'B', '7', ' ', ',', '"', '\n', '\r\n', 'ä', '日', '#', ';', "'", '\\', '']
        (0..<random.nextInt(5)).collect { letters[random.nextInt(letters.size())] }.join('').replaceAll(/\r(?!\n)/, '')
    }

    /** What of the file stands outside of the changed cells, as the spans tell. */
    private static List<String> unchangedBytes(Map shape, List<CellChange> changes) {
        def text = new String(shape.bytes as byte[], ISO_8859_1)
        def parts = []
        int at = text.startsWith('\u00EF\u00BB\u00BF') ? 3 : 0
        int row = -1
        while (at < text.length()) {
            def spans = CellSpans.of(text, at, text.length())
            boolean blank = spans.end() == at
            if (!blank) {
                spans.begins().size().times { column ->
                    if (!changes.any { it.row() == row && it.column() == column }) {
                        parts << text.substring(spans.begins()[column], spans.ends()[column])
                    }
                }
                row++
            }
            int next = spans.end() + (text.startsWith('\r\n', spans.end()) ? 2 : 1)
            parts << text.substring(spans.end(), Math.min(next, text.length()))
            at = next
        }
        parts
    }

    def "a bad row is told with line and column, and the others are read: #what"() {
        given:
        def table = document("$HEADER\nweb,1,Pending\n$bad\napi,2,Pending\n").table()

        expect:
        table.problems()*.at() == [problem]
        table.rows().collect { it.cells()[0] } == ['web', 'api']
        table.rows()[1].line() == 4

        where:
        what                            | bad                                || problem
        'too many fields'               | 'x,1,Pending,,,lint, test,,,,'     || 'line 3, column 10: it has 11 fields, the header has 9: a field with a comma stands in quotes'
        'a quote that does not close'   | '"x,1,Pending'                     || 'line 3, column 1: its quotes do not close, or text stands behind the closing one'
        'text behind a closing quote'   | 'x,"1"2,Pending'                   || 'line 3, column 2: its quotes do not close, or text stands behind the closing one'
    }

    def "a quote that does not close swallows no row, even where later rows have quotes"() {
        given:
        def table = document("$HEADER\n\"x,1,Pending\nweb,1,Pending,,,\"a, b\"\n\"y\napi,2,Pending\n").table()

        expect:
        table.rows().collect { it.cells()[0] } == ['web', 'api']
        table.problems()*.line() == [2, 4]
        table.rows()[0].cells()[5] == 'a, b'
    }

    def "bytes that are no UTF-8 make their row unreadable, and stay"() {
        given:
        def bytes = "$HEADER\nweb,1,Pending\nx\u00E4,1,Pending\napi,2,Pending\n".getBytes(ISO_8859_1)
        def document = CsvDocument.parse(bytes)

        expect:
        document.table().problems()*.at() == ['line 3, column 1: it is no UTF-8']
        new String(document.with([new CellChange(1, 2, 'Done')]), ISO_8859_1) ==
            "$HEADER\nweb,1,Pending\nx\u00E4,1,Pending\napi,2,Done\n"
    }

    def "a file whose last row has no end, or has an open quote, is not complete"() {
        expect:
        document(text).complete == complete

        where:
        text                        || complete
        ''                          || false
        "$HEADER"                   || false
        "$HEADER\n"                 || true
        "$HEADER\nweb,1,Pend"       || false
        "$HEADER\nweb,1,\"Pend\n"   || false
        "$HEADER\r\nweb,1,Done\r\n" || true
    }

    def "UTF-16 is told apart from nonsense"() {
        when:
        CsvDocument.parse('Project'.getBytes('UTF-16'))

        then:
        def e = thrown(OrchException.BadInput)
        e.message == 'it is UTF-16'
    }
}
