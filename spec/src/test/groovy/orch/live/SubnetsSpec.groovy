package orch.live

import orch.engine.ChangeGate
import orch.engine.docker.DockerEngine
import orch.engine.http.EngineAddress
import orch.model.Environment
import orch.model.Examples
import orch.model.Identity
import orch.model.Subnet
import orch.own.DedicatedCopies
import orch.plan.Operation
import orch.plan.Plan
import orch.plan.Planner
import orch.plan.Scope
import orch.support.EngineFixture
import orch.support.LiveSpec
import orch.support.Reliability

import java.time.Clock
import java.time.Duration
import java.util.concurrent.Executors

/** Room for networks: the engine's own pools end at about 31. */
class SubnetsSpec extends LiveSpec {
    private static final int COPIES = Reliability.rounds(200)

    private static List<Subnet> subnets(List<Map> networks) {
        networks.collectMany { it.IPAM.Config*.Subnet }.collect { Subnet.parse(it as String).get() }
    }

    private List<Map> ofCopies() {
        engine.socket.get('/networks').findAll { it.Labels?.get('orch.stack') == name } as List<Map>
    }

    def "many copies have a network each side by side, no two of which overlap, and whole copies still start"() {
        given: 'the networks of the copies, made by 4 at a time as plans say it'
        def reliability = new Reliability('networks of dedicated copies side by side')
        describe "service('web') { build '$TINY'; port 8080 }"
        assert orch.run('start', '--env', 'dedicated').code == 0
        def address = EngineAddress.parse(EngineFixture.ADDRESS.toString(), Optional.empty(), 'the spec')
        def docker = DockerEngine.connect(address, { }, Clock.systemUTC(), 4, Optional.empty())
        def stack = Examples.stack(name: name, Examples.service('web'))
        def copies = DedicatedCopies.of('')
        def makeOne = { int number ->
            def identity = new Identity(name, new Environment.Dedicated("n$number"), 'spec')
            // what orch does when somebody was quicker with a subnet
            for (int attempt = 0; ; attempt++) {
                def copy = copies.copy(stack, identity, docker.subnets())
                def plan = Planner.start(copy, identity, docker.observe(Scope.of(identity, copy)), [], false)
                def network = plan.steps().find { it.operation() instanceof Operation.CreateNetwork }
                try {
                    docker.apply(new Plan(identity, '', [:], [:], [network]), Duration.ZERO, { }, ChangeGate.OPEN)
                    return
                } catch (orch.engine.SubnetTaken e) {
                    assert attempt < 100: e
                }
            }
        }
        def pool = Executors.newFixedThreadPool(4)

        when:
        (1..COPIES).collect { number -> pool.submit({ makeOne(number) } as Runnable) }*.get()
        def made = ofCopies()
        def ranges = subnets(made)

        then:
        made.size() == COPIES
        made.each { reliability.count('with a /26 of its own') }
        ranges*.bits().unique() == [26]
        ranges.every { range -> subnets(engine.socket.get('/networks') as List<Map>).count { it.overlaps(range) } == 1 }

        and: 'among them whole copies start and end'
        def run = orch.run('start', '--env', 'dedicated')
        run.code == 0

        cleanup:
        pool?.shutdownNow()
        docker?.close()
        ofCopies().each { engine.socket.delete("/networks/$it.Id") }
        reliability?.write()
    }

    def "a pool that is exhausted is reported with who holds it, and nothing is made"() {
        given: 'a pool with room for just one copy, which a network of somebody else holds'
        describe "service('web') { build '$TINY' }"
        def taken = '10.99.7.0/26'
        def id = engine.socket.post('/networks/create', [Name: "$name-other".toString(), Labels: ['com.docker.compose.project': 'theirs'],
                IPAM: [Config: [[Subnet: taken]]]]).Id

        when:
        def run = orch.run('start', '--env', 'dedicated', env: [ORCH_SUBNETS: taken])

        then:
        run.code == 5
        run.problem[0].contains("no subnet is free in $taken")
        run.err.contains("Compose project 'theirs', network $name-other")
        engine.leftOf(name) == []

        cleanup:
        engine.socket.delete("/networks/$id")
    }

    def "a subnet that a stack asks for and somebody else has is refused with its holder"() {
        given:
        describe "network 'back', subnet: '10.99.8.0/24'\nservice('web') { build '$TINY'; network 'back' }"
        def id = engine.socket.post('/networks/create', [Name: "$name-other".toString(), IPAM: [Config: [[Subnet: '10.99.0.0/16']]]]).Id

        when:
        def run = orch.run('start')

        then:
        run.code == 5
        run.problem[0].contains('subnet 10.99.8.0/24 is taken')
        run.err.contains("network $name-other: 10.99.0.0/16")
        engine.ids(name).isEmpty()

        cleanup:
        engine.socket.delete("/networks/$id")
    }
}
