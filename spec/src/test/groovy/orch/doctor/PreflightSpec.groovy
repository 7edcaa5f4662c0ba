package orch.doctor

import static orch.doctor.Canned.GB
import static orch.doctor.Canned.MB
import static orch.doctor.Canned.info
import static orch.doctor.Canned.machine
import static orch.model.Examples.changed
import static orch.model.Examples.folder
import static orch.model.Examples.port
import static orch.model.Examples.ports
import static orch.model.Examples.service
import static orch.model.Examples.shared
import static orch.model.Examples.stack

import orch.engine.Engine
import orch.model.Network
import orch.model.OrchException
import orch.model.Resources
import orch.model.Stack
import orch.model.Subnet
import orch.plan.EngineState
import orch.plan.Observed
import orch.plan.Planner
import orch.plan.Progress
import orch.plan.TakenSubnet
import spock.lang.Specification

class PreflightSpec extends Specification {
    List<Progress> told = []
    Engine engine = Mock()

    private void check(Stack described, Machine here, Observed observed = Observed.NOTHING) {
        def plan = Planner.start(described, shared(), observed, [], true)
        new Preflight(engine, here, { told << it }).check(described, plan, observed)
    }

    private static Resources memory(long bytes) {
        changed(Resources.UNLIMITED, memory: bytes)
    }

    def "where all is well nothing is said, and the engine is asked for all ports at once and for nothing slow"() {
        when:
        check(stack(service('web', links: ports(port(80, 8080), port(81)), resources: memory(GB)), service('db', links: ports(port(5432, 5432)))),
            machine())

        then:
        told == []
        1 * engine.portHolders([8080, 5432] as Set) >> [:]
        _ * engine.info() >> info()
        0 * engine._
    }

    def "a port that is held is refused with its holder"() {
        given:
        engine.info() >> info()
        engine.portHolders([8080] as Set) >> [8080: 'process 7 (nc)']

        when:
        check(stack(service('web', links: ports(port(80, 8080)))), machine())

        then:
        def refusal = thrown(OrchException.Refused)
        refusal.message == "dev.groovy:3: service 'web' wants port 8080 of 127.0.0.1, which is taken"
        refusal.evidence() == ['held by process 7 (nc)']
    }

    def "a subnet that #what uses is refused before the network that had another one is gone: #refused"() {
        given:
        def described = { String subnet -> stack(service('web'), networks: [default: changed(Network.bridge('default'), subnet: subnet)]) }
        def observed = EngineState.running(described('10.1.0.0/24'), shared())
            .networkBut('dev_default', settings: [subnet: '10.1.0.0/24']).observed()
        engine.info() >> info()
        engine.subnets() >> [new TakenSubnet(Subnet.parse(taken).get(), 'network shop_default')]
        OrchException.Refused refusal = null

        when:
        try {
            check(described('10.1.0.0/16'), machine(), observed)
        } catch (OrchException.Refused e) {
            refusal = e
        }

        then:
        (refusal != null) == refused
        !refused || refusal.message == 'subnet 10.1.0.0/16 of network dev_default is taken; nothing was changed'
        !refused || refusal.evidence() == ["held by network shop_default: $taken"]

        where:
        what              | taken         || refused
        'somebody else'   | '10.1.2.0/24' || true
        'the old network' | '10.1.0.0/24' || false
        'nobody'          | '10.3.0.0/24' || false
    }

    def "a folder to mount that does not exist is a mistake"() {
        given:
        engine.info() >> info()

        when:
        check(stack(service('web', mounts: [folder('/not/there')])), machine())

        then:
        def mistake = thrown(OrchException.BadInput)
        mistake.message == "dev.groovy:3: service 'web' mounts /not/there, which does not exist"
    }

    def "a disk that is nearly full stops a start, and doctor says more"() {
        given:
        engine.info() >> info()

        when:
        check(stack(service('web')), machine(free: OptionalLong.of(199 * MB)))

        then:
        def refusal = thrown(OrchException.Unavailable)
        refusal.evidence() == ['199 MB are free in /var/lib/docker, 200 MB are the least']
        refusal.next().get().commandLine() == 'orch doctor'
    }

    def "disk and memory of another machine are not looked at"() {
        given:
        engine.info() >> info('1.41', 'tcp://engine.example:2375')

        when:
        check(stack(service('web', resources: memory(20 * GB))), machine(free: OptionalLong.of(0)))

        then:
        noExceptionThrown()
        told == []
    }

    def "limits above the machine's memory are said, and stop nothing"() {
        given:
        engine.info() >> info()
        def web = service('web', replicas: 2, resources: memory(3 * GB))
        def db = service('db', resources: memory(3 * GB))

        when: 'one of them runs already'
        check(stack(web, db), machine(), EngineState.running(stack(web), shared()).observed())

        then:
        (told as List<Progress.Note>)*.text() == ["the services' limits come to 9.0 GB, this machine has 8.0 GB"]
    }

    def "where no container is made nothing is looked at"() {
        when:
        check(stack(service('web')), machine(free: OptionalLong.of(0)), EngineState.running(stack(service('web')), shared()).observed())

        then:
        0 * engine._
        told == []
    }
}
