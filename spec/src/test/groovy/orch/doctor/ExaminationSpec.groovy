package orch.doctor

import static orch.doctor.Canned.helps
import static orch.doctor.Canned.info
import static orch.doctor.Canned.machine
import static orch.doctor.Canned.told
import static orch.health.Finding.Level.ERROR
import static orch.health.Finding.Level.OK
import static orch.health.Finding.Level.WARNING
import static orch.model.Examples.image
import static orch.model.Examples.port
import static orch.model.Examples.ports
import static orch.model.Examples.service
import static orch.model.Examples.stack

import orch.doctor.Canned.Answers
import orch.engine.Engine
import orch.model.OrchException
import orch.model.Subnet
import orch.plan.Observed
import orch.plan.TakenSubnet
import spock.lang.Specification

class ExaminationSpec extends Specification {
    static final OF_MACHINE = ['engine', 'api', 'socket', 'disk', 'memory', 'cgroup', 'storage', 'clock', 'subnets', 'subnets', 'leftovers']
    static final POOLS = [Subnet.parse('10.213.0.0/16').get()]
    static final OF_STACK = ['ports', 'open-ports', 'images']

    def survey = new Answers(present: [image('busybox:1')])

    private Engine engine(Map<String, ?> how = [:]) {
        [info      : { -> how.info ?: Canned.info() },
         survey    : { -> survey },
         subnets   : { -> how.taken ?: [] },
         portHolders: { Collection<Integer> ports -> how.holder ? ports.collectEntries { [it, how.holder] } : [:] }] as Engine
    }

    def "all is looked at, and the slow question about the machine is asked once"() {
        when:
        def findings = new Doctor(machine()).examine(engine(), POOLS, Optional.of(stack(service('web'))), Observed.NOTHING, { [] })

        then:
        findings*.check() == OF_MACHINE + OF_STACK
        findings*.level().unique() == [OK]
        survey.asked.count('info') == 1
    }

    def "without a stack what stacks need is left out"() {
        expect:
        new Doctor(machine()).examine(engine(), POOLS, Optional.empty(), Observed.NOTHING, { [] })*.check() == OF_MACHINE
    }

    def "each thing that is not well is found in its place"() {
        given:
        survey.told = told(storageDriver: 'vfs', dataRoot: '/srv', time: Optional.empty())
        survey.refusals = ['gone:1': 'manifest unknown']
        def described = stack(service('web', images: [image('gone:1')], links: ports(port(80, 8080))))
        def here = machine(free: OptionalLong.of(1), socket: Canned.socket(writable: false))

        when:
        def findings = new Doctor(here).examine(engine(holder: 'process 7', taken: [new TakenSubnet(POOLS[0], 'somebody')]), POOLS, Optional.of(described), Observed.NOTHING, { ['old'] })

        then:
        findings.findAll { it.level() != OK }.collectEntries { [(it.check()): it.level()] } ==
            [socket: ERROR, disk: ERROR, storage: WARNING, subnets: ERROR, leftovers: WARNING, ports: ERROR, images: ERROR]
        findings.every { helps(it) }
    }

    def "an engine that does not tell of its machine is an error, and all else is looked at"() {
        given:
        survey.failure = new OrchException.Unavailable('the engine answered 500 to GET /info', [], null)

        when:
        def findings = new Doctor(machine()).examine(engine(), POOLS, Optional.of(stack(service('web'))), Observed.NOTHING, { [] })

        then:
        findings.findAll { it.error }*.evidence() == ['the engine answered 500 to GET /info']
        findings*.check() == ['engine', 'api', 'socket', 'leftovers', *OF_STACK, 'engine']
    }

    def "a check that cannot look is an error of its own"() {
        when:
        def findings = new Doctor(machine()).examine(engine(), POOLS, Optional.empty(), Observed.NOTHING,
            { throw new OrchException.TimedOut('the engine did not answer', [], null) })

        then:
        findings.findAll { it.error }*.check() == ['leftovers']
        findings.every { helps(it) }
    }

    def "disk and free memory of another machine are not this one's"() {
        given:
        def remote = info('1.41', 'tcp://engine.example:2375')
        def full = machine(free: OptionalLong.of(1), memory: new Machine.Memory(Canned.GB, 1))

        when:
        def findings = new Doctor(full).examine(engine(info: remote), POOLS, Optional.empty(), Observed.NOTHING, { [] })

        then:
        !findings*.check().contains('disk')
        findings.find { it.check() == 'memory' }.evidence() == 'the machine has 8.0 GB'
        findings*.level().unique() == [OK]
    }

    def "without an engine that is the error, and what needs none is looked at"() {
        given:
        def described = stack(service('web', links: ports(port(80, 8080), new orch.model.Port(81, 0, '0.0.0.0', 'tcp'))))

        when:
        def findings = new Doctor(machine(listeners: [8080: 'process 7 (nc)']))
            .examineWithout(new OrchException.Unavailable('no engine was found', ['no socket at /a'], null),
                Optional.of(info().address()), Optional.of(described))

        then:
        findings*.check() == ['engine', 'socket', 'disk', 'memory', 'ports', 'open-ports']
        findings*.level() == [ERROR, OK, OK, OK, ERROR, WARNING]
        findings[4].evidence().contains('process 7 (nc)')
        findings.every { helps(it) }
    }
}
