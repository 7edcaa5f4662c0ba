package orch.model

import static orch.model.Examples.completed
import static orch.model.Examples.healthy
import static orch.model.Examples.networks
import static orch.model.Examples.port
import static orch.model.Examples.ports
import static orch.model.Examples.service
import static orch.model.Examples.stack
import static orch.model.Examples.started
import static orch.model.Examples.volume

import spock.lang.Specification

class StackSpec extends Specification {
    def "a dependency on an unknown service is refused at the line of the service, with the nearest name"() {
        when:
        stack(service('postgres'), service('auth', origin: new Origin('dev.groovy', 9), dependencies: [healthy('postgers')]))

        then:
        def refusal = thrown(OrchException.BadInput)
        refusal.message ==
            "dev.groovy:9: service 'auth' names service 'postgers', which is not in the stack; did you mean 'postgres'?"
    }

    def "a network that the stack does not have is refused at the line of the service"() {
        when:
        stack(service('db', links: networks('backend')), networks: [back: Network.bridge('back')])

        then:
        def refusal = thrown(OrchException.BadInput)
        refusal.message ==
            "dev.groovy:3: service 'db' names network 'backend', which is not in the stack"
    }

    def "services that wait for each other in a circle are refused, and the circle is spelled out"() {
        when:
        stack([:], services as Service[])

        then:
        def refusal = thrown(OrchException.BadInput)
        refusal.message == "dev.groovy:3: service '$first' depends on itself: $circle"

        where:
        services                                                                   || first | circle
        [needing('a', 'a')]                                                        || 'a'   | 'a -> a'
        [needing('a', 'b'), needing('b', 'a')]                                     || 'a'   | 'a -> b -> a'
        [needing('x', 'a'), needing('a', 'b'), needing('b', 'c'), needing('c', 'a')] || 'a' | 'a -> b -> c -> a'
    }

    def "services that share a dependency are no circle"() {
        expect:
        stack(needing('a', 'b', 'c'), needing('b', 'd'), needing('c', 'd'), service('d')).services().size() == 4
    }

    def "two services cannot have one host port: #first and #second"() {
        when:
        stack(service('a', links: ports(first)), service('b', links: ports(second)))

        then:
        def refusal = thrown(OrchException.BadInput)
        refusal.message == "dev.groovy:3: service 'b' and service 'a' both want host port 8080"

        where:
        first                                | second
        port(80, 8080)                       | port(80, 8080)
        port(80, 8080)                       | port(90, 8080)
        port(80, 8080)                       | new Port(80, 8080, '0.0.0.0', 'tcp')
        new Port(80, 8080, '0.0.0.0', 'tcp') | port(80, 8080)
        new Port(80, 8080, '::', 'tcp')      | new Port(80, 8080, '::1', 'tcp')
        port(80, 8080)                       | new Port(80, 8080, '', 'tcp')
    }

    def "host ports that differ in #what do not clash"() {
        expect:
        stack(service('a', links: ports(port(80, 8080))), service('b', links: ports(other))).services().size() == 2

        where:
        what          | other
        'number'      | port(80, 8081)
        'protocol'    | new Port(80, 8080, '127.0.0.1', 'udp')
        'address'     | new Port(80, 8080, '127.0.0.2', 'tcp')
        'family'      | new Port(80, 8080, '::', 'tcp')
    }

    def "any number of services can ask for a free host port"() {
        expect:
        stack(service('a', links: ports(port(80))), service('b', links: ports(port(80)))).services().size() == 2
    }

    def "the default network and the volumes that services mention need no description"() {
        given:
        def stack = stack(service('db', mounts: [volume('pg-data')]))

        expect:
        stack.networks() == [default: Network.bridge('default')]
        stack.volumes() == ['pg-data': Volume.local('pg-data')]
    }

    def "a described default network or volume is kept as it is described"() {
        given:
        def network = Examples.changed(Network.bridge('default'), internal: true)
        def old = Examples.changed(Volume.local('pg-data'), external: 'old-data')
        def stack = stack(service('db', mounts: [volume('pg-data')]), networks: [default: network], volumes: ['pg-data': old])

        expect:
        stack.networks() == [default: network]
        stack.volumes() == ['pg-data': old]
    }

    def "a stack whose services all name networks has no default one"() {
        expect:
        stack(service('db', links: networks('back')), networks: [back: Network.bridge('back')]).networks().keySet() == ['back'] as Set
    }

    def "a name that is #what is used as it is on the engine"() {
        expect:
        Examples.changed(Network.bridge('back'), external: external).engineName(Examples.shared()) == network
        Examples.changed(Volume.local('back'), external: external).engineName(Examples.shared()) == network

        where:
        what          | external     || network
        "the stack's" | ''           || 'dev_back'
        'external'    | 'their-back' || 'their-back'
    }

    def "services are wanted with all that they depend on, in the order of the file"() {
        given:
        def stack = stack(service('db'), needing('cache', 'db'), service('mail'), needing('web', 'cache'))

        expect:
        stack.withDependencies(wanted) as List == found

        where:
        wanted          || found
        []              || ['db', 'cache', 'mail', 'web']
        ['web']         || ['db', 'cache', 'web']
        ['mail', 'db']  || ['db', 'mail']
        ['cache']       || ['db', 'cache']
    }

    def "a service that is asked for and not there is refused with the nearest name"() {
        when:
        asking(stack(service('postgres'), service('redis')))

        then:
        def refusal = thrown(OrchException.BadInput)
        refusal.message == "stack 'dev' has no service 'redsi'; did you mean 'redis'?"

        where:
        asking << [{ Stack it -> it.service('redsi') }, { Stack it -> it.withDependencies(['redsi']) }]
    }

    def "a service is a one-shot when #what"() {
        given:
        def stack = stack(migrate, service('web', dependencies: [condition]))

        expect:
        stack.isOneShot(stack.service('migrate')) == oneShot

        where:
        what                                | migrate                           | condition            || oneShot
        'another waits for its completion'  | service('migrate')                | completed('migrate') || true
        'it says so'                        | service('migrate', oneShot: true) | started('migrate')   || true
        'neither, then it is not'           | service('migrate')                | healthy('migrate')   || false
    }

    private static Service needing(String name, String... others) {
        service(name, dependencies: others.collect { healthy(it) })
    }
}
