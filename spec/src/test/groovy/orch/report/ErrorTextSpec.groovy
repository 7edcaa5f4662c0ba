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

    def "on a terminal of #columns columns long lines are broken between words, but the next step never is"() {
        given:
        def error = new OrchException.Failed("service 'db' is not healthy: " + 'it was asked again and again ' * 5,
            ['last lines of its output:', '  FATAL: the disk of this machine is as full as a disk of that size can be', 'state: running'],
            Next.verb('logs', 'db', '--stack', 'a file with quite a long name that does not fit.groovy'))

        when:
        def text = ErrorText.of(error, error.next(), Style.PLAIN, columns, String::toString)

        then:
        text.readLines().every { it.length() <= columns || it.startsWith('  next: orch logs db --stack') }
        text.readLines().size() == lines
        text.readLines().drop(1).every { it.startsWith('  ') }
        text.replaceAll(/\s+/, ' ').strip() == ErrorText.of(error).replaceAll(/\s+/, ' ').strip()

        where:
        columns || lines
        60      || 9
        200     || 5
    }

    def "on a terminal headings stand out where colours are wanted, and a secret is masked before a line is broken"() {
        given:
        def error = new OrchException.Failed('failed', ['output:', '  the pass phrase ' + 'correct horse battery'], null)

        when:
        def text = ErrorText.of(error, Optional.empty(), new Style(true), 30, { it.replace('correct horse battery', '***') })

        then:
        text == '\u001b[31morch:\u001b[0m failed\n\u001b[1m  output:\u001b[0m\n    the pass phrase ***\n'
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
