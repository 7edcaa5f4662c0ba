package orch.own

import static orch.model.Examples.dedicated

import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.attribute.PosixFilePermissions
import java.time.Clock
import java.time.Instant
import java.time.ZoneOffset
import orch.model.Environment
import orch.model.OrchException
import orch.model.Value
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

@Timeout(30)
class RunsSpec extends Specification {
    static final URI ENGINE = URI.create('tcp://engine.example:2375')

    @TempDir
    Path folder

    def "where nothing was ever begun the journal is empty, and looking makes no file"() {
        expect:
        runs().empty
        runs().all() == []
        runs().dead() == []
        !runs().anyDead()
        !runs().knows('dev-k3x9p')
        folder.toFile().list().length == 0
    }

    def "a copy is in the journal from its beginning to its end, with who made it"() {
        when:
        def held = begin()

        then:
        runs().all()*.describe() ==
            ["dev-k3x9p (orch start, pid ${ProcessHandle.current().pid()}, since 2026-01-31T12:00:00Z)".toString()]
        runs().all() == [held.run()]
        runs().knows('dev-k3x9p')
        !runs().empty

        when:
        held.ended()

        then:
        runs().all() == []
        runs().empty
        !runs().knows('dev-k3x9p')
        journal().listFiles()*.list() == [[]]
    }

    def "a copy whose owner lives is not dead, whichever process asks"() {
        given:
        def own = begin()
        def other = other('p8f2k')

        expect:
        !runs().anyDead()
        runs().dead() == []
        runs().all()*.prefix() == ['dev-k3x9p', 'dev-p8f2k']

        cleanup:
        own?.close()
        other?.close()
    }

    def "a copy whose owner was killed is dead, is held by one who clears up, and gone when he is done"() {
        given:
        def other = other('p8f2k')
        other.kill()

        expect:
        runs().anyDead()

        when:
        def dead = runs().dead()

        then:
        dead*.run()*.prefix() == ['dev-p8f2k']
        dead[0].run().pid() == other.pid

        and: 'nobody else clears up at the same time'
        runs().dead() == []

        when:
        dead[0].ended()

        then:
        runs().empty
    }

    def "a copy that could not be cleared up stays dead for the next"() {
        given:
        other('p8f2k').kill()

        when:
        runs().dead()*.close()

        then:
        runs().dead()*.run()*.prefix() == ['dev-p8f2k']
    }

    def "nobody takes a copy for dead while it is begun and ended"() {
        given: 'somebody who looks all the time'
        def found = []
        def looking = true
        def thread = Thread.startDaemon { while (looking) { found.addAll(runs().dead()) } }

        when:
        200.times { begin("r$it").ended() }
        looking = false
        thread.join()

        then:
        found == []
        runs().empty
    }

    def "who gets the lock after the owner's end finds that there is nothing to do"() {
        given:
        def held = begin()
        def lock = held.lockFile()
        assert Files.exists(lock)

        when:
        held.ended()

        then:
        !Files.exists(lock)
    }

    def "what a process left that was killed while it wrote an entry goes when the next entry is written, a minute later"() {
        given:
        def first = begin()
        def left = Files.createDirectories(first.lockFile().parent.resolveSibling('.new-dev-old'))
        Files.writeString(left.resolve('run'), 'half')
        Files.setLastModifiedTime(left, java.nio.file.attribute.FileTime.from(Instant.parse('2026-01-31T11:58:59Z')))
        def young = Files.createDirectories(first.lockFile().parent.resolveSibling('.new-dev-young'))

        when:
        begin('other').ended()

        then:
        !Files.exists(left)
        Files.exists(young)

        cleanup:
        first?.ended()
    }

    def "to end twice harms nobody who has the name now"() {
        given:
        def first = begin()
        first.ended()
        def second = begin()

        when:
        first.close()

        then:
        runs().dead() == []

        cleanup:
        second?.close()
    }

    def "a copy's secrets are there for who shows its output, readable by their owner only, and go with it"() {
        when:
        def held = begin('k3x9p', [new Value.Secret('db', 'hunter2'), new Value.Secret('api', 'sesame')])
        def files = Files.walk(journal().toPath()).filter { Files.isRegularFile(it) && it.parent.fileName.toString() == 'secrets' }.toList()

        then:
        runs().secrets('dev-k3x9p').collectEntries { [it.name(), it.text()] } == [db: 'hunter2', api: 'sesame']
        runs().secrets('dev-p8f2k') == []
        files.size() == 2
        files.every { PosixFilePermissions.toString(Files.getPosixFilePermissions(it)) == 'rw-------' }
        files.every { PosixFilePermissions.toString(Files.getPosixFilePermissions(it.parent)) == 'rwx------' }

        when:
        held.ended()

        then:
        runs().secrets('dev-k3x9p') == []
        Files.walk(folder).noneMatch { Files.isRegularFile(it) && it.toFile().text.contains('hunter2') }
    }

    def "copies on other engines are another journal's, but their names are known"() {
        given:
        def held = begin()
        def elsewhere = runs(URI.create('unix:///run/other.sock'))

        expect:
        elsewhere.empty
        elsewhere.all() == []
        elsewhere.knows('dev-k3x9p')

        cleanup:
        held?.close()
    }

    def "an entry that is #what does no harm, and a dead run beside it is found"() {
        given:
        other('p8f2k').kill()
        def engine = journal().listFiles()[0]
        place(engine)

        expect:
        runs().all()*.prefix() == ['dev-p8f2k']
        runs().anyDead()

        when:
        def dead = runs().dead()

        then:
        dead*.run()*.prefix() == ['dev-p8f2k']

        cleanup:
        dead*.close()

        where:
        what              | place
        'empty'           | { entry(it).text = '' }
        'cut off'         | { entry(it).text = 'dev\nk3x9p\n47' }
        'without a name'  | { entry(it).text = 'dev\n../..\n4711\n2026-01-31T12:00:00Z\norch start\n' }
        'from no time'    | { entry(it).text = 'dev\nk3x9p\n4711\nyesterday\norch start\n' }
        'no text'         | { entry(it).bytes = [0xff, 0xfe, 0x80] as byte[] }
        'a folder'        | { entry(it).mkdir() }
        'not there'       | { new File(it, 'dev-k3x9p').mkdir() }
        'a plain file'    | { new File(it, 'dev-k3x9p').text = 'x' }
    }

    def "an entry that cannot be read is no reason to take its copy for nobody's while its owner lives"() {
        given:
        def held = begin()
        held.lockFile().resolveSibling('run').toFile().text = 'x'

        expect:
        runs().knows('dev-k3x9p')
        runs().dead() == []

        cleanup:
        held?.close()
    }

    def "when the journal cannot be written nothing may be made"() {
        given: 'where nobody can make a folder, not even root'
        def nowhere = new Runs(new StateFolder(Path.of('/proc/orch')), ENGINE, Clock.systemUTC(), 'orch start')

        when:
        nowhere.begin('dev', dedicated().environment(), [])

        then:
        def e = thrown(OrchException.Failed)
        e.message.startsWith('cannot make the folder of /proc/orch/runs/')
        e.evidence().last() == 'the state folder can be moved with XDG_STATE_HOME'
    }

    def "a copy that could not be written down leaves no secret behind"() {
        given: 'somebody has the name'
        def held = begin()

        when:
        begin('k3x9p', [new Value.Secret('db', 'hunter2')])

        then:
        def e = thrown(OrchException.Failed)
        e.message.startsWith('cannot write the journal of runs in ')
        Files.walk(folder).noneMatch { Files.isRegularFile(it) && it.toFile().text.contains('hunter2') }

        and: 'and the other one is untouched'
        runs().all() == [held.run()]
        runs().dead() == []

        cleanup:
        held?.close()
    }

    private Runs runs(URI engine = ENGINE) {
        new Runs(new StateFolder(folder), engine, Clock.fixed(Instant.parse('2026-01-31T12:00:00Z'), ZoneOffset.UTC), 'orch start')
    }

    private Runs.Held begin(String run = 'k3x9p', List<Value.Secret> secrets = []) {
        runs().begin('dev', new Environment.Dedicated(run), secrets)
    }

    private OtherProcess other(String run) {
        new OtherProcess('run', folder, ENGINE, dedicated(run))
    }

    private File journal() {
        def engines = folder.resolve('runs').toFile().listFiles()
        assert engines.length == 1
        engines[0].parentFile
    }

    private static File entry(File engine) {
        def run = new File(engine, 'dev-k3x9p')
        run.mkdir()
        new File(run, 'run')
    }
}
