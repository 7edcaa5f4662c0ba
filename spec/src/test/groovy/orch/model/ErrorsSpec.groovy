package orch.model

import spock.lang.Specification

class ErrorsSpec extends Specification {
    def "each kind of error has one exit code: #kind ends with #code"() {
        given:
        def error = Class.forName('orch.model.OrchException$' + kind)
            .getConstructor(String, List, Next).newInstance('a problem', ['a line'], Next.verb('logs', 'db'))

        expect:
        error.exitCode() == code
        error.message == 'a problem'
        error.evidence() == ['a line']
        error.next().get().commandLine() == 'orch logs db'

        where:
        kind          || code
        'Failed'      || 1
        'BadInput'    || 2
        'Unavailable' || 3
        'TimedOut'    || 4
        'Refused'     || 5
    }

    def "there is no kind of error beside those"() {
        expect:
        OrchException.permittedSubclasses*.simpleName.sort() == ['BadInput', 'Failed', 'Refused', 'TimedOut', 'Unavailable']
    }

    def "a problem has its place in front: #text"() {
        expect:
        origin.at('wrong') == text

        where:
        origin                       || text
        new Origin('dev.groovy', 7)  || 'dev.groovy:7: wrong'
        new Origin('dev.groovy', 0)  || 'dev.groovy: wrong'
        Origin.UNKNOWN               || 'wrong'
    }
}
