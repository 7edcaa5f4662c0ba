package orch.own

import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import orch.model.Environment
import orch.model.Identity
import spock.lang.Specification
import spock.lang.TempDir

class WantedServicesSpec extends Specification {
    static final Identity DEV = new Identity('dev', Environment.SHARED, 'host')
    static final Duration MINUTE = Duration.ofMinutes(1)
    static final URI ENGINE = URI.create('unix:///var/run/docker.sock')

    @TempDir
    Path folder

    def "nothing is remembered of a stack that was never started"() {
        expect:
        wanted().of(DEV) == [:]
    }

    def "what was started is remembered by other commands, with its replicas"() {
        when:
        wanted().started(DEV, [db: 1, web: 3], ['db', 'web'] as Set, MINUTE)

        then:
        wanted().of(DEV) == [db: 1, web: 3]
    }

    def "starting #started in a stack of #inStack after #before leaves #after"() {
        given:
        wanted().started(DEV, before, before.keySet(), MINUTE)

        when:
        wanted().started(DEV, started, inStack as Set, MINUTE)

        then:
        wanted().of(DEV) == after

        where:
        before          | started  | inStack        || after
        [db: 1]         | [web: 2] | ['db', 'web']  || [db: 1, web: 2]
        [db: 1]         | [db: 4]  | ['db']         || [db: 4]
        [db: 1, old: 1] | [web: 1] | ['db', 'web']  || [db: 1, web: 1]
        [db: 1]         | [:]      | ['db']         || [db: 1]
        [old: 1]        | [:]      | ['db']         || [:]
    }

    def "stopping #stopped forgets it, and stopping without a name forgets all"() {
        given:
        wanted().started(DEV, [db: 1, web: 2], ['db', 'web'] as Set, MINUTE)

        when:
        wanted().stopped(DEV, stopped as Set)

        then:
        wanted().of(DEV) == after

        where:
        stopped              || after
        ['db']               || [web: 2]
        ['db', 'web']        || [:]
        ['other']            || [db: 1, web: 2]
        []                   || [:]
    }

    def "no file is left of a stack that was stopped"() {
        given:
        wanted().started(DEV, [db: 1], ['db'] as Set, MINUTE)
        assert files().size() == 1

        when:
        wanted().stopped(DEV, [] as Set)

        then:
        files().empty
    }

    def "starting the same again writes nothing"() {
        given:
        wanted().started(DEV, [db: 1], ['db'] as Set, MINUTE)
        def written = Files.readAttributes(files()[0], 'unix:ino,ctime')

        when:
        wanted().started(DEV, [db: 1], ['db'] as Set, MINUTE)

        then:
        Files.readAttributes(files()[0], 'unix:ino,ctime') == written
    }

    def "after starts that were to wait #starts, what runs again is waited for for #within"() {
        when:
        starts.each { wanted().started(DEV, [db: 1], ['db'] as Set, it) }

        then:
        wanted().within(DEV) == within

        where:
        starts                                        || within
        []                                            || MINUTE
        [Duration.ofSeconds(5)]                       || MINUTE
        [Duration.ofMinutes(5)]                       || Duration.ofMinutes(5)
        [Duration.ofMinutes(5), Duration.ofMillis(1)] || Duration.ofMinutes(5)
        [MINUTE, Duration.ofMillis(90_001)]           || Duration.ofMillis(90_001)
    }

    def "stopping a part keeps how long the rest is waited for, stopping all forgets it"() {
        given:
        wanted().started(DEV, [db: 1, web: 1], ['db', 'web'] as Set, Duration.ofMinutes(5))

        when:
        wanted().stopped(DEV, ['web'] as Set)

        then:
        wanted().within(DEV) == Duration.ofMinutes(5)

        when:
        wanted().stopped(DEV, [] as Set)

        then:
        wanted().within(DEV) == MINUTE
    }

    def "other stacks, other copies and other engines are remembered apart"() {
        given:
        def copy = new Identity('dev', new Environment.Dedicated('k3x9'), 'host')
        def other = new Identity('test', Environment.SHARED, 'host')
        def far = wanted(URI.create('tcp://engine.example:2375'))

        when:
        wanted().started(DEV, [a: 1], ['a'] as Set, MINUTE)
        wanted().started(copy, [b: 1], ['b'] as Set, MINUTE)
        wanted().started(other, [c: 1], ['c'] as Set, MINUTE)
        far.started(DEV, [d: 1], ['d'] as Set, MINUTE)
        far.stopped(other, [] as Set)

        then:
        wanted().of(DEV) == [a: 1]
        wanted().of(copy) == [b: 1]
        wanted().of(other) == [c: 1]
        far.of(DEV) == [d: 1]
        far.of(copy) == [:]
    }

    def "lines that nobody can read are left out"() {
        given:
        wanted().started(DEV, [db: 1], ['db'] as Set, MINUTE)
        files()[0].toFile().text = 'db 1\nweb\n\nmail many\ncache 2 3\nqueue -1\nlog 2'

        expect:
        wanted().of(DEV) == [db: 1, log: 2]
    }

    private WantedServices wanted(URI engine = ENGINE) {
        new WantedServices(new StateFolder(folder), engine)
    }

    private List<Path> files() {
        def files = []
        folder.toFile().eachFileRecurse(groovy.io.FileType.FILES) { files << it.toPath() }
        files
    }
}
