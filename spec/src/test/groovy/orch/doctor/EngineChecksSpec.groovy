package orch.doctor

import static orch.doctor.Canned.NOON
import static orch.doctor.Canned.helps
import static orch.doctor.Canned.info
import static orch.doctor.Canned.machine
import static orch.doctor.Canned.only
import static orch.doctor.Canned.socket
import static orch.doctor.Canned.told
import static orch.health.Finding.Level.ERROR
import static orch.health.Finding.Level.OK
import static orch.health.Finding.Level.WARNING

import orch.model.Next
import orch.model.OrchException
import spock.lang.Specification

class EngineChecksSpec extends Specification {
    def "the engine is told with its version, its address and why it is this one"() {
        when:
        def finding = only(new EngineCheck(info()))

        then:
        finding.level() == OK
        finding.evidence() == 'engine 20.10.24 answers at unix:///var/run/docker.sock (chosen by DOCKER_HOST)'
    }

    def "where there is no engine, what was tried is told, and what helps"() {
        when:
        def finding = EngineCheck.missing(new OrchException.Unavailable('no engine was found', ['no socket at /a', 'none at /b'], next))

        then:
        finding.level() == ERROR
        finding.evidence() == 'no engine was found: no socket at /a; none at /b'
        finding.remedy().get().contains(remedy)
        helps(finding)

        where:
        next                  || remedy
        null                  || '--engine URL'
        Next.verb('version')  || '--engine URL'
        Next.verb('doctor')   || '--engine URL'
        Next.verb('cleanup')  || 'orch cleanup'
    }

    def "an engine of API #api is #level"() {
        when:
        def finding = only(new ApiCheck(info(api)))

        then:
        finding.level() == level
        finding.evidence() == "the engine speaks API $api, known are 1.41 to 1.51"
        helps(finding)

        where:
        api    || level
        '1.40' || ERROR
        '1.41' || OK
        '1.51' || OK
        '1.52' || WARNING
    }

    def "a socket #what is #level"() {
        when:
        def finding = only(new SocketCheck(machine(socket: file), info().address()))

        then:
        finding.level() == level
        finding.evidence().contains(evidence)
        helps(finding)

        where:
        what                          | file                                                || level | evidence
        'of a group'                  | socket()                                            || OK    | 'rw-rw---- of user root and group docker'
        'that all may write to'       | socket(permissions: 'rw-rw-rw-', openToAll: true)   || ERROR | 'every user of this machine'
        'that we may not write to'    | socket(writable: false)                             || ERROR | 'this user may not'
        'in a folder that is private' | socket(permissions: 'rw-rw-rw-')                    || OK    | 'rw-rw-rw-'
    }

    def "an address without a socket file has none to look at"() {
        expect:
        new SocketCheck(machine(socket: null), info().address()).look() == []
        new SocketCheck(machine(), info('1.41', 'tcp://engine.example:2375').address()).look() == []
    }

    def "limits of memory that do not hold matter to a stack that sets some"() {
        when:
        def finding = only(new CgroupCheck(told(limitsMemory: holds, cgroupVersion: '1'), new WantedMemory(wanted, wanted, [])))

        then:
        finding.level() == level
        finding.evidence().startsWith('cgroup version 1, ')
        helps(finding)

        where:
        holds | wanted  || level
        true  | 1 << 24 || OK
        false | 1 << 24 || WARNING
        false | 0       || OK
    }

    def "storage driver #driver is #level"() {
        when:
        def finding = only(new StorageCheck(told(storageDriver: driver)))

        then:
        finding.level() == level
        finding.evidence().contains(driver)
        helps(finding)

        where:
        driver         || level
        'overlay2'     || OK
        'btrfs'        || OK
        'vfs'          || WARNING
        'devicemapper' || WARNING
        ''             || OK
    }

    def "an engine's clock at #time, asked from 12:00:00 to 12:00:01, is #level"() {
        given:
        def engine = told(asked: NOON, time: Optional.of(java.time.Instant.parse("2026-11-21T${time}Z")), answered: NOON.plusSeconds(1))

        when:
        def finding = only(new ClockCheck(engine))

        then: 'the time that the request took is no drift'
        finding.level() == level
        finding.evidence().contains(evidence)
        helps(finding)

        where:
        time           || level   | evidence
        '12:00:00.500' || OK      | 'less than 2 s'
        '12:00:03'     || OK      | 'less than 2 s'
        '12:00:03.200' || WARNING | '2.2 s ahead of'
        '11:59:57'     || WARNING | '3.0 s behind'
        '11:59:30'     || WARNING | '30.0 s behind'
        '11:59:29'     || ERROR   | '31.0 s behind'
        '13:00:01'     || ERROR   | '3600.0 s ahead of'
    }

    def "an engine that does not tell its time is not judged by it"() {
        expect:
        new ClockCheck(told(time: Optional.empty())).look() == []
    }
}
