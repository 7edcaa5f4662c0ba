package orch.engine.read

import spock.lang.Specification

class JsonSpec extends Specification {
    def "values are read as what they are"() {
        given:
        def json = Json.read('{"text": "ä\\n", "whole": 5000000000, "part": 2.5, "yes": true, "list": [1, {"a": "b"}, []]}')

        expect:
        json.at('text').text() == 'ä\n'
        json.at('whole').number() == 5_000_000_000
        json.at('part').value() == 2.5d
        json.at('yes').isTrue()
        json.at('list').elements()*.value() == [1, [a: 'b'], []]
        json.members().keySet() as List == ['text', 'whole', 'part', 'yes', 'list']
        json.at('whole').text() == '5000000000'
    }

    def "what is #what reads as empty"() {
        given:
        def json = Json.read('{"none": null, "text": "a", "list": [1], "deep": {"none": null}}').at(path as String[])

        expect:
        json.isMissing()
        json.text() == ''
        json.number() == 0
        !json.isTrue()
        json.elements() == []
        json.members() == [:]
        json.texts() == [:]

        where:
        what                       | path
        'null'                     | ['none']
        'absent'                   | ['other']
        'below what is absent'     | ['other', 'further', 'down']
        'below null'               | ['deep', 'none', 'x']
        'below text'               | ['text', 'x']
        'below a list'             | ['list', 'x']
    }

    def "what is of another kind reads as empty too, and is not missing"() {
        given:
        def json = Json.read('{"text": "12", "list": [1], "number": 1}')

        expect:
        json.at('text').number() == 0
        json.at('text').elements() == []
        json.at('list').members() == [:]
        !json.at('number').isTrue()
        !json.at('text').isMissing()
    }

    def "members as text have no null among them"() {
        expect:
        Json.read('{"a": "x", "b": null, "c": 1, "d": true}').texts() == [a: 'x', b: '', c: '1', d: 'true']
    }

    def "a whole number that fits nowhere is the nearest one that does"() {
        expect:
        Json.read('{"a": 99999999999999999999}').at('a').number() == Long.MAX_VALUE
    }

    def "an empty document is missing"() {
        expect:
        Json.read(text).isMissing()

        where:
        text << ['', ' \n', 'null']
    }

    def "a document that is cut off or none at all is an error"() {
        when:
        Json.read(text)

        then:
        thrown(IOException)

        where:
        text << ['{"a": ', '{"a": 1', '[1, 2', '"a', 'page not found']
    }

    def "documents that follow each other are read until enough is read"() {
        given:
        def read = []

        when:
        Json.readAll(new ByteArrayInputStream('{"n":1}\n{"n":2}{"n":3}'.bytes)) {
            read << it.at('n').number()
            read.size() < most
        }

        then:
        read == numbers

        where:
        most || numbers
        2    || [1, 2]
        9    || [1, 2, 3]
    }
}
