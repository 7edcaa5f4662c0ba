package orch.plan

import static orch.model.Examples.changed
import static orch.model.Examples.environment
import static orch.model.Examples.healthy
import static orch.model.Examples.image
import static orch.model.Examples.port
import static orch.model.Examples.ports
import static orch.model.Examples.restarting
import static orch.model.Examples.service
import static orch.model.Examples.shared
import static orch.model.Examples.stack
import static orch.model.Examples.volume

import orch.model.Labels
import orch.model.Readiness
import orch.model.Resources
import orch.model.Stack
import spock.lang.Specification

class ChangeSpec extends Specification {
    static final Readiness CHECK = Readiness.Command.shell('true', Readiness.Pace.DEFAULT)

    def described = service('db', readiness: CHECK, process: environment(MODE: 'a'), mounts: [volume('pg-data')])

    def "a stack that runs as described is left alone, and nothing is waited for"() {
        given:
        def stack = stack(described, service('web', dependencies: [healthy('db')], readiness: CHECK, replicas: 2))

        when:
        def plan = Planner.start(stack, shared(), EngineState.running(stack, shared()).observed(), [], true)

        then:
        plan.steps().empty
        plan.isEmpty()
    }

    def "a service with another #part is replaced, and the cause names it"() {
        given:
        def state = EngineState.running(stack(described), shared())

        when:
        def steps = plan(stack(changed(components, described)), state)

        then:
        steps.all == ['stop dev-db-1', 'remove dev-db-1', 'create dev-db-1', 'start dev-db-1', 'await dev-db-1']
        steps.all.dropRight(1).every { steps.cause(it) == cause }

        where:
        part          | components                                                             || cause
        'environment' | [process: environment(MODE: 'b')]                                      || 'env MODE changed'
        'port'        | [links: ports(port(5432))]                                             || 'port 5432 added'
        'memory'      | [resources: changed(Resources.UNLIMITED, memory: 64L << 20)]           || 'memory: none -> 64 MB'
        'restart'     | [restart: 'always']                                                    || 'restart changed'
        'label'       | [labels: [team: 'payments']]                                           || 'label team added'
        'check'       | [readiness: Readiness.Command.shell('false', Readiness.Pace.DEFAULT)]  || 'healthcheck changed'
        'set of both' | [restart: 'always', process: environment(MODE: 'b')]                   || 'env MODE changed, restart changed'
    }

    def "the old container is stopped before it is removed, and removed before the new one takes its name"() {
        when:
        def steps = plan(stack(changed(described, restart: 'always')), EngineState.running(stack(described), shared()))

        then:
        steps.isBefore('stop dev-db-1', 'remove dev-db-1')
        steps.isBefore('remove dev-db-1', 'create dev-db-1')
        steps.isBefore('create dev-db-1', 'start dev-db-1')
    }

    def "the old container runs on until the new image is there"() {
        given:
        def next = changed(described, images: [image('busybox:2')])

        when:
        def steps = plan(stack(next), EngineState.running(stack(described), shared()))

        then:
        steps.isBefore('get image of db', 'stop dev-db-1')
    }

    def "nothing is stopped or started before all images are there: one that is not to be had leaves everything as it was"() {
        given:
        def web = service('web', images: [image('web:1')], readiness: CHECK)
        def mail = service('mail', replicas: 2, readiness: CHECK)
        def chat = service('chat', readiness: CHECK)
        def old = service('old', readiness: CHECK)
        def state = EngineState.running(stack(described, mail, chat, old), shared())
            .ended('dev-old-1', 1)
            .but('dev-chat-1', state: 'paused', status: 'Up 1 hour (Paused)')

        when:
        def steps = plan(stack(changed(described, restart: 'always'), web, changed(mail, replicas: 1), chat, old), state)
        def disturbing = steps.changes.findAll { it =~ /^(stop|start|remove) / }

        then:
        disturbing.size() == 9
        disturbing.every { steps.isBefore('get image of web', it) }
    }

    def "only the changed service is touched"() {
        given:
        def web = service('web', dependencies: [healthy('db')], readiness: CHECK)
        def mail = service('mail', readiness: CHECK)
        def state = EngineState.running(stack(described, web, mail), shared())

        when:
        def steps = plan(stack(changed(described, restart: 'always'), web, mail), state)

        then:
        steps.changes.every { it.endsWith(' dev-db-1') }
    }

    def "a dependant that asks for it is restarted after the new one is ready, and so are those who ask it of the dependant"() {
        given:
        def web = service('web', dependencies: [restarting('db')], readiness: CHECK)
        def proxy = service('proxy', dependencies: [restarting('web')], readiness: CHECK)
        def mail = service('mail', dependencies: [healthy('db')], readiness: CHECK)
        def state = EngineState.running(stack(described, web, proxy, mail), shared())

        when:
        def steps = plan(stack(changed(described, restart: 'always'), web, proxy, mail), state)

        then:
        steps.changes.findAll { !it.endsWith('-db-1') } ==
            ['stop dev-web-1', 'start dev-web-1', 'stop dev-proxy-1', 'start dev-proxy-1']
        steps.cause('start dev-web-1') == "service 'db', on which it depends, was started anew"
        steps.cause('start dev-proxy-1') == "service 'web', on which it depends, was started anew"
        steps.isBefore('await dev-db-1', 'stop dev-web-1')
        steps.isBefore('stop dev-web-1', 'start dev-web-1')
        steps.isBefore('await dev-web-1', 'stop dev-proxy-1')
    }

    def "a dependency, a line or a number of replicas can change without a new container"() {
        given:
        def state = EngineState.running(stack(described, service('cache')), shared())
        def next = changed(described, dependencies: [healthy('cache')], origin: new orch.model.Origin('dev.groovy', 99))

        expect:
        plan(stack(next, service('cache')), state).all.empty
    }

    def "an image change says from what to what: #cause"() {
        given:
        def state = EngineState.running(stack(described), shared())
            .but('dev-db-1', image: was, imageId: 'sha256:old')
            .withoutImage(image('busybox:1'))
        if (present) {
            state.image(image(wanted), wanted, 'sha256:' + '0123456789abcdef' * 4)
        }

        when:
        def steps = plan(stack(changed(described, images: [image(wanted)])), state)

        then:
        steps.cause('create dev-db-1') == cause

        where:
        was           | wanted      | present || cause
        'busybox:1'   | 'busybox:2' | false   || 'image changed: busybox:1 -> busybox:2'
        'busybox:1'   | 'busybox:2' | true    || 'image changed: busybox:1 -> busybox:2'
        'busybox:1'   | 'busybox:1' | true    || 'image changed: busybox:1 is now 0123456789ab'
        'busybox:1'   | 'busybox:1' | false   || 'its image is gone: busybox:1'
        'sha256:old'  | 'busybox:1' | true    || 'image changed: busybox:1 is now 0123456789ab'
        'sha256:old'  | 'busybox:1' | false   || 'its image is gone: busybox:1'
    }

    def "another image and another setting are both told"() {
        given:
        def state = EngineState.running(stack(described), shared()).but('dev-db-1', image: 'busybox:0')
        def next = changed(described, restart: 'always', images: [image('busybox:2')])

        expect:
        plan(stack(next), state).cause('create dev-db-1') == 'restart changed, image changed: busybox:0 -> busybox:2'
    }

    def "another name for the same image is no change"() {
        given:
        def state = EngineState.running(stack(described), shared())
            .image(image('busybox:stable'), 'busybox:stable', EngineState.imageId('busybox:1'))

        expect:
        plan(stack(changed(described, images: [image('busybox:stable')])), state).all.empty
    }

    def "the new container takes over anonymous volumes, but not those that the stack names or that are mounted anew"() {
        given:
        def anonymous = 'ab' * 32
        def state = EngineState.running(stack(described), shared()).but('dev-db-1',
            mounts: ['/data': 'dev_pg-data', '/var/log': anonymous, '/tmp': 'cd' * 32, '/named': 'theirs'])
        def next = changed(described, restart: 'always', mounts: [volume('pg-data'), volume('tmp', '/tmp')])

        when:
        def steps = plan(stack(next), state)

        then:
        steps['create dev-db-1'].takeOver() == ['/var/log': anonymous]
        !steps['remove dev-db-1'].withAnonymousVolumes()
    }

    def "a container made by a version that kept no parts is replaced all the same"() {
        given:
        def state = EngineState.running(stack(described), shared())
            .withLabel('dev-db-1', Labels.CONFIG, 'other').withLabel('dev-db-1', Labels.PARTS, '')

        expect:
        plan(stack(described), state).changes.contains('create dev-db-1')
    }

    def "replicas above the wanted number are stopped and removed, those below it are made"() {
        given:
        def three = changed(described, replicas: 3)
        def state = EngineState.running(stack(three), shared())

        when:
        def fewer = plan(stack(changed(described, replicas: 1)), state)
        def more = plan(stack(changed(described, replicas: 4)), state)

        then:
        fewer.all == ['stop dev-db-2', 'remove dev-db-2', 'stop dev-db-3', 'remove dev-db-3']
        fewer.cause('remove dev-db-2') == 'replicas reduced to 1'
        fewer.isBefore('stop dev-db-3', 'remove dev-db-3')
        more.changes == ['create dev-db-4', 'start dev-db-4']
    }

    private static Steps plan(Stack stack, EngineState state) {
        Steps.of(Planner.start(stack, shared(), state.observed(), [], true))
    }
}
