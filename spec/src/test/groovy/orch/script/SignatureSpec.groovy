package orch.script

import java.nio.file.Path
import orch.model.OrchException
import orch.script.Signature.Option
import spock.lang.Specification
import spock.lang.TempDir

class SignatureSpec extends Specification {
    @TempDir
    Path temp

    def "a script says what it does, which options and which arguments it takes, and is not run for it"() {
        when:
        def signature = signature('''
            describe 'fills the database with examples'
            option 'rows', 'N', 'how many rows'
            option 'dry-run', 'only tells'
            args 'TABLE...', 'tables to fill'

            throw new IllegalStateException('it was run')
            ''')

        then:
        signature.summary() == 'fills the database with examples'
        signature.options() == [new Option('rows', 'N', 'how many rows'), new Option('dry-run', '', 'only tells')]
        signature.arguments() == 'TABLE...'
        signature.argumentsText() == 'tables to fill'
    }

    def "what is kept beside the classes is read back as it was: #text"() {
        given:
        def first = signature(text)

        expect:
        signature(text) == first
        Signature.read(first.lines()) == first

        where:
        text << [
            '1',
            "describe 'a'",
            "args 'A'",
            "args 'A', 'b'",
            "option 'o', 'text'",
            "describe('a'); option('o', 'O', 'text'); option('p', ''); args('A...', '')",
        ]
    }

    def "a script that says nothing of itself takes whatever it is given"() {
        expect:
        signature('println 1') == new Signature('dev', '', [], '', '')
    }

    def "a text of several lines is one line in help: #text"() {
        expect:
        signature("describe $text").summary() == 'first second'

        where:
        text << ["'first\\nsecond'", "'first\\tsecond'", "'first\\rsecond'", "'''first\nsecond'''"]
    }

    def "what is said inside of blocks and methods is not the script's own"() {
        expect:
        signature("if (true) { describe 'no' }\ndef m() { option 'x', 'no' }\n[1].each { args 'NO' }") ==
            new Signature('dev', '', [], '', '')
    }

    def "what cannot be read without running the script is refused at its line: #text"() {
        when:
        signature('\n' + text)

        then:
        def refusal = thrown(OrchException.BadInput)
        refusal.message == "dev.groovy:2: $problem"

        where:
        text                                 || problem
        'describe "a ${1 + 1}"'              || "'describe' takes plain texts, since help reads them without running the script"
        'describe 3'                         || "'describe' takes plain texts, since help reads them without running the script"
        "def t = 'a'; describe t"            || "'describe' takes plain texts, since help reads them without running the script"
        "describe 'a' + 'b'"                 || "'describe' takes plain texts, since help reads them without running the script"
        "option name: 'rows', text: 'x'"     || "'option' takes plain texts, since help reads them without running the script"
        "describe 'a', 'b'"                  || "'describe' takes one text"
        'describe()'                         || "'describe' takes one text"
        "option 'rows'"                      || "'option' takes 2 or 3 texts"
        "option 'a', 'b', 'c', 'd'"          || "'option' takes 2 or 3 texts"
        "args 'a', 'b', 'c'"                 || "'args' takes 1 or 2 texts"
        "option '', 'x'"                     || "'option' cannot be called '': letters, digits and '-', the first a letter"
        "option 'two words', 'x'"            || "'option' cannot be called 'two words': letters, digits and '-', the first a letter"
        "option '--rows', 'x'"               || "'option' cannot be called '--rows': letters, digits and '-', the first a letter"
        "option 'a', 'x'; option 'a', 'y'"   || "'option' a is there twice"
    }

    private Signature signature(String text) {
        new ScriptStore(temp, 'spec', 'orch.dsl.OrchScript').compiled('dev.groovy', text).signature()
    }
}
