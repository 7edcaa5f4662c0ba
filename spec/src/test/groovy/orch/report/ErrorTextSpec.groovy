package orch.report

import orch.model.Next
import orch.model.OrchException
import spock.lang.Specification

class ErrorTextSpec extends Specification {
    def "an error is a problem, its evidence indented, and the next step"() {
        expect:
        ErrorText.of(new OrchException.Failed("service 'db' is not healthy: it ended with exit code 1",
            ['container dev-db-1', 'last output:', '  FATAL: no disk'], Next.verb('logs', 'db'))) == '''\
            orch: service 'db' is not healthy: it ended with exit code 1
              container dev-db-1
              last output:
                FATAL: no disk
              next: orch logs db
            '''.stripIndent()
    }

    def "without evidence and next step it is one line"() {
        expect:
        ErrorText.of(new OrchException.BadInput('dev.groovy:7: unknown word')) == 'orch: dev.groovy:7: unknown word\n'
    }

    def "evidence of several lines is indented as a whole"() {
        expect:
        ErrorText.of(new OrchException.Failed('it failed', ['first\nsecond\r\nthird'], null)) ==
            'orch: it failed\n  first\n  second\n  third\n'
    }

    def "the next step can be another where it is typed elsewhere"() {
        expect:
        ErrorText.of(new OrchException.Failed('it failed', [], Next.verb('logs', 'db')), Optional.of(Next.verb('status'))) ==
            'orch: it failed\n  next: orch status\n'
    }

    def "a next step can be pasted into a shell: #line"() {
        expect:
        Next.verb(*words).commandLine() == line

        where:
        words                           || line
        ['logs', 'db']                  || 'orch logs db'
        ['logs', 'db', '--tail', '10']  || 'orch logs db --tail 10'
        ['plan', '--stack', 'my dev.groovy'] || "orch plan --stack 'my dev.groovy'"
        ['exec', 'db', '--', "it's"]    || "orch exec db -- 'it'\\''s'"
        ['logs', '$(id)']               || "orch logs '\$(id)'"
    }
}
