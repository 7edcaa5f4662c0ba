package orch.report

import com.fasterxml.jackson.databind.ObjectMapper
import java.nio.charset.StandardCharsets
import java.time.Duration
import java.time.LocalTime
import java.time.ZoneId
import java.time.temporal.ChronoUnit
import java.nio.file.Files
import orch.health.Moments
import orch.model.Examples
import orch.model.Network
import orch.model.OrchException
import orch.model.Readiness
import orch.plan.Operation
import orch.plan.Progress
import orch.support.Orch
import orch.report.ProgressLines.Detail
import spock.lang.Specification

class ProgressLinesSpec extends Specification {
    static final Operation GET = new Operation.ProvideImage('db', [Examples.image('postgres:16')], 'not present: postgres:16')
    static final Operation CREATE = new Operation.CreateNetwork(Network.bridge('default'), 'dev_default', 'it does not exist')
    static final Operation START = new Operation.StartContainer('db', 'dev-db-1', '', 'it does not exist')
    static final Operation STOP = new Operation.StopContainer('db', 'dev-db-1', 'c0ffee', 'stop was asked for')
    static final Operation REMOVE = new Operation.RemoveVolume('dev_data', 'd1f2', 'stop was asked for')
    static final Operation AWAIT = new Operation.AwaitReady('db', 'dev-db-1', '', Readiness.RUNNING, false, 'until ready: running')
    static final Operation WAIT = new Operation.AwaitReady('web', 'dev-web-1', '', new Readiness.Http('/health', 80, 0, Readiness.Pace.DEFAULT), false, 'x')
    static final Operation COMPLETE = new Operation.AwaitReady('m', 'dev-m-1', '', Readiness.RUNNING, true, 'until ready: running')

    def clock = new Moments.MovedClock()
    def masking = new Masking()
    def printed = new ByteArrayOutputStream()

    def "what is done is a line with its cause and how long it took: #line"() {
        expect:
        lines(Detail.PLAIN, new Progress.Done(operation, Duration.ofMillis(1250)))*.drop(10) == [line]

        where:
        operation || line
        GET       || 'got image of db  not present: postgres:16, 1.3 s'
        CREATE    || 'created network dev_default  it did not exist, 1.3 s'
        START     || 'started dev-db-1  it did not exist, 1.3 s'
        STOP      || 'stopped dev-db-1  stop was asked for, 1.3 s'
        REMOVE    || 'removed volume dev_data  stop was asked for, 1.3 s'
        AWAIT     || 'ready dev-db-1  1.3 s'
        COMPLETE  || 'completed dev-m-1  1.3 s'
    }

    def "only what may take long is announced"() {
        expect:
        lines(Detail.PLAIN, *[GET, CREATE, START, STOP, REMOVE, AWAIT].collect { new Progress.Started(it) })*.drop(10) ==
            ['get image of db  not present: postgres:16']
    }

    def "a failure and a note are told"() {
        expect:
        lines(Detail.PLAIN, new Progress.Failed(START, 'no disk'), new Progress.Note('image of db', 'pulled 3 of 9 MB'))*.drop(10) ==
            ['failed dev-db-1', 'image of db  pulled 3 of 9 MB']
    }

    def "a note as long as a page is cut to a line"() {
        when:
        def line = lines(Detail.PLAIN, new Progress.Note('image of db', 'Step 1 : RUN ' + 'x' * 500))[0]

        then:
        line.length() < 200
        line.endsWith('xxx...')
    }

    def "a note of several lines is one line"() {
        expect:
        lines(Detail.PLAIN, new Progress.Note('image of db', 'first\nsecond')).size() == 1
    }

    def "plain lines begin with the time of day, those of a terminal with the time that has passed"() {
        given:
        def localTime = LocalTime.ofInstant(Moments.at('65.4'), ZoneId.systemDefault()).truncatedTo(ChronoUnit.SECONDS)

        expect:
        lines(Detail.PLAIN, { clock.pass(Duration.ofMillis(65_400)) }, new Progress.Note('a', 'b')) ==
            [localTime.format(java.time.format.DateTimeFormatter.ISO_LOCAL_TIME) + '  a  b']
        lines(Detail.TTY, { clock.pass(Duration.ofMillis(65_400)) }, new Progress.Note('a', 'b')) == ['  65.4 s  a  b']
    }

    def "as JSON each line is a document of its own"() {
        when:
        def events = lines(Detail.JSON,
            new Progress.Started(CREATE),
            { clock.pass(Duration.ofSeconds(2)) },
            new Progress.Done(CREATE, Duration.ofMillis(1250)),
            new Progress.Failed(START, 'no "disk"\nnowhere'),
            new Progress.Note('image of db', 'pulled 3 of 9 MB')).collect { new ObjectMapper().readValue(it, Map) }

        then:
        events == [
            [time: '2026-11-21T10:00:00Z', event: 'started', verb: 'create', subject: 'network dev_default', cause: 'it does not exist'],
            [time: '2026-11-21T10:00:02Z', event: 'done', verb: 'create', subject: 'network dev_default', cause: 'it does not exist', millis: 1250],
            [time: '2026-11-21T10:00:02Z', event: 'failed', verb: 'start', subject: 'dev-db-1', cause: 'it does not exist', text: 'no "disk"\nnowhere'],
            [time: '2026-11-21T10:00:02Z', event: 'note', text: 'image of db: pulled 3 of 9 MB']]
    }

    def "every event of --progress json has just the fields that docs/json.md tells of"() {
        given:
        def plan = Runs.start()
        def wait = Runs.the(plan, 'await', 'dev-db-1')
        def table = Files.readString(Orch.ROOT.resolve('docs/json.md')).with { it.substring(it.indexOf('| event | has |')) }
        def rows = table.readLines().drop(2).takeWhile { it }.join('\n').findAll(/(?m)^\| `(\w+)` \| (.*?) \|/) { row, event, fields -> [event, fields] }
        def documented = rows.collectEntries { event, fields -> [event, fields.findAll(/\w+/) as Set] }

        when:
        def events = lines(Detail.JSON,
            new Progress.Planned(plan), new Progress.Started(CREATE), new Progress.Done(CREATE, Duration.ZERO), new Progress.Failed(START, 'no'),
            new Progress.Note('a', 'b'), Runs.waiting(plan, 'dev-db-1', '503', 2), new Progress.Pulled(GET, 'postgres:16', 1, 2),
            new Progress.Output(wait, ['x']), new Progress.Finished(plan),
            new Progress.Ended(1, Optional.of(new OrchException.Failed('no', ['since'], null)), Optional.empty())
        ).collect { new ObjectMapper().readValue(it, Map) }

        then:
        events.collectEntries { [it.event, (it.keySet() - ['time', 'event']) as Set] } == documented
        events*.event as Set == documented.keySet()
        events.every { java.time.Instant.parse(it.time) }
    }

    def "a long wait is told after 5 s, with what it waits for and why, and then in distances that double"() {
        when:
        def told = lines(Detail.PLAIN, *(1..90).collect { wait(it, 'GET /health: 503') })*.drop(10)

        then:
        told[0] == 'waiting for dev-web-1  GET /health on port 80: GET /health: 503 (5 tries), 5 s'
        told*.split(', ')*.last() == ['5 s', '10 s', '20 s', '40 s', '80 s']
    }

    def "a pull is told at each tenth, also where more of the image becomes known meanwhile"() {
        expect:
        lines(Detail.PLAIN, *[[1, 100], [11, 100], [12, 100], [20, 200], [21, 200], [45, 200]].collect { here, all ->
            new Progress.Pulled(GET, 'postgres:16', here * 1_000_000, all * 1_000_000)
        })*.drop(10) == ['image of db  pulled 11 of 100 MB', 'image of db  pulled 45 of 200 MB']
    }

    def "what is told goes to all who listen, in their order"() {
        given:
        List<String> heard = []
        def all = Progress.Listener.toAll(['a', 'b'].collect { name -> { Progress p -> heard << name } as Progress.Listener })

        when:
        all.on(wait(1, 'no'))

        then:
        heard == ['a', 'b']
    }

    def "where nothing shall be told, nothing is"() {
        expect:
        lines(Detail.QUIET, new Progress.Started(GET), new Progress.Done(GET, Duration.ZERO), new Progress.Failed(GET, 'x'),
            new Progress.Note('a', 'b')).empty
    }

    def "secrets are masked in progress, told as #detail"() {
        given:
        masking.add('hunter22')

        when:
        def line = lines(detail, new Progress.Note('db', 'password is hunter22'))[0]

        then:
        line.contains('password is ***')
        !line.contains('hunter22')

        where:
        detail << [Detail.PLAIN, Detail.TTY, Detail.JSON]
    }

    def "lines of several threads do not mix"() {
        given:
        def progress = lines(Detail.JSON)
        def listener = listener(Detail.JSON)

        when:
        (1..8).collect { n -> Thread.start { 50.times { listener.on(new Progress.Note("subject-$n", 'x' * 100)) } } }*.join()

        then:
        progress.empty
        told().collect { new ObjectMapper().readValue(it, Map).text.length() }.toSet() == [111] as Set
        told().size() == 400
    }

    private static Progress wait(int seconds, String answer) {
        new Progress.Waiting(WAIT, 'running', answer, seconds, Duration.ofSeconds(seconds))
    }

    private ProgressLines listener(Detail detail) {
        new ProgressLines(new PrintStream(printed, true, StandardCharsets.UTF_8), detail, Style.PLAIN, masking, clock)
    }

    /** What is told of these events; a closure among them happens in between. */
    private List<String> lines(Detail detail, Object... events) {
        printed.reset()
        clock.now = Moments.BEGIN
        def listener = listener(detail)
        events.each { it instanceof Closure ? it() : listener.on(it as Progress) }
        told()
    }

    private List<String> told() {
        printed.toString(StandardCharsets.UTF_8).readLines()
    }
}
