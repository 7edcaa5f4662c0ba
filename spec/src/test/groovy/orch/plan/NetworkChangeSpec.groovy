package orch.plan

import static orch.model.Examples.changed
import static orch.model.Examples.dedicated
import static orch.model.Examples.healthy
import static orch.model.Examples.image
import static orch.model.Examples.networks
import static orch.model.Examples.service
import static orch.model.Examples.shared
import static orch.model.Examples.stack

import orch.model.Identity
import orch.model.Labels
import orch.model.Network
import orch.model.OrchException
import orch.model.Service
import orch.model.Stack
import spock.lang.Specification

class NetworkChangeSpec extends Specification {
    static final Network FIRST = changed(Network.bridge('back'), subnet: '10.1.0.0/24')
    static final Network SECOND = changed(FIRST, subnet: '10.2.0.0/24')
    static final String CAUSE = 'network changed: subnet 10.1.0.0/24 -> 10.2.0.0/24'

    def db = service('db', links: networks('back'))
    def web = service('web', links: networks('back'), dependencies: [healthy('db')])
    def mail = service('mail')
    def state = running(having(FIRST))

    def "a network that is as described is left alone, with all in it"() {
        expect:
        plan(having(FIRST), state).all.empty
    }

    def "a network with another subnet is replaced: all in it are stopped, and made anew in the new one"() {
        when:
        def steps = plan(having(SECOND), state)

        then:
        steps.changes as Set == [
            'stop dev-web-1', 'stop dev-db-1', 'remove network dev_back', 'create network dev_back',
            'remove dev-db-1', 'create dev-db-1', 'start dev-db-1', 'remove dev-web-1', 'create dev-web-1', 'start dev-web-1'] as Set
        steps.changes.every { steps.cause(it) == CAUSE }
        steps['create network dev_back'].network() == SECOND
    }

    def "dependants are stopped first and started last; the network goes when nobody is in it and is there before anybody is made"() {
        when:
        def steps = plan(having(SECOND), state)

        then:
        steps.isBefore('stop dev-web-1', 'stop dev-db-1')
        steps.isBefore('stop dev-db-1', 'remove network dev_back')
        steps.isBefore('remove network dev_back', 'create network dev_back')
        steps.isBefore('create network dev_back', 'create dev-db-1')
        steps.isBefore('create network dev_back', 'create dev-web-1')
        steps.isBefore('start dev-db-1', 'start dev-web-1')
    }

    def "all images are there before anybody is stopped for a network"() {
        given:
        def next = having(SECOND, changed(db, images: [image('new:1')]), web)

        when:
        def steps = plan(next, state)

        then:
        ['stop dev-web-1', 'stop dev-db-1', 'remove network dev_back'].every { steps.isBefore('get image of db', it) }
        steps.cause('create dev-db-1') == "image changed: busybox:1 -> new:1, $CAUSE"
    }

    def "the cause tells what of the network changed: #cause"() {
        given:
        def found = running(having(before)).networkBut('dev_back', settings: settings)

        expect:
        plan(having(after), found).cause('remove network dev_back') == 'network changed: ' + cause

        where:
        before                                  | after                                   | settings                     || cause
        FIRST                                   | Network.bridge('back')                  | [subnet: '10.1.0.0/24']      || 'subnet 10.1.0.0/24 -> none'
        Network.bridge('back')                  | FIRST                                   | [subnet: '172.18.0.0/16']    || 'subnet none -> 10.1.0.0/24'
        Network.bridge('back')                  | changed(FIRST, subnet: '', internal: true) | [internal: 'false']       || 'internal false -> true'
        changed(FIRST, internal: true)          | FIRST                                   | [internal: 'true']           || 'internal true -> false'
        FIRST                                   | changed(FIRST, driver: 'macvlan')       | [driver: 'bridge']           || 'driver bridge -> macvlan'
        changed(FIRST, options: [mtu: '1400'])  | changed(FIRST, options: [mtu: '1300'])  | ['option mtu': '1400']       || 'option mtu 1400 -> 1300'
        FIRST                                   | changed(FIRST, options: [mtu: '1300'])  | [:]                          || 'option mtu added'
    }

    def "a network in which somebody else is, is refused with the holder, and nothing is planned"() {
        given:
        def theirs = new EngineState(shared()).squatter('shop-web-1', labels).observed().squatters()
        state.networkBut('dev_back', guests: theirs)

        when:
        plan(having(SECOND), state)

        then:
        def refusal = thrown(OrchException.Refused)
        refusal.message == "network 'dev_back' must be replaced, but a container that is not ours is in it; nothing was changed"
        refusal.evidence().take(2) == [CAUSE, "container 'shop-web-1', held by $holder"]

        where:
        labels                                 || holder
        ['com.docker.compose.project': 'shop'] || "Compose project 'shop'"
        shared('other').labels()               || "orch stack 'other' (shared, host 4f2a9c04b1de3f77, ?)"
    }

    def "guests of a network that stays are none of our business"() {
        given:
        def theirs = new EngineState(shared()).squatter('shop-web-1', [:]).observed().squatters()

        expect:
        plan(having(FIRST), state.networkBut('dev_back', guests: theirs)).all.empty
    }

    def "a service that the stack no longer describes is not stopped for a network: cleanup is the next step"() {
        given:
        def old = running(having(FIRST, db, service('old', links: networks('back'))))

        when:
        plan(having(SECOND, db), old)

        then:
        def refusal = thrown(OrchException.Refused)
        refusal.evidence() == [CAUSE, "container 'dev-old-1' of service 'old'"]
        refusal.next().get().commandLine() == 'orch cleanup'
    }

    def "starting one service makes all others in its network anew as well, and leaves those elsewhere"() {
        when:
        def steps = Steps.of(Planner.start(having(SECOND), shared(), state.observed(), ['db'], true))

        then:
        steps.changes.containsAll(['start dev-db-1', 'start dev-web-1'])
        !steps.changes.any { it.contains('mail') }
    }

    def "a network of services that are not started stays"() {
        expect:
        Planner.start(having(SECOND), shared(), state.observed(), ['mail'], true).steps().empty
    }

    def "a container that does not run needs no stop, and is made anew"() {
        when:
        def steps = plan(having(SECOND, db), running(having(FIRST, db)).ended('dev-db-1', 1))

        then:
        steps.isBefore('create network dev_back', 'create dev-db-1')
        steps.changes.contains('remove dev-db-1')
    }

    def "replicas that are too many go with the network, and only once"() {
        given:
        def two = running(having(FIRST, changed(db, replicas: 2)))

        when:
        def steps = plan(having(SECOND, db), two)

        then:
        steps.changes.count('stop dev-db-2') == 1
        steps.isBefore('stop dev-db-2', 'remove network dev_back')
        steps['remove dev-db-2'].withAnonymousVolumes()
        !steps.changes.contains('create dev-db-2')
    }

    def "a service that leaves the network is out of it before that is replaced"() {
        when:
        def steps = plan(having(SECOND, db, changed(web, links: networks('default'))), state)

        then:
        steps.isBefore('stop dev-web-1', 'remove network dev_back')
        steps.changes.contains('start dev-web-1')
    }

    def "a network that an older orch made is #what"() {
        given:
        state.networkBut('dev_back', labels: shared().labels(), settings: settings)

        expect:
        plan(having(wanted), state).changes.contains('remove network dev_back') == replaced

        where:
        what                                            | wanted                                 | settings                                       || replaced
        'left alone when the engine tells what is wanted' | FIRST                                | [driver: 'bridge', internal: 'false', subnet: '10.1.0.0/24'] || false
        'left alone when nothing is wanted of it'       | Network.bridge('back')                 | [driver: 'bridge', subnet: '172.18.0.0/16']    || false
        'left alone when it has options nobody asked for' | Network.bridge('back')               | [driver: 'bridge', 'option a': 'b']            || false
        'replaced when its subnet is another'           | SECOND                                 | [driver: 'bridge', subnet: '10.1.0.0/24']      || true
        'replaced when it lacks an option'              | changed(FIRST, options: [mtu: '1400']) | [driver: 'bridge', subnet: '10.1.0.0/24']      || true
    }

    def "a private copy's subnet is whichever is free: another one is no change"() {
        given:
        def copy = dedicated()

        expect:
        plan(having(SECOND), EngineState.running(having(FIRST), copy), copy).all.empty
    }

    def "an external network is used as it is"() {
        given:
        def external = { String subnet -> stack(db, networks: [back: changed(FIRST, external: 'theirs', subnet: subnet)]) }

        expect:
        plan(external('10.9.0.0/24'), running(external('10.1.0.0/24'))).all.empty
    }

    def "a container whose network is another one by now cannot be started: it is made anew"() {
        given:
        def stopped = running(having(FIRST, db)).ended('dev-db-1', 137)
            .but('dev-db-1', networkIds: [dev_back: '0' * 64], state: 'exited', status: 'Exited (137) 5 seconds ago')

        when:
        def steps = plan(having(FIRST, db), stopped)

        then:
        steps.changes == ['stop dev-db-1', 'remove dev-db-1', 'create dev-db-1', 'start dev-db-1']
        steps.cause('create dev-db-1') == "its network 'dev_back' is gone"

        and: 'one whose network is the same is only started'
        plan(having(FIRST, db), stopped.but('dev-db-1', networkIds: [dev_back: EngineState.id('dev_back')])).changes == ['start dev-db-1']
    }

    def "what a network's labels keep changes with each place of its description"() {
        given:
        def full = new Network('back', '', 'bridge', true, '10.1.0.0/24', [mtu: '1400'])

        expect:
        Variants.of(full, ['name', 'external'] + full.class.recordComponents*.name.drop(6)).values().every {
            Definition.labels(it, shared())[Labels.CONFIG] != Definition.labels(full, shared())[Labels.CONFIG]
        }
    }

    private Stack having(Network network, Service... services) {
        stack(services ?: [db, web, mail] as Service[], networks: [back: network])
    }

    private static EngineState running(Stack stack) {
        def state = EngineState.running(stack, shared())
        stack.networks().back.external() ? state : state.networkBut('dev_back', settings: [driver: 'bridge', internal: 'false', subnet: '10.1.0.0/24'])
    }

    private static Steps plan(Stack stack, EngineState state, Identity identity = shared()) {
        Steps.of(Planner.start(stack, identity, state.observed(), [], true))
    }
}
