package orch.report.live

/** What a terminal shows of bytes: text, line ends, and the few codes that orch uses; anything else fails. */
class TerminalPicture {
    final int columns
    private final List<StringBuilder> rows = [new StringBuilder()]
    private int row
    private int column
    private boolean wraps = true
    boolean cursorHidden

    TerminalPicture(int columns = 80) {
        this.columns = columns
    }

    TerminalPicture write(String text) {
        def matcher = text =~ /(?s)\u001b\[(\??)([0-9;]*)([A-Za-z])|./
        while (matcher.find()) {
            matcher.group(3) ? code(matcher.group(1) + matcher.group(3), matcher.group(2)) : letter(matcher.group())
        }
        this
    }

    private void letter(String letter) {
        assert letter != '\u001b'
        if (letter == '\n') {
            row++
            column = 0
        } else if (letter == '\r') {
            column = 0
        } else if (column < columns || wraps) {
            if (column == columns) {
                row++
                column = 0
            }
            line().replace(column, Math.min(column + 1, line().length()), letter)
            column++
        }
        line()
    }

    private StringBuilder line() {
        while (rows.size() <= row) {
            rows << new StringBuilder()
        }
        while (rows[row].length() < column) {
            rows[row].append(' ')
        }
        rows[row]
    }

    private void code(String letter, String number) {
        switch (letter) {
            case 'A':
                row = Math.max(0, row - (number as int))
                break
            case 'K':
                line().setLength(column)
                break
            case 'J':
                line().setLength(column)
                rows.subList(row + 1, rows.size()).clear()
                break
            case 'm':
                break
            case '?l':
            case '?h':
                assert number in ['7', '25']
                number == '7' ? (wraps = letter == '?h') : (cursorHidden = letter == '?l')
                break
            default:
                throw new AssertionError("unknown code $letter" as Object)
        }
    }

    /** Lines without what is empty at the end. */
    List<String> getLines() {
        def all = rows*.toString()*.stripTrailing()
        all.subList(0, all.findLastIndexOf { it } + 1)
    }

    /** Whether the next text begins a line of its own. */
    boolean isAtLineStart() {
        column == 0 && wraps && !cursorHidden
    }
}
