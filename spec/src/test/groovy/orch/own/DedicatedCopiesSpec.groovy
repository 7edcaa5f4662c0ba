package orch.own

import static orch.model.Examples.changed
import static orch.model.Examples.dedicated
import static orch.model.Examples.networks
import static orch.model.Examples.port
import static orch.model.Examples.ports
import static orch.model.Examples.service
import static orch.model.Examples.stack

import orch.model.Attachment
import orch.model.Links
import orch.model.Network
import orch.model.OrchException
import orch.model.Origin
import orch.model.Port
import orch.model.Stack
import orch.model.Subnet
import orch.plan.TakenSubnet
import spock.lang.Specification

class DedicatedCopiesSpec extends Specification {
    static final Subnet POOL = subnet('10.213.0.0/16')

    def copies = DedicatedCopies.of('')

    def "a copy gets free host ports, with all else of a port as it is described"() {
        given:
        def described = stack(
            service('web', links: ports(port(80, 8080), new Port(53, 53, '0.0.0.0', 'udp'))),
            service('db', links: ports(port(5432))))

        when:
        def copy = copy(described)

        then:
        copy.services().web.links().ports() == [port(80), new Port(53, 0, '0.0.0.0', 'udp')]
        copy.services().db.links().ports() == [port(5432)]
    }

    def "a copy differs from its stack in ports and subnets alone"() {
        given:
        def described = stack(service('web', links: ports(port(80, 8080))), service('db'),
            volumes: [data: orch.model.Volume.local('data')])

        when:
        def copy = copy(described)

        then:
        changed(copy, services: described.services(), networks: described.networks()) == described
        copy.services().db == described.services().db
        changed(copy.services().web, links: described.services().web.links()) == described.services().web
    }

    def "each network of a copy has a /26 of its own in the pool, also where the stack names another subnet"() {
        given:
        def described = withNetworks(Network.bridge('front'), Network.bridge('back').withSubnet('10.9.0.0/24'))

        when:
        def subnets = subnets(copy(described))

        then:
        subnets.size() == 3
        subnets*.bits() == [26, 26, 26]
        subnets.every { POOL.overlaps(it) }
        apart(subnets)
    }

    def "what else a network has stays"() {
        given:
        def described = withNetworks(new Network('front', '', 'bridge', true, '', [mtu: '1400']))

        when:
        def front = copy(described).networks().front

        then:
        front.internal()
        front.options() == [mtu: '1400']
    }

    def "a network that is #what is left as it is"() {
        expect:
        copy(withNetworks(network)).networks().front == network

        where:
        what             | network
        'external'       | new Network('front', 'corporate', 'bridge', false, '', [:])
        'no bridge'      | new Network('front', '', 'macvlan', false, '10.9.0.0/24', [parent: 'eth0'])
    }

    def "a thousand copies and twenty-four share the pool, and none has what another has"() {
        given:
        def described = stack(service('web'))
        def taken = []

        when:
        1024.times {
            def subnet = subnets(copy(described, taken, "r$it"))[0]
            taken << new TakenSubnet(subnet, "run $it")
        }

        then:
        taken*.subnet().toSet().size() == 1024
        taken.every { it.subnet().bits() == 26 && POOL.overlaps(it.subnet()) }

        when: 'one more'
        copy(described, taken, 'last')

        then:
        thrown(OrchException.Refused)
    }

    def "copies that begin at the same time seldom want the same subnet"() {
        given:
        def described = stack(service('web'))

        expect:
        (1..16).collect { subnets(copy(described, [], "k3x$it"))[0] }.toSet().size() >= 15
    }

    def "nothing that is taken is given out again, be it #what"() {
        given: 'all is taken but the last quarter of the pool'
        def used = ranges.collect { new TakenSubnet(subnet(it), 'somebody') }

        when:
        def found = (1..40).collect { subnets(copy(stack(service('web')), used, "r$it"))[0] }

        then:
        found.every { subnet -> used.every { !it.subnet().overlaps(subnet) } }
        found.every { subnet('10.213.192.0/18').overlaps(it) }

        where:
        what                    | ranges
        'larger'                | ['10.213.0.0/17', '10.213.128.0/18']
        'of the same size'      | (0..<768).collect { POOL.part(26, it).toString() }
        'smaller'               | (0..<768).collect { POOL.part(26, it).toString().replace('/26', '/30') }
        'at the end of its /26' | (0..<768).collect { new Subnet(POOL.part(26, it).address() + 60, 30).toString() }
    }

    def "a default route, or anything else as large as the pool, leaves nothing"() {
        when:
        copy(stack(service('web')), [new TakenSubnet(subnet(range), 'a route over tun0')])

        then:
        def e = thrown(OrchException.Refused)
        e.evidence()[0] == '1 subnet: a route over tun0'

        where:
        range << ['10.213.0.0/16', '10.0.0.0/8', '0.0.0.0/0']
    }

    def "a further pool is used when the first is full"() {
        given:
        def used = [new TakenSubnet(subnet('10.64.0.0/26'), 'somebody')]

        expect:
        subnets(DedicatedCopies.of('10.64.0.0/26,10.65.0.0/26').copy(stack(service('web')), dedicated(), used))*.toString() ==
            ['10.65.0.0/26']
    }

    def "a fixed address is told with its file and line, since a copy cannot keep it"() {
        given:
        def links = new Links([], [new Attachment('default', [], '10.9.0.5')], '', [:], [])
        def described = stack(service('db'), service('web', links: links, origin: new Origin('dev.groovy', 12)))

        when:
        copy(described)

        then:
        def e = thrown(OrchException.BadInput)
        e.message == "dev.groovy:12: service 'web' has the fixed address 10.9.0.5; " +
            'a dedicated copy has a subnet of its own and cannot keep it'
    }

    def "when nothing is free the refusal names who holds how many, the largest first, and what to do"() {
        given:
        def small = DedicatedCopies.of('10.64.0.0/24')
        def used = [held('10.64.0.0/26', 'a route over tun0'), held('10.64.0.64/26', "Compose project 'shop'"),
                    held('10.64.0.128/26', "Compose project 'shop'"), held('10.64.0.192/26', "Compose project 'shop'"),
                    held('10.65.0.0/26', 'somebody elsewhere')]

        when:
        small.copy(stack(service('web')), dedicated(), used)

        then:
        def e = thrown(OrchException.Refused)
        e.exitCode() == 5
        e.message == 'no subnet is free in 10.64.0.0/24'
        e.evidence() == ["3 subnets: Compose project 'shop'", '1 subnet: a route over tun0',
                         'ORCH_SUBNETS names other ranges, such as 10.64.0.0/16']
        e.next().get().words() == ['cleanup']
    }

    def "of many holders ten are named and the others counted"() {
        given:
        def used = (0..<16).collect { held("10.64.${it.intdiv(4)}.${it % 4 * 64}/26", "holder $it") }

        when:
        DedicatedCopies.of('10.64.0.0/22').copy(stack(service('web')), dedicated(), used)

        then:
        def e = thrown(OrchException.Refused)
        e.evidence().count { it.startsWith('1 subnet: holder ') } == 10
        e.evidence()[10] == '6 more holders'
    }

    def "ORCH_SUBNETS '#text' are the pools #pools"() {
        expect:
        DedicatedCopies.of(text).pools()*.toString() == pools

        where:
        text                            || pools
        ''                              || ['10.213.0.0/16']
        '  '                            || ['10.213.0.0/16']
        '10.64.0.0/16'                  || ['10.64.0.0/16']
        '10.64.0.0/16, 192.168.0.0/24'  || ['10.64.0.0/16', '192.168.0.0/24']
        '10.64.0.0/26'                  || ['10.64.0.0/26']
    }

    def "ORCH_SUBNETS '#text' is a mistake, told with the part that is wrong"() {
        when:
        DedicatedCopies.of(text)

        then:
        def e = thrown(OrchException.BadInput)
        e.message == "ORCH_SUBNETS '$text': '$part' is no range such as 10.213.0.0/16, /26 or larger"

        where:
        text                       || part
        '10.64.0.0'                || '10.64.0.0'
        '10.64.0.0/27'             || '10.64.0.0/27'
        '10.64.0.0/16,fd00::/64'   || 'fd00::/64'
        '10.64.0.0/16,,10.65.0.0/16' || ''
        '10.64.0.0/16,'            || ''
        ','                        || ''
        'auto'                     || 'auto'
    }

    private Stack copy(Stack described, Collection<TakenSubnet> taken = [], String run = 'k3x9p') {
        copies.copy(described, dedicated(run), taken)
    }

    private static Stack withNetworks(Network... all) {
        stack(service('web', links: networks('default', *all*.name())), networks: all.collectEntries { [it.name(), it] })
    }

    private static List<Subnet> subnets(Stack copy) {
        copy.networks().values().collect { subnet(it.subnet()) }
    }

    private static boolean apart(List<Subnet> subnets) {
        subnets.every { one -> subnets.every { it.is(one) || !it.overlaps(one) } }
    }

    private static TakenSubnet held(String range, String holder) {
        new TakenSubnet(subnet(range), holder)
    }

    private static Subnet subnet(String text) {
        Subnet.parse(text).get()
    }
}
