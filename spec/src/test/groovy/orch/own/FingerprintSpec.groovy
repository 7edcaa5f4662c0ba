package orch.own

import java.time.Instant
import orch.engine.read.EngineEvent
import orch.engine.read.Inventory
import orch.engine.read.Inventory.Container
import orch.engine.read.Inventory.Image
import orch.engine.read.Inventory.Network
import orch.engine.read.Inventory.Volume
import orch.health.ContainerState.Health
import orch.model.Environment
import orch.model.Identity
import spock.lang.Specification

/** What changed between two moments, told apart by the engine's events. */
class FingerprintSpec extends Specification {
    private static final Instant BEGIN = Instant.parse('2026-01-01T12:00:00Z')
    private static final String ANONYMOUS = 'ab' * 32

    private List before = []
    private List after = []
    private final List<EngineEvent> events = []

    def "nothing changed: nothing to tell"() {
        given:
        stays(container('db'), new Network('n', 'net', [:]), new Volume('data', 'then', [:]), new Image('i', ['a:1']))

        expect:
        changes() == []
    }

    def "what appears is no fault"() {
        given:
        after = [container('db'), new Network('n', 'net', [:]), new Volume('data', 'then', [:]), new Image('i', ['a:1'])]

        expect:
        changes().every { it instanceof Change.Appeared }
        changes()*.what() == ["container 'db' appeared", "network 'net' appeared", "volume 'data' appeared", "image 'a:1' appeared"]
    }

    def "a container that somebody removed is harm, with when and by what"() {
        given:
        before = [container('db')]
        happens('db', 'kill', signal: '9')
        happens('db', 'die', exitCode: '137')
        happens('db', 'destroy')

        expect:
        harm() == ["container 'db' was removed at 2026-01-01T12:00:02Z: killed with signal 9, exit code 137"]
    }

    def "a container that #what is harm: #told"() {
        given:
        before = [container('db')]
        after = [container('db', state: state)]
        happened.each { happens(it[0], 'db', it[1]) }

        expect:
        harm() == ["container 'db' $told".toString()]

        where:
        what                     | state    | happened                                              || told
        'was stopped'            | 'exited' | [['kill', [signal: '15']], ['die', [exitCode: '0']], ['stop', [:]]] || 'stopped at 2026-01-01T12:00:02Z: killed with signal 15, exit code 0'
        'crashed'                | 'exited' | [['die', [exitCode: '3']]]                            || 'stopped at 2026-01-01T12:00:01Z: ended by itself with exit code 3'
        'had no memory'          | 'exited' | [['oom', [:]], ['die', [exitCode: '137']]]            || 'stopped at 2026-01-01T12:00:02Z: out of memory, exit code 137'
        'was paused'             | 'paused' | [['pause', [:]]]                                      || 'was paused at 2026-01-01T12:00:01Z: paused'
        'ended without an event' | 'exited' | []                                                    || 'stopped: the engine told of no event that explains it'
    }

    def "a container that ended by itself with 0 is as it should be, #then"() {
        given:
        before = [container('job', state: was)]
        after = there ? [container('job', state: 'exited')] : []
        happens('job', 'die', exitCode: '0')
        if (!there) {
            happens('job', 'destroy')
        }

        expect:
        harm() == []
        byOthers().size() == 1
        byOthers()[0].contains('ended by itself with exit code 0')

        where:
        then                     | was       | there
        'and is still there'     | 'running' | true
        'and is removed'         | 'running' | false
        'and had just been made' | 'created' | false
    }

    def "a signal that is only news does not count as the end: reloaded with #signal, it ended by itself"() {
        given:
        before = [container('job')]
        happens('job', 'kill', signal: signal)
        happens('job', 'die', exitCode: '0')

        expect:
        harm() == []

        where:
        signal << ['1', '10', '12']
    }

    def "a signal counts though the engine tells of the end that it caused first"() {
        given:
        before = [container('web', labels: compose())]
        happens('web', 'die', exitCode: '137')
        happens('web', 'kill', signal: '9')
        happens('web', 'destroy')

        expect:
        harm() == []
        byOthers()[0].contains('was removed at 2026-01-01T12:00:01Z: killed with signal 9, exit code 137')
    }

    def "a kill of an earlier run does not explain a later end"() {
        given:
        before = [container('job')]
        after = [container('job', state: 'exited')]
        happens('job', 'kill', signal: '15')
        happens('job', 'die', exitCode: '143')
        happens('job', 'start')
        happens('job', 'die', exitCode: '0')

        expect:
        harm() == []
    }

    def "a container that did not run and is removed is harm"() {
        given:
        before = [container('old', state: 'exited')]
        happens('old', 'destroy')

        expect:
        harm() == ["container 'old' was removed at 2026-01-01T12:00:01Z: removed while it did not run"]
    }

    def "a container that turned unhealthy is harm, unless it had never been healthy"() {
        given:
        before = [container('db', health: was)]
        after = [container('db', health: Health.UNHEALTHY)]
        happens('db', 'health_status: unhealthy')

        expect:
        harm().size() == expected
        changes()*.what().every { it.contains("container 'db' turned unhealthy at 2026-01-01T12:00:01Z: its health check failed") }
        changes().size() == (was == Health.UNHEALTHY ? 0 : 1)

        where:
        was              || expected
        Health.HEALTHY   || 1
        Health.NONE      || 1
        Health.STARTING  || 0
        Health.UNHEALTHY || 0
    }

    def "a container that the engine restarted after exit code #code is harm #times times"() {
        given:
        before = [container('db', restarts: 1)]
        after = [container('db', restarts: 3)]
        happens('db', 'die', exitCode: "$code".toString())
        happens('db', 'start')

        expect:
        harm().size() == times
        changes()*.what() == ["container 'db' was restarted by the engine, 2 times, last at 2026-01-01T12:00:01Z: ended by itself with exit code $code".toString()]

        where:
        code || times
        1    || 1
        0    || 0
    }

    def "a container that its owner restarted, started or renamed is no harm"() {
        given:
        before = [container('a', restarts: 2), container('b', state: 'exited'), container('c')]
        after = [container('a', restarts: 0), container('b'), container('c', name: 'd')]
        happens('b', 'start')

        expect:
        harm() == []
        byOthers() == ["container 'b' was started at 2026-01-01T12:00:01Z", "container 'c' was renamed to 'd'"]
    }

    def "a container that was replaced by one that is as well is no harm"() {
        given:
        before = [container([name: 'web'] + was, 'old')]
        after = [container([name: 'web'] + now, 'new')]
        happens('old', 'kill', signal: '9')
        happens('old', 'die', exitCode: '137')

        expect:
        harm().empty == well
        changes().size() == 1
        changes()[0].what().contains(well ? '; replaced by a new one' : '; what replaced it is not well')

        where:
        was                         | now                         || well
        [:]                         | [:]                         || true
        [health: Health.HEALTHY]    | [health: Health.STARTING]   || true
        [health: Health.UNHEALTHY]  | [health: Health.UNHEALTHY]  || true
        [state: 'exited']           | [state: 'created']          || true
        [:]                         | [state: 'exited']           || false
        [health: Health.HEALTHY]    | [health: Health.UNHEALTHY]  || false
    }

    def "a container of Compose is replaced by the one with its project, service and number, whatever its name"() {
        given:
        def other = container('other', labels: compose('shop', 'db'))
        before = [container('old', labels: compose('shop', 'web')), other]
        after = [container('new', labels: compose(project, 'web')), other]
        happens('old', 'kill', signal: '15')
        happens('old', 'die', exitCode: '143')

        expect:
        harm().empty == replaced

        where:
        project || replaced
        'shop'  || true
        'bank'  || false
    }

    def "all of #group going on request is no harm, networks and volumes included"() {
        given:
        before = [container('web', labels: labels), container('db', labels: labels), new Network('n', 'net', labels), new Volume('data', 'then', labels)]
        ['web', 'db'].each { stopped(it) }

        expect:
        harm() == []
        byOthers().size() == 4
        byOthers().every { it.contains("with all of $group") }

        where:
        group                                         | labels
        "Compose project 'shop'"                      | ['com.docker.compose.project': 'shop']
        "Testcontainers session 's1'"                 | ['org.testcontainers.sessionId': 's1']
        "orch stack 'dev of host h'"                  | ['orch.stack': 'dev', 'orch.host': 'h', 'com.docker.compose.project': 'dev']
        "orch stack 'dev, run abc12 of host h'"       | ['orch.stack': 'dev', 'orch.run': 'abc12', 'orch.host': 'h']
    }

    def "all of a group stopping on request is no harm"() {
        given:
        before = [container('web', labels: compose()), new Network('n', 'net', compose())]
        after = [container('web', labels: compose(), state: 'exited'), new Network('n', 'net', compose())]
        stopped('web')

        expect:
        harm() == []
    }

    def "one of a group going alone is harm"() {
        given:
        before = [container('web', labels: labels), container('db', labels: labels)]
        after = [container('db', labels: labels)]
        stopped('web')

        expect:
        harm().size() == 1
        harm()[0].startsWith("container 'web' was removed")

        where:
        labels << [['com.docker.compose.project': 'shop'], ['org.testcontainers.sessionId': 's1'], ['orch.stack': 'dev', 'orch.host': 'h']]
    }

    def "a Testcontainers session is gone though its reaper still looks on"() {
        given:
        def session = ['org.testcontainers.sessionId': 's1']
        def reaper = container('ryuk', labels: session, image: 'testcontainers/ryuk:0.11.0')
        before = [container('db', labels: session), reaper]
        after = [reaper]
        stopped('db')

        expect:
        harm() == []
    }

    def "the only container of a Compose project removed by its name, its network left, is harm"() {
        given:
        before = [container('proxy', labels: compose()), new Network('n', 'net', compose())]
        after = [new Network('n', 'net', compose())]
        stopped('proxy')

        expect:
        harm().size() == 1
    }

    def "a group that nobody asked to go is harmed: #what"() {
        given:
        before = [container('web', labels: compose())]
        after = [container('web', labels: compose(), state: 'exited')]
        happened.each { happens(it[0], 'web', it[1]) }

        expect:
        harm().size() == 1

        where:
        what            | happened
        'it crashed'    | [['die', [exitCode: '1']]]
        'out of memory' | [['oom', [:]], ['die', [exitCode: '137']]]
    }

    def "a network or volume that is removed by itself is harm: #labels"() {
        given:
        before = [container('web', labels: compose()), new Network('n', 'net', labels), new Volume('data', 'then', labels)]
        after = [container('web', labels: compose())]
        happens('destroy', 'n', [:], 'network')
        happens('destroy', 'data', [:], 'volume')

        expect:
        harm() == ["network 'net' was removed at 2026-01-01T12:00:01Z", "volume 'data' was removed at 2026-01-01T12:00:02Z"]

        where:
        labels << [[:], ['com.docker.compose.project': 'shop']]
    }

    def "a volume of a group that only stopped is not anybody's to remove"() {
        given:
        before = [container('web', labels: compose()), new Volume('data', 'then', compose())]
        after = [container('web', labels: compose(), state: 'exited')]
        stopped('web')

        expect:
        harm() == ["volume 'data' was removed"]
    }

    def "a volume that was removed and made anew has lost its data; a network has nothing to lose"() {
        given:
        before = [new Volume('data', 'then', [:]), new Network('n', 'net', [:])]
        after = [new Volume('data', 'now', [:]), new Network('m', 'net', [:])]
        happens('destroy', 'data', [:], 'volume')

        expect:
        harm() == ["volume 'data' was removed at 2026-01-01T12:00:01Z and made anew, without its data"]
        byOthers() == ["network 'net' was removed; replaced by a new one"]
    }

    def "a volume in which its users write is the same, whatever time of creation the engine prints"() {
        given:
        before = [new Volume('data', 'then', [:])]
        after = [new Volume('data', 'now', [:])]

        expect:
        harm() == []
        byOthers() == []
    }

    def "a volume without a name goes with its container, a named one does not"() {
        given:
        before = [container('job', volumes: [ANONYMOUS, 'data']), new Volume(ANONYMOUS, 'then', [:]), new Volume('data', 'then', [:])]
        happens('job', 'die', exitCode: '0')

        expect:
        harm() == ["volume 'data' was removed"]
    }

    def "a volume without a name that was taken from a container, or with a container that was harmed, is harm"() {
        given:
        before = [container('db', volumes: [ANONYMOUS]), new Volume(ANONYMOUS, 'then', [:])]
        after = there ? [container('db', volumes: [ANONYMOUS])] : []

        expect:
        harm().any { it.startsWith("volume '$ANONYMOUS' was removed") }

        where:
        there << [true, false]
    }

    def "an image that #what is no harm"() {
        given:
        before = [new Image('i', ['a:1'])]
        after = now
        happened.each { happens(it, 'i', [:], 'image') }

        expect:
        harm() == []
        byOthers() == [told]

        where:
        what                       | now                                       | happened            || told
        'lost a tag'               | [new Image('i', [])]                      | ['untag']           || "image 'a:1' lost that name at 2026-01-01T12:00:01Z"
        'gave its tag to a newer'  | [new Image('i', []), new Image('j', ['a:1'])] | []              || "image 'a:1' was replaced by a new one"
        'was built anew'           | [new Image('j', ['a:1'])]                 | ['delete']          || "image 'a:1' was replaced by a new one at 2026-01-01T12:00:01Z"
        'was removed, as was told' | []                                        | ['untag', 'delete'] || "image 'a:1' was removed at 2026-01-01T12:00:02Z"
    }

    def "an image that is gone without a word is harm"() {
        given:
        before = [new Image('i', ['a:1'])]

        expect:
        harm() == ["image 'a:1' is gone: the engine told of no event that explains it"]
    }

    def "images without names are counted, not listed"() {
        given:
        before = [new Image('i', []), new Image('j', [])]
        ['i', 'j'].each { happens('delete', it, [:], 'image') }

        expect:
        changes() == [new Change.ByOthers('2 images without a name were removed')]
    }

    def "what is of the one identity is no part of a fingerprint, what is of its neighbours is"() {
        given:
        def identity = new Identity('dev', new Environment.Dedicated('abc12'), 'h')
        def neighbour = new Identity('dev', Environment.SHARED, 'h')
        def all = new Inventory([container('own', labels: identity.labels()), container('other', labels: neighbour.labels()), container('foreign')],
            [new Network('n', 'net', identity.labels())], [new Volume('v', '', identity.labels())], [])

        expect:
        with(Fingerprint.of(all, identity).others()) {
            containers()*.name() == ['other', 'foreign']
            networks() == []
            volumes() == []
        }
    }

    private static Map compose(String project = 'shop', String service = 'web') {
        ['com.docker.compose.project': project, 'com.docker.compose.service': service, 'com.docker.compose.container-number': '1']
    }

    private static Container container(Map how = [:], String id) {
        new Container(id, how.name ?: id, how.image ?: 'image:1', how.state ?: 'running', how.health ?: Health.NONE, how.restarts ?: 0,
            how.labels ?: [:], (how.volumes ?: []) as Set)
    }

    private void stays(Object... things) {
        before = things as List
        after = things as List
    }

    /** As an orchestrator does it: asked to stop, then removed. */
    private void stopped(String id) {
        happens(id, 'kill', signal: '15')
        happens(id, 'die', exitCode: '143')
    }

    private void happens(Map attributes = [:], String id, String action) {
        happens(action, id, attributes)
    }

    private void happens(String action, String id, Map attributes, String type = 'container') {
        events << new EngineEvent(BEGIN.plusSeconds(events.size() + 1), type, action, id, attributes)
    }

    private List<Change> changes() {
        Fingerprint.difference(new Fingerprint(inventory(before)), new Fingerprint(inventory(after)), events)
    }

    private List<String> harm() {
        changes().findAll { it instanceof Change.Harm }*.what()
    }

    private List<String> byOthers() {
        changes().findAll { it instanceof Change.ByOthers }*.what()
    }

    private static Inventory inventory(List things) {
        new Inventory(things.findAll { it instanceof Container }, things.findAll { it instanceof Network },
            things.findAll { it instanceof Volume }, things.findAll { it instanceof Image })
    }
}
