package orch.repl

import spock.lang.Specification

/** How results are shown. */
class ValuesSpec extends Specification {
    def "a result prints as tree or table, in its order"() {
        expect:
        Values.text(value) == text

        where:
        value                                   | text
        42                                      | '42\n'
        'plain'                                 | 'plain\n'
        [a: 1, b: [2, 3]]                       | 'a: 1\nb:\n  - 2\n  - 3\n'
        [1, 'two']                              | '- 1\n- two\n'
        []                                      | '(nothing)\n'
        [[n: 'a', port: 1], [n: 'bcd', port: 2]] | 'n    port\na    1\nbcd  2\n'
        new Proposals.Proposal('t', 'g', '', true) | 'text: t\ngroup: g\ndescription: \nwhole: true\n'
    }

    def "a result as JSON is one document"() {
        expect:
        Values.json(value) == json

        where:
        value                          | json
        [a: 1, b: [2, null, true]]     | '{"a":1,"b":[2,null,true]}'
        [1, 2.5, 'x"y']                | '[1,2.5,"x\\"y"]'
        "gs${1}tring"                  | '"gs1tring"'
        Optional.of([1] as int[])      | '[1]'
        null                           | 'null'
    }

    def "what refers to itself is shown all the same"() {
        given:
        def map = [:]
        map.self = map

        expect:
        Values.text(map).contains('self:')
    }
}
