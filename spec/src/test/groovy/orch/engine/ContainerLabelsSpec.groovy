package orch.engine

import java.time.Duration
import orch.model.Dependency
import orch.model.ImageSource
import orch.model.Labels
import orch.model.Links
import orch.model.Logging
import orch.model.Origin
import orch.model.Process
import orch.model.Readiness
import orch.model.Resources
import orch.model.Security
import orch.model.Service
import orch.plan.Observed
import spock.lang.Specification

class ContainerLabelsSpec extends Specification {
    static final Readiness.Pace PACE =
        new Readiness.Pace(Duration.ofMillis(1500), Duration.ofSeconds(2), 7, Duration.ofMinutes(3))

    def "readiness is read back from the labels as it was described: #readiness"() {
        expect:
        ContainerLabels.readiness(container(labels(readiness))) == readiness

        where:
        readiness << [
            Readiness.BY_IMAGE, Readiness.RUNNING,
            new Readiness.Command(['pg_isready', '-U', 'a "b" \\ c', ''], PACE),
            Readiness.Command.shell("curl -f 'http://x/ä'\n|| exit 1", Readiness.Pace.DEFAULT),
            new Readiness.Http('/health?deep=1&x="y"', 8080, 204, PACE),
            new Readiness.Http('/', 80, 0, Readiness.Pace.DEFAULT),
            new Readiness.Tcp(65535, PACE),
            new Readiness.LogLine('ready in \\d+ "ms"', PACE),
        ]
    }

    def "a label that #says leaves it to the engine to tell"() {
        expect:
        ContainerLabels.readiness(container((Labels.READINESS): label)) == Readiness.BY_IMAGE

        where:
        says                         | label
        'is empty'                   | ''
        'is no JSON'                 | 'soon'
        'is cut off'                 | '{"kind":"tcp","po'
        'is of another shape'        | '[1, 2]'
        'is null'                    | 'null'
        'names an unknown kind'      | '{"kind":"grpc","port":80}'
        'names no kind'              | '{"port":80}'
        'has no path'                | '{"kind":"http","port":80}'
        'has no port'                | '{"kind":"tcp"}'
        'has an impossible port'     | '{"kind":"tcp","port":70000}'
        'has no command'             | '{"kind":"command","command":[]}'
        'has a broken pattern'       | '{"kind":"log","pattern":"("}'
        'has a negative time'        | '{"kind":"tcp","port":80,"startPeriod":-1}'
    }

    def "a container without the label is told by its image"() {
        expect:
        ContainerLabels.readiness(container([:])) == Readiness.BY_IMAGE
    }

    def "labels tell the service, its replica, what it waits for, and what other tools ask for"() {
        when:
        def labels = ContainerLabels.of(service(Readiness.RUNNING), 2, 'abc', 'links=1', false)

        then:
        labels.subMap([Labels.SERVICE, Labels.REPLICA, Labels.CONFIG, Labels.PARTS, Labels.AFTER, 'team']) ==
            [(Labels.SERVICE): 'db', (Labels.REPLICA): '2', (Labels.CONFIG): 'abc', (Labels.PARTS): 'links=1',
             (Labels.AFTER): 'cache,mail', team: 'payments']
        labels[Labels.COMPOSE_SERVICE] == 'db'
        labels['com.docker.compose.container-number'] == '2'
    }

    def "only a container that ends by itself says so"() {
        expect:
        ContainerLabels.of(service(Readiness.RUNNING), 1, '', '', true)[Labels.ONE_SHOT] == 'true'
        !ContainerLabels.of(service(Readiness.RUNNING), 1, '', '', false).containsKey(Labels.ONE_SHOT)
    }

    private static Map<String, String> labels(Readiness readiness) {
        ContainerLabels.of(service(readiness), 1, '', '', false)
    }

    private static Service service(Readiness readiness) {
        def after = ['cache', 'mail'].collect { new Dependency(it, Dependency.Condition.STARTED, false) }
        new Service('db', new Origin('dev.groovy', 3), [new ImageSource.Named('busybox')], Process.OF_IMAGE, Links.DEFAULT,
            [], after, readiness, Resources.UNLIMITED, Security.DEFAULT, Logging.DEFAULT, 'no', false, 1, [team: 'payments'])
    }

    private static Observed.Container container(Map<String, String> labels) {
        new Observed.Container('id', 'dev-db-1', 'busybox', 'sha256:1', 'running', 'Up', 0, labels, [], [:], [:])
    }
}
