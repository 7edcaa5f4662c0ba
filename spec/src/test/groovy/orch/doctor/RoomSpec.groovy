package orch.doctor

import static orch.doctor.Canned.GB
import static orch.doctor.Canned.MB
import static orch.doctor.Canned.helps
import static orch.doctor.Canned.machine
import static orch.doctor.Canned.only
import static orch.health.Finding.Level.ERROR
import static orch.health.Finding.Level.OK
import static orch.health.Finding.Level.WARNING
import static orch.model.Examples.changed
import static orch.model.Examples.service
import static orch.model.Examples.shared
import static orch.model.Examples.stack

import orch.engine.EngineMachine.Pool
import orch.model.Resources
import orch.model.Subnet
import orch.plan.EngineState
import orch.plan.Observed
import orch.plan.TakenSubnet
import spock.lang.Specification

import java.nio.file.Path

class RoomSpec extends Specification {
    def "#free bytes of disk are #level"() {
        when:
        def finding = only(new DiskCheck(machine(free: OptionalLong.of(free)), Path.of('/srv/engine')))

        then:
        finding.level() == level
        finding.evidence().contains('/srv/engine')
        helps(finding)

        where:
        free         || level
        10 * GB      || OK
        2 * GB       || OK
        2 * GB - 1   || WARNING
        200 * MB     || WARNING
        200 * MB - 1 || ERROR
    }

    def "a disk that cannot be seen from here is not judged"() {
        expect:
        new DiskCheck(machine(free: OptionalLong.empty()), Path.of('/srv/engine')).look() == []
    }

    def "limits of #wanted, of which #missing do not run yet, on a machine of 8 GB with #free free are #level"() {
        given:
        def available = free == null ? OptionalLong.empty() : OptionalLong.of(free)

        when:
        def finding = only(new MemoryCheck(8 * GB, available, new WantedMemory(wanted, missing, [])))

        then:
        finding.level() == level
        helps(finding)

        where:
        wanted | missing | free   || level
        0      | 0       | 0      || OK
        4 * GB | 4 * GB  | 6 * GB || OK
        9 * GB | 0       | 6 * GB || WARNING
        7 * GB | 7 * GB  | 6 * GB || WARNING
        7 * GB | 1 * GB  | 6 * GB || OK
        7 * GB | 7 * GB  | null   || OK
    }

    def "what a stack wants is its limits times its replicas; what runs has its part already"() {
        given:
        def web = service('web', replicas: 3, resources: changed(Resources.UNLIMITED, memory: 100 * MB))
        def db = service('db', resources: changed(Resources.UNLIMITED, memory: 50 * MB))
        def job = service('job')
        def running = EngineState.running(stack(web), shared()).observed()

        expect:
        WantedMemory.of([web, db, job], Observed.NOTHING) == new WantedMemory(350 * MB, 350 * MB, ['job'])
        WantedMemory.of([web, db, job], running) == new WantedMemory(350 * MB, 50 * MB, ['job'])
    }

    def "services without a limit are named"() {
        expect:
        only(new MemoryCheck(8 * GB, OptionalLong.empty(), new WantedMemory(MB, MB, ['job', 'web']))).evidence()
            .endsWith('without a limit: job, web')
    }

    static final OWN = [Subnet.parse('10.213.0.0/16').get()]

    private static List<TakenSubnet> subnets(String... cidrs) {
        cidrs.collect { new TakenSubnet(Subnet.parse(it).get(), "network net-$it") }
    }

    def "free networks of the engine's default pools are counted: #free of 31"() {
        when:
        def findings = new SubnetsCheck([], { subnets(*taken) }, OWN).look()

        then:
        findings[0].evidence().startsWith("$free of 31 networks of the engine's own pools are free")
        findings[0].level() == level
        findings.every { helps(it) }

        where:
        taken                                              || free | level
        []                                                 || 31   | OK
        ['172.17.0.0/16']                                  || 30   | OK
        ['172.17.0.0/16', '172.20.0.0/14']                 || 26   | OK
        ['172.19.7.0/24', '192.168.16.0/20', '10.0.0.0/8'] || 29   | OK
        ['172.16.0.0/12', '192.168.0.0/18', '192.168.64.0/18', '192.168.128.0/19', '192.168.160.0/20', '192.168.176.0/20',
         '192.168.192.0/20']                               || 3    | WARNING
        ['172.16.0.0/12', '192.168.0.0/16']                || 0    | ERROR
    }

    def "where few networks are left, those that hold them are named"() {
        given:
        def taken = subnets('172.16.0.0/12', *(0..15).collect { "192.168.${it * 16}.0/20".toString() })

        when:
        def finding = new SubnetsCheck([], { taken + taken.collect { new TakenSubnet(it.subnet(), 'a route') } }, OWN).look()[0]

        then:
        finding.level() == ERROR
        finding.evidence().contains('held by network net-172.16.0.0/12 (172.16.0.0/12), ')
        finding.evidence().endsWith(' and 12 more')
        finding.remedy().get() == 'orch cleanup'
    }

    def "pools of the engine's configuration count in place of the defaults"() {
        expect:
        new SubnetsCheck([new Pool('10.10.0.0/16', 24)], { subnets('10.10.3.0/24') }, OWN).look()[0].evidence()
            .startsWith('255 of 256 ')
    }

    def "free subnets for private copies in '#own' are counted: #counted"() {
        when:
        def finding = new SubnetsCheck([], { subnets(*taken) }, own.split(',').collect { Subnet.parse(it).get() }).look()[1]

        then:
        finding.evidence().startsWith(counted)
        finding.level() == level
        helps(finding)

        where:
        own                         | taken             || counted                                               | level
        '10.213.0.0/16'             | ['10.213.0.0/26'] || '1023 of 1024 subnets for private copies in 10.213.0' | OK
        '10.99.0.0/24'              | ['10.99.0.64/26'] || '3 of 4 '                                             | WARNING
        '10.99.0.0/24'              | ['10.0.0.0/8']    || '0 of 4 '                                             | ERROR
        '10.99.0.0/24,10.98.0.0/24' | ['10.99.0.0/16']  || '4 of 8 '                                             | OK
        '10.99.0.0/26'              | []                || '1 of 1 '                                             | OK
    }
}
