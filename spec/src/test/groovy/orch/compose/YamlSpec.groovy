package orch.compose

import java.nio.file.Files
import java.nio.file.Path
import orch.model.OrchException
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

class YamlSpec extends Specification {
    @TempDir
    Path temporary
    @Delegate
    ComposeFolder compose

    def setup() {
        compose = new ComposeFolder(temporary)
    }

    def "plain #text is #value, as YAML 1.2 has it"() {
        expect:
        config("services: {a: {image: a}}\nx-it: $text")['x-it'] == value

        where:
        text      || value
        'true'    || true
        'yes'     || 'yes'
        'on'      || 'on'
        '~'       || null
        '1_000'   || 1000
        '0x1F'    || 31
        '0o17'    || 15
        '0755'    || 493
        '08'      || 8.0d
        '1.5'     || 1.5d
        '1e3'     || 1000.0d
        '22:22'   || '22:22'
        "'12'"    || '12'
        '!!str 1' || '1'
        '1.2.3'   || '1.2.3'
    }

    def "anchors, aliases and merge keys give what they stand for; own keys go before merged ones"() {
        expect:
        config('''
            x-base: &base {image: a, tty: true}
            x-more: &more {image: b, init: true}
            services:
              one: {<<: *base, image: own}
              two:
                <<: [*base, *more]
              three: *base
            ''').services.collectEntries { [it.key, it.value.subMap('image', 'tty', 'init')] } == [
                one  : [image: 'own', tty: true],
                two  : [image: 'a', tty: true, init: true],
                three: [image: 'a', tty: true]]
    }

    def "the documents of a file are merged in their order"() {
        expect:
        config('services: {a: {image: a}}\n---\nservices: {a: {image: b, tty: true}}').services.a.subMap('image', 'tty') == [image: 'b', tty: true]
    }

    @Timeout(10)
    def "#what is refused, with its place"() {
        expect:
        refusal(text) == "compose.yaml:$problem"

        where:
        what                        | text                                                                || problem
        'text'                      | 'hello'                                                             || '1:1: a Compose file is a mapping, not text'
        'a key given twice'         | 'services:\n  a: {image: a}\n  a: {image: b}'                       || "3:3: key 'a' is given twice, first in line 2"
        'a number as key'           | 'services:\n  1: {image: a}'                                        || "2:3: key '1' is not text; write it in quotes"
        'a list as key'             | 'services:\n  [a]: {image: a}'                                      || '2:3: a key is text, not a list or a mapping'
        'a value that holds itself' | 'x-a: &a [*a]'                                                      || '1:6: an alias stands for something that contains it'
        'merging a text'            | 'services: {a: {<<: b}}'                                            || "1:16: '<<' takes mappings, not text"
        'a tab'                     | 'services:\n\ta: {image: a}'                                        || "2:1: no YAML: while scanning for the next token: found character '\\t(TAB)' that cannot start any token. (Do not use \\t(TAB) for indentation)"
        'a bracket left open'       | 'services: [a'                                                      || "1:13: no YAML: while parsing a flow sequence: expected ',' or ']', but got <stream end>"
        'a control character'       | 'services: {a: "\u0001"}'                                           || '1:1: no YAML: character U+1 is not allowed'
        'a number that is none'     | 'x-a: !!int many'                                                   || "1:6: 'many' is no number"
    }

    @Timeout(10)
    def "aliases that multiply are refused before they fill the memory"() {
        given:
        def letters = 'abcdefghij'
        def lines = ['x-a: &a [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]'] +
            (1..9).collect { "x-${letters[it]}: &${letters[it]} [${(["*${letters[it - 1]}"] * 10).join(', ')}]" }

        expect:
        refusal(lines.join('\n')) == 'compose.yaml:7:6: aliases make more than 2000000 values of it'
    }

    @Timeout(10)
    def "ten thousand levels are refused with a line"() {
        expect:
        refusal('services:\n  ' + '[' * 10000 + ']' * 10000) ==~ /compose.yaml:2:\d+: no YAML: Nesting Depth exceeded max 100/
    }

    def "bytes that are not UTF-8 are refused with their place"() {
        given:
        Files.write(folder.resolve('compose.yaml'), 'services:\n  a: {image: "\u00ff\u00fe'.getBytes('ISO-8859-1'))

        when:
        project()

        then:
        def refusal = thrown(OrchException.BadInput)
        refusal.message == 'compose.yaml:2:15: not UTF-8'
    }

    @Timeout(10)
    def "a file of a hundred megabytes is refused unread"() {
        given:
        new RandomAccessFile(folder.resolve('compose.yaml').toFile(), 'rw').withCloseable { it.length = 100 * 1024 * 1024 }

        when:
        project()

        then:
        def refusal = thrown(OrchException.BadInput)
        refusal.message == 'compose.yaml:1:1: larger than 32 MB'
    }
}
