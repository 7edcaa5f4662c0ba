package orch.repl

import spock.lang.Specification

/** What a typed line is taken for. */
class TypedLineSpec extends Specification {
    private static TypedLine line(String text) {
        TypedLine.of(text, { it in ['status', 'logs', 'exec', 'plan', 'help'] }, { it in ['x'] })
    }

    def "'#text' runs the verb with its words, as in a shell"() {
        expect:
        line(text) == new TypedLine.Command(words)

        where:
        text                              | words
        'status'                          | ['status']
        '  status dev  '                  | ['status', 'dev']
        'orch logs db --tail 5'           | ['logs', 'db', '--tail', '5']
        "exec db -- sh -c 'echo \"a b\"'" | ['exec', 'db', '--', 'sh', '-c', 'echo "a b"']
        'help logs'                       | ['help', 'logs']
        'plan --out a\\ b'                | ['plan', '--out', 'a b']
    }

    def "'#text' is Groovy"() {
        expect:
        line(text) == new TypedLine.Groovy(text)

        where:
        text << ['status = 3', 'status()', 'status.size()', 'plan += 1', 'x', 'x + 1', 'stack { }', '1 + 1',
                 'statuses([])', "println 'status'", 'plan << 1', '/ab/ =~ x', 'logs { it }']
    }

    def "'#text' is a word of the session"() {
        expect:
        line(text) == new TypedLine.OfSession(name, rest)

        where:
        text            | name    | rest
        ':json'         | 'json'  | ''
        ':json x.y'     | 'json'  | 'x.y'
        ':save a.groovy'| 'save'  | 'a.groovy'
        'watch status'  | 'watch' | 'status'
        'quit'          | 'quit'  | ''
    }

    def "blank lines and comments do nothing"() {
        expect:
        line(text) == new TypedLine.Nothing()

        where:
        text << ['', '   ', '// later']
    }

    def "what is not whole goes on: '#text' misses #missing"() {
        expect:
        Tokens.missing(text).orElse(null) == missing

        where:
        text                             | missing
        "stack('a') {"                   | '}'
        "stack('a') {\n  service('b') {" | '}'
        'foo(1,'                         | ')'
        '[1, 2'                          | ']'
        'x = '                           | '...'
        'a = """text'                    | '"""'
        '/* note'                        | '*/'
        "println '{'"                    | null
        'println "${[1].size()}"'        | null
        '// {'                           | null
        '10 / 2 // {'                    | null
        "stack('a') { }"                 | null
        'x == y'                         | null
        'def f(a) { a }'                 | null
        "'open text"                     | null
    }

    def "pieces put together are the text again"() {
        expect:
        Tokens.of(text)*.in(text).join('') == text

        where:
        text << ['', "a 'b' /c d/ \"\"\"e\nf\"\"\" // g", 'x ${ y', "'''", '"\\', '"${a', 'ä ö = 1.5e3']
    }
}
