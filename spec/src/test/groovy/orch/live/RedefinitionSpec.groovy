package orch.live

import orch.support.LiveSpec

/** Networks and volumes that are described otherwise than they were made. */
class RedefinitionSpec extends LiveSpec {
    private void stack(String subnet, String size) {
        describe """
            network 'back', subnet: '$subnet'
            volume 'data', driver: 'local', options: [type: 'tmpfs', device: 'tmpfs', o: 'size=$size']
            service('db') { build '$TINY'; network 'back'; volume 'data', at: '/data'; stopGrace 1.second }
            service('web') { build '$TINY'; network 'back'; dependsOn 'db'; stopGrace 1.second }"""
    }

    def "a network with another subnet is replaced with all in it; a volume with other options, or a network in which others are, is refused"() {
        given:
        def (one, two, three) = freeSubnets()
        stack(one, '1m')
        assert orch.run('start').code == 0
        def before = engine.ids(name)
        def volume = madeVolume()

        when: 'the subnet changes'
        stack(two, '1m')
        def plan = orch.run('plan')
        def start = orch.run('start')

        then: 'plan tells it in these words, and the containers run in the new one'
        plan.out.contains("network changed: subnet $one -> $two")
        start.code == 0
        engine.socket.get("/networks/${name}_back").IPAM.Config*.Subnet == [two]
        ['db', 'web'].every { service ->
            def now = container(service)
            def prefix = two[0..two.lastIndexOf('.')]
            now.State.Running && now.Id != before[named(service)] && now.NetworkSettings.Networks["${name}_back"].IPAddress.startsWith(prefix)
        }
        madeVolume() == volume

        when: 'nothing changes'
        def running = engine.ids(name)
        def proxy = watched()
        def again = orch.run('start')

        then:
        again.code == 0
        proxy.mutating() == []

        when: "the volume's options change"
        engine.exec(named('db'), '/bin/sh', '-c', 'echo kept > /data/file')
        stack(two, '2m')
        def refused = orch.run('start')

        then: 'that is refused, nothing is changed, and the data is there'
        refused.code == 5
        refused.problem[0].contains("volume '${name}_data'")
        refused.problem.any { it.contains('option o size=1m -> size=2m') }
        refused.problem.any { it.contains('orch stop --volumes') }
        proxy.mutating() == []
        madeVolume() == volume
        engine.exec(named('db'), '/bin/sh', '-c', 'read data < /data/file; echo $data') == 'kept\n'

        when: 'the network changes again while somebody else is in it'
        engine.squat([Image: engine.specImage('tiny'), Cmd: ['sleep', '1000000'], HostConfig: [NetworkMode: "${name}_back".toString()]],
            "$name-guest")
        stack(three, '1m')
        def guest = orch.run('start')

        then: 'that is refused too, and names the holder'
        guest.code == 5
        guest.problem.any { it.contains("container '$name-guest'") }
        proxy.mutating() == []
        engine.ids(name) == running
        container('db').State.Running
    }

    /** What tells the volume from a later one of its name. */
    private String madeVolume() {
        engine.socket.get("/volumes/${name}_data").Labels['orch.made']
    }

    /** Subnets that neither an engine's pools nor private copies are given, different in each run. */
    private static List<String> freeSubnets() {
        int third = new Random().nextInt(80)
        (0..2).collect { "10.249.${third * 3 + it}.0/24".toString() }
    }
}
