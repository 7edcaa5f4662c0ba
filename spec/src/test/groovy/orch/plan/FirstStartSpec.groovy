package orch.plan

import static orch.model.Examples.completed
import static orch.model.Examples.dedicated
import static orch.model.Examples.healthy
import static orch.model.Examples.networks
import static orch.model.Examples.service
import static orch.model.Examples.shared
import static orch.model.Examples.stack
import static orch.model.Examples.started
import static orch.model.Examples.volume

import orch.model.Network
import orch.model.Readiness
import orch.model.Stack
import spock.lang.Specification

class FirstStartSpec extends Specification {
    static final Readiness CHECK = Readiness.Command.shell('true', Readiness.Pace.DEFAULT)

    def stack = stack(
        service('web', dependencies: [healthy('db'), started('cache')], readiness: CHECK),
        service('cache', readiness: CHECK),
        service('db', mounts: [volume('pg-data')], readiness: CHECK))

    def "an empty engine gets everything that the stack describes, once"() {
        when:
        def steps = plan(stack)

        then:
        steps.all as Set == [
            'create network dev_default', 'create volume dev_pg-data',
            'get image of db', 'create dev-db-1', 'start dev-db-1', 'await dev-db-1',
            'get image of cache', 'create dev-cache-1', 'start dev-cache-1', 'await dev-cache-1',
            'get image of web', 'create dev-web-1', 'start dev-web-1', 'await dev-web-1'] as Set
        steps.all.size() == 14
    }

    def "a container is made when its network, volume and image are there, and started when it is made"() {
        when:
        def steps = plan(stack)

        then:
        steps.isBefore('create network dev_default', 'create dev-db-1')
        steps.isBefore('create volume dev_pg-data', 'create dev-db-1')
        steps.isBefore('get image of db', 'create dev-db-1')
        steps.isBefore('create dev-db-1', 'start dev-db-1')
        steps.isBefore('start dev-db-1', 'await dev-db-1')
    }

    def "a service starts when what it depends on is healthy, or started where that is enough"() {
        when:
        def steps = plan(stack)

        then:
        steps.isBefore('await dev-db-1', 'start dev-web-1')
        steps.isBefore('start dev-cache-1', 'start dev-web-1')
        !steps.isBefore('await dev-cache-1', 'start dev-web-1')
    }

    def "what does not depend on each other waits for nothing of the other"() {
        when:
        def steps = plan(stack)

        then: 'containers are made before anybody is ready, images come at the same time'
        !steps.isBefore('start dev-db-1', 'create dev-web-1')
        !steps.isBefore('start dev-db-1', 'start dev-cache-1')
        !steps.isBefore('start dev-cache-1', 'start dev-db-1')
        !steps.isBefore('get image of db', 'get image of web')
    }

    def "a service that needs another's completion waits for its end"() {
        when:
        def steps = plan(stack(service('migrate'), service('web', dependencies: [completed('migrate')])))

        then:
        steps.isBefore('await dev-migrate-1', 'start dev-web-1')
        steps['await dev-migrate-1'].oneShot()
        steps['create dev-migrate-1'].oneShot()
        !steps['await dev-web-1'].oneShot()
    }

    def "every replica has its container, and dependants wait for all of them"() {
        when:
        def steps = plan(stack(service('db', replicas: 2), service('web', dependencies: [healthy('db')])))

        then:
        steps['create dev-db-2'].replica() == 2
        steps.isBefore('await dev-db-1', 'start dev-web-1')
        steps.isBefore('await dev-db-2', 'start dev-web-1')
    }

    def "without waiting at the end, dependencies are still waited for before what needs them starts"() {
        when:
        def steps = plan(stack, [], false)

        then:
        steps.waits == ['await dev-db-1']
        steps.isBefore('await dev-db-1', 'start dev-web-1')
    }

    def "a wait says what it waits for, a change says why it is made"() {
        when:
        def steps = plan(stack)

        then:
        steps.cause('create network dev_default') == 'it does not exist'
        steps.cause('create volume dev_pg-data') == 'it does not exist'
        steps.cause('get image of db') == 'not present: busybox:1'
        steps.cause('create dev-db-1') == 'it does not exist'
        steps.cause('start dev-db-1') == 'it does not exist'
        steps.cause('await dev-db-1') == 'until ready: true'
    }

    def "an image that is present is not got again, and the first that is present is taken"() {
        given:
        def other = orch.model.Examples.image('other:1')
        def service = service('db', images: [orch.model.Examples.image('first:1'), other])
        def state = new EngineState(shared()).image(other, 'other:1', 'sha256:1')

        when:
        def steps = Steps.of(Planner.start(stack(service), shared(), state.observed(), [], true))

        then:
        !steps.all.contains('get image of db')
        steps['create dev-db-1'].image() == 'other:1'
    }

    def "the cause of getting an image names every way to it"() {
        given:
        def service = service('db', images: ['first:1', 'other:1'].collect { orch.model.Examples.image(it) })

        expect:
        plan(stack(service)).cause('get image of db') == 'not present: first:1, else other:1'
    }

    def "a dedicated copy has names of its own"() {
        when:
        def plan = Planner.start(stack, dedicated('k3x9p'), Observed.NOTHING, [], true)

        then:
        Steps.of(plan).all.containsAll(
            ['create network dev-k3x9p_default', 'create volume dev-k3x9p_pg-data', 'start dev-k3x9p-db-1'])
        plan.networks() == [default: 'dev-k3x9p_default']
        plan.volumes() == ['pg-data': 'dev-k3x9p_pg-data']
        plan.source() == '/srv/dev.groovy'
    }

    def "one service is started with what it depends on, and nothing else"() {
        when:
        def steps = plan(stack(
            service('db', mounts: [volume('pg-data')]), service('web', dependencies: [healthy('db')]),
            service('mail', links: networks('outside'), mounts: [volume('mails', '/mails')]),
            networks: [outside: Network.bridge('outside')]), ['web'])

        then:
        steps.changes as Set == [
            'create network dev_default', 'create volume dev_pg-data',
            'get image of db', 'create dev-db-1', 'start dev-db-1',
            'get image of web', 'create dev-web-1', 'start dev-web-1'] as Set
    }

    def "the same input gives the same plan"() {
        expect:
        Planner.start(stack, shared(), Observed.NOTHING, [], true) == Planner.start(stack, shared(), Observed.NOTHING, [], true)
    }

    private static Steps plan(Stack stack, List<String> services = [], boolean await = true) {
        Steps.of(Planner.start(stack, shared(), Observed.NOTHING, services, await))
    }
}
