package orch.cli

import orch.model.OrchException
import spock.lang.Specification

class StackAndServiceSpec extends Specification {
    def "#words means #services of the stack #stack"() {
        given:
        Map<String, List<String>> common = named ? ['--stack': [named]] : [:]

        expect:
        CommandWords.withoutStack(words, common, false) == services
        common['--stack'] == (stack ? [stack] : null)

        where:
        words                          | named  || services                     | stack
        ['db']                         | null   || ['db']                       | null
        ['dev/db']                     | null   || ['db']                       | 'dev'
        ['dev/db', 'dev/web']          | null   || ['db', 'web']                | 'dev'
        ['dev/db', 'web']              | null   || ['db', 'web']                | 'dev'
        ['web', 'dev/db']              | null   || ['web', 'db']                | 'dev'
        ['dev/db']                     | 'dev'  || ['db']                       | 'dev'
        []                             | 'dev'  || []                           | 'dev'
    }

    def "a command that is run in a service is taken as it is: #words"() {
        given:
        Map<String, List<String>> common = named ? ['--stack': [named]] : [:]

        expect:
        CommandWords.withoutStack(words, common, true) == services
        common['--stack'] == (stack ? [stack] : null)

        where:
        words                           | named || services                       | stack
        ['db', 'bin/tool', 'a/b']       | null  || ['db', 'bin/tool', 'a/b']      | null
        ['dev/db', 'bin/tool', 'a/b']   | null  || ['db', 'bin/tool', 'a/b']      | 'dev'
        ['db', 'bin/tool']              | 'dev' || ['db', 'bin/tool']             | 'dev'
    }

    def "services of two stacks cannot be named together: #words"() {
        when:
        CommandWords.withoutStack(words, named ? ['--stack': [named]] : [:], false)

        then:
        def refusal = thrown(OrchException.BadInput)
        refusal.message == "one command works on one stack: 'dev' and 'shop' are two"

        where:
        words                   | named
        ['dev/db', 'shop/web']  | null
        ['shop/web']            | 'dev'
    }

    def "#args is told as '#told'"() {
        expect:
        CommandWords.typed(args) == told

        where:
        args                                         || told
        []                                           || 'orch'
        ['start', '--report', 'a.html', '--json']    || 'orch start --report a.html --json'
        ['-e', 'secret()']                           || 'orch -e ...'
        ['run', '--', 'mvn', 'test']                 || 'orch run -- ...'
        ['logs', 'a', 'b', 'c', 'd', 'e', 'f', 'g']  || 'orch logs a b c d e f ...'
        ["one\ntwo"]                                 || 'orch one'
    }
}
