package orch.report

import spock.lang.Specification

class StyleSpec extends Specification {
    def "#variables on a #place with --no-color #option: colours #colours"() {
        expect:
        Style.of(variables, option, place == 'terminal') == new Style(colours)

        where:
        variables                                                    | option | place      || colours
        [TERM: 'xterm']                                              | false  | 'terminal' || true
        [TERM: 'xterm']                                              | false  | 'file'     || false
        [TERM: 'xterm']                                              | true   | 'terminal' || false
        [TERM: 'dumb']                                               | false  | 'terminal' || false
        [:]                                                          | false  | 'terminal' || false
        [TERM: 'xterm', NO_COLOR: '1']                               | false  | 'terminal' || false
        [TERM: 'xterm', NO_COLOR: 'no']                              | false  | 'terminal' || false
        [TERM: 'xterm', NO_COLOR: '']                                | false  | 'terminal' || true
        [TERM: 'xterm', CLICOLOR: '0']                               | false  | 'terminal' || false
        [TERM: 'xterm', CLICOLOR: '1']                               | false  | 'terminal' || true
        [TERM: 'xterm', CLICOLOR: '1']                               | false  | 'file'     || false
        [CLICOLOR_FORCE: '1']                                        | false  | 'file'     || true
        [TERM: 'dumb', CLICOLOR_FORCE: '1']                          | false  | 'file'     || true
        [TERM: 'xterm', CLICOLOR_FORCE: '0']                         | false  | 'file'     || false
        [TERM: 'xterm', CLICOLOR_FORCE: '0']                         | false  | 'terminal' || true
        [CLICOLOR_FORCE: '1', CLICOLOR: '0']                         | false  | 'file'     || true
        [CLICOLOR_FORCE: '1', NO_COLOR: '1']                         | false  | 'terminal' || false
        [CLICOLOR_FORCE: '1']                                        | true   | 'terminal' || false
    }

    def "without colours a text is as it was"() {
        expect:
        ['good', 'bad', 'open', 'faint', 'strong'].every { Style.PLAIN."$it"('text') == 'text' }
        Style.PLAIN.service('db', 'text') == 'text'
    }

    def "a service has the same colour each time"() {
        given:
        def style = new Style(true)

        expect:
        style.service('db', 'a').replace('a', '') == style.service('db', 'b').replace('b', '')
        ['db', 'web', 'cache', 'auth', 'mail'].collect { style.service(it, '') }.toSet().size() > 1
    }

    def "no colour of a service is a bright one, which nobody can read on white"() {
        expect:
        (0..200).every { !(new Style(true).service("s$it", '') =~ /\u001b\[9\dm/) }
    }

    def "every colour ends where its text ends"() {
        expect:
        ['good', 'bad', 'open', 'faint', 'strong'].every { new Style(true)."$it"('text') ==~ /\u001b\[\d+mtext\u001b\[0m/ }
    }
}
