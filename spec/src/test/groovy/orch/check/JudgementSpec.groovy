package orch.check

import java.time.Clock
import java.time.Duration
import java.time.Instant
import java.time.ZoneOffset
import orch.engine.Experiments
import orch.model.Examples
import orch.model.Mount
import orch.model.OrchException
import orch.model.Origin
import orch.model.Stack
import spock.lang.Specification

/** What each check makes of what it has found, without an engine. */
class JudgementSpec extends Specification {
    static final Clock NOON = Clock.fixed(Instant.parse('2026-01-01T12:00:00Z'), ZoneOffset.UTC)

    static final Stack DEV = new Stack('dev', Origin.UNKNOWN, [db: Examples.service('db')], [:], [:])

    private static CheckResult done(Closure<?> work) {
        def protocol = new Protocol('n1')
        protocol.record('dev', 'some', { work(protocol) }, NOON)
    }

    def "a check that nothing could have made fail counts as failed"() {
        expect:
        done { }.failed()
        done { }.reasons()[0].contains('means nothing')
        !done { it.control('the twin failed') }.failed()
    }

    def "a problem fails a check, also when its control was fine, and an engine's error is one"() {
        expect:
        done { it.control('c'); it.problem('it is gone') }.reasons() == ['it is gone']
        done { throw new OrchException.Failed('no answer', ['really'], null) }.evidence() == ['really']
        done { it.control('c'); assert 1 == 2 }.reasons()[0].contains('1 == 2')
    }

    def "a check that does not apply says why, but not when it has found something wrong before"() {
        expect:
        done { throw new DoesNotApply('there is no volume') }.outcome() == new Outcome.Skipped('there is no volume')
        done { it.problem('p'); throw new DoesNotApply('no shell') }.failed()
    }

    def "every check has a name of its own, says what it proves, and what its arguments mean"() {
        expect:
        Checks.names() == Checks.names().unique(false)
        Checks.ALL.every { it.proves() && it.arguments().values().every { text -> text } }
        Checks.names() as Set == ['build', 'run', 'persistence', 'networkIsolation', 'volumes', 'logs', 'restart', 'loadBalancing',
            'sharedStorage', 'messageBus', 'cleanup', 'memory', 'startup', 'imageSize', 'idleCpu'] as Set
    }

    def "unknown checks and arguments are told with the nearest one, before anything is done"() {
        when:
        action()

        then:
        def e = thrown(OrchException.BadInput)
        e.message.contains(told)

        where:
        action                                                                                    | told
        ({ Checks.named('persistense') })                                                         | "did you mean 'persistence'?"
        ({ new Arguments('logs', [linse: '5']).allowOnly(['lines']) })                            | "did you mean 'lines'?"
        ({ new Arguments('build', [atMost: 'much']).size('atMost') })                             | 'a size such as 500MB'
        ({ new Arguments('build', [clean: 'no']).verify(DEV) })                                   | 'true or false'
        ({ new Arguments('idleCpu', [atMost: '5MB']).verify(DEV) })                               | 'a number'
        ({ new Arguments('restart', [service: 'bd']).verify(DEV) })                               | "did you mean 'db'?"
        ({ new Arguments('persistence', [path: '/data']).verify(DEV) })                           | "needs 'service'"
        ({ new Arguments('networkIsolation', [apart: 'web']).verify(DEV) })                       | 'pairs such as web:db'
        ({ new Arguments('restart', [within: 'soon']).duration('within', Duration.ZERO) })        | 'no duration'
        ({ new Arguments('sharedStorage', [writers: '-1']).number('writers', 4) })                | 'a whole number'
    }

    def "sizes and spans of time are read as they are written"() {
        expect:
        new Arguments('build', [atMost: '120MB']).size('atMost').get() == 120L << 20
        new Arguments('build', [atMost: 5L]).size('atMost').get() == 5
        new Arguments('restart', [within: '500ms']).duration('within', Duration.ZERO) == Duration.ofMillis(500)
    }

    def "run: exit code #code after #took of #grace is #verdict"() {
        expect:
        RunAndStop.wrongEnd('web-1', code, Duration.ofMillis(took), Duration.ofMillis(grace)).orElse('fine').contains(verdict)

        where:
        code | took  | grace || verdict
        0    | 20    | 1000  || 'fine'
        143  | 20    | 1000  || 'fine'
        137  | 1010  | 1000  || 'ignored SIGTERM and was killed after 1.0 s'
        137  | 20    | 1000  || 'exit code 137'
        1    | 20    | 1000  || 'exit code 1'
    }

    def "persistence: #written with volumes at #mounted is data in the container's own layer: #found"() {
        expect:
        OwnLayer.data(written, mounted) == found

        where:
        written                                      | mounted          || found
        ['/data', '/data/runs', '/data/runs/1.json'] | []               || ['/data/runs']
        ['/data', '/data/runs', '/data/runs/1.json'] | ['/data']        || []
        ['/data', '/data/runs']                      | ['/data/runs']   || []
        ['/tmp/x', '/run/pid', '/var/log/web.log']   | []               || []
        ['/var/lib/nginx/body', '/var/lib/dpkg/x']   | []               || []
        ['/var', '/var/lib', '/var/lib/app', '/var/lib/app/db'] | []    || ['/var/lib/app']
        ['/database/x']                              | []               || []
    }

    def "volumes: #mount.class.simpleName held against #mounted is #verdict"() {
        expect:
        Volumes.wrongMount('db', mount, mounted).orElse('fine').contains(verdict)

        where:
        mount                                              | mounted                                                                 || verdict
        new Mount.VolumeMount('v', '/data', false)         | [new Experiments.Mounted('volume', 'x_v', '/m', '/data', true)]         || 'fine'
        new Mount.VolumeMount('v', '/data', false)         | []                                                                      || 'not mounted'
        new Mount.VolumeMount('v', '/data', true)          | [new Experiments.Mounted('volume', 'x_v', '/m', '/data', true)]         || 'declared read-only and is writable'
        new Mount.VolumeMount('v', '/data', false)         | [new Experiments.Mounted('volume', 'x_v', '/m', '/data', false)]        || 'declared writable and is read-only'
        new Mount.VolumeMount('v', '/data', false)         | [new Experiments.Mounted('bind', '', '/m', '/data', true)]              || 'is a bind, declared is a volume'
    }

    def "networkIsolation: expected #expected, found #found, with a twin: #twin gives #problems"() {
        given:
        def attempt = new Reachability.Attempt('web', 'db', '10.0.0.2:80', expected, found, twin)

        expect:
        Reachability.problems([attempt])*.replaceAll(/.*(should not|and does not|shows nothing).*/, '$1') == problems

        where:
        expected | found             | twin  || problems
        true     | Reach.OPEN        | true  || []
        true     | Reach.REFUSED     | false || []
        true     | Reach.SILENT      | true  || ['and does not']
        false    | Reach.SILENT      | true  || []
        false    | Reach.UNREACHABLE | true  || []
        false    | Reach.OPEN        | true  || ['should not']
        false    | Reach.REFUSED     | true  || ['should not']
        false    | Reach.SILENT      | false || ['shows nothing']
    }

    def "networkIsolation: the matrix marks what is not as expected"() {
        expect:
        Reachability.matrix([
            new Reachability.Attempt('web', 'db', 'a:1', false, Reach.OPEN, true),
            new Reachability.Attempt('web', 'api', 'b:1', true, Reach.OPEN, true),
            new Reachability.Attempt('db', 'web', 'c:1', false, Reach.SILENT, true),
        ]) == ['web reaches db:yes! api:yes', 'db reaches web:no']
    }

    def "networkIsolation: what a prober prints counts only when it is complete"() {
        expect:
        NetworkProbe.read('a:1 open\nb:2 silent\n', ['a:1', 'b:2']).get() == ['a:1': Reach.OPEN, 'b:2': Reach.SILENT]
        NetworkProbe.read('a:1 open\n', ['a:1', 'b:2']).empty
        NetworkProbe.read('a:1 perhaps\n', ['a:1']).empty
        NetworkProbe.read('sh: bash: not found', ['a:1']).empty
    }

    def "logs: #what is found out"() {
        given:
        def output = new NumberedOutput(3000)
        lines.each { output.line(it, it % 1000 == 0 || it in wrongStream) }

        expect:
        output.problems(1501, rotated)*.replaceAll(/\d+/, 'N').any { it.contains(told) } == !told.empty

        where:
        what                        | lines                                   | rotated | wrongStream || told
        'all of them'               | (1..3000) - 1501                        | false   | []          || ''
        'a lost line'               | (1..3000) - [1501, 700]                 | false   | []          || 'are missing'
        'a lost end'                | (1..2000) - 1501                        | false   | []          || 'the last line'
        'a lost end of errors'      | (1..2999) - 1501                        | true    | []          || 'the last line'
        'a lost beginning'          | (500..3000) - 1501                      | false   | []          || 'the first line'
        'a rotated beginning'       | (500..3000) - 1501                      | true    | []          || ''
        'a late error of those'     | [1000] + (1145..3000) - 1501            | true    | []          || ''
        'nothing at all'            | []                                      | false   | []          || 'none can be had'
        'a line twice'              | [1, 2, 2] + ((3..3000) - 1501)          | false   | []          || 'not in their order'
        'the wrong stream'          | (1..3000) - 1501                        | false   | [5]         || 'the other stream'
    }

    def "logs: standard output of #count lines, the last one an error, has ended with line #last of it"() {
        given:
        def output = new NumberedOutput(count)

        when:
        (1..<last).each { output.line(it, it % 1000 == 0) }

        then:
        !output.outEnded()

        when:
        output.line(last, false)

        then:
        output.outEnded()

        where:
        count || last
        2000  || 1999
        1001  || 999
        10    || 9
    }

    def "logs: the line that was not printed is noticed"() {
        given:
        def output = new NumberedOutput(10)
        ((1..10) - 6).each { output.line(it, it == 10) }

        expect:
        output.noticed(6)
        !output.noticed(5)
    }

    def "sharedStorage and messageBus: #what is found out"() {
        given:
        def whole = (1..2).collectMany { writer -> (1..3).collect { "n1 $writer $it xx end".toString() } }

        expect:
        WrittenLines.judge(change(whole).join('\n'), 'n1', 2, 3).problems().any { it.contains(told) } == !told.empty

        where:
        what               | change                                             || told
        'all lines'        | { it }                                             || ''
        'facts'            | { it.collect { line -> "FACT: now dev $line" } }   || ''
        'a lost line'      | { it.drop(1) }                                     || 'writer 1 wrote 3 lines, 2'
        'a torn line'      | { [it[0].take(6) + it[1]] + it.drop(2) }           || 'torn'
        'a changed order'  | { [it[1], it[0]] + it.drop(2) }                    || 'not in their order'
        'nothing'          | { [] }                                             || 'writer 2 wrote 3 lines, 0'
    }

    def "loadBalancing: the answer #answer has status #status"() {
        expect:
        Requests.status(new ByteArrayInputStream(answer.replace('|', '\r\n').bytes)) == status

        where:
        answer                                               || status
        'HTTP/1.1 200 OK|Content-Length: 4||well'            || 200
        'HTTP/1.0 503 Service Unavailable||'                 || 503
        'HTTP/1.1 200 OK|content-length: 9||well'            || 0
        'HTTP/1.1 200 OK|'                                   || 0
        ''                                                   || 0
    }

    def "loadBalancing: late and lost requests are problems, those in the moment of the kill are not"() {
        expect:
        LoadBalancing.wrong(0, 0, Duration.ofSeconds(5)) == []
        LoadBalancing.wrong(2, 1, Duration.ofSeconds(5)).size() == 2
    }

    def "budgets: a figure above its limit is a problem, and half of it as a limit is the control"() {
        expect:
        done { Budget.hold(new Figure('memory', 10, 'MB'), Optional.of(20d), it) }.control() == 'half of what was measured would be exceeded as a limit'
        done { Budget.hold(new Figure('memory', 30, 'MB'), Optional.of(20d), it) }.reasons() == ['memory 30 MB is more than 20 MB']
        done { Budget.hold(new Figure('memory', 0, 'MB'), Optional.empty(), it) }.failed()
    }

    def "build: a secret is found in any layer, packed or not, also across two reads"() {
        given:
        def secret = 'hunter2hunter2'
        def filler = 'x' * (256 * 1024)
        def content = { text -> packed ? zipped(text) : text.bytes }
        def tar = tar([content('nothing' + filler), content(filler[0..-8] + (leaks ? secret : 'harmless') + filler)])
        def search = new LayerSearch([password: secret])

        when:
        search.read(new ByteArrayInputStream(tar))

        then:
        search.found() == (leaks ? ['password'] as Set : [] as Set)
        search.bytes() > 500_000

        where:
        [packed, leaks] << [[true, false], [true, false]].combinations()
    }

    private static byte[] zipped(String text) {
        def out = new ByteArrayOutputStream()
        new java.util.zip.GZIPOutputStream(out).withStream { it << text }
        out.toByteArray()
    }

    private static byte[] tar(List<byte[]> parts) {
        def out = new ByteArrayOutputStream()
        parts.eachWithIndex { part, at ->
            def header = new byte[512]
            def name = "layer$at".bytes
            System.arraycopy(name, 0, header, 0, name.length)
            def size = String.format('%011o', part.length).bytes
            System.arraycopy(size, 0, header, 124, size.length)
            out.write(header)
            out.write(part)
            out.write(new byte[(512 - part.length % 512) % 512])
        }
        out.write(new byte[1024])
        out.toByteArray()
    }
}
