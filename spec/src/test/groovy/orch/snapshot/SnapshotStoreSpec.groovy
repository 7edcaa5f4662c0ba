package orch.snapshot

import java.nio.file.Files
import java.nio.file.Path
import java.time.Instant
import orch.model.OrchException
import orch.model.Value
import orch.own.StateFolder
import spock.lang.Specification
import spock.lang.TempDir

/** What counts as a snapshot, and what does not. */
class SnapshotStoreSpec extends Specification {
    /** Two blocks of zeros end every tar stream. */
    static final byte[] TAR = new byte[64 * 1024].tap { new Random(1).nextBytes(it); Arrays.fill(it, it.length - 1024, it.length, 0 as byte) }

    @TempDir
    Path folder
    SnapshotStore store

    def setup() {
        store = new SnapshotStore(new StateFolder(folder.resolve('state')), 'dev')
    }

    private Snapshot saved(String name, String created = '2026-01-31T12:00:00Z', boolean automatic = false) {
        def unfinished = store.begin('dev')
        def volume = Archives.write('data', new ByteArrayInputStream(TAR), unfinished.resolve('data.tar.zst'), {})
        store.commit(unfinished, new Snapshot(name, 'dev', 'shared', Instant.parse(created), '1', 'asked for', automatic,
                Snapshot.Writers.STOP, [db: new Snapshot.SavedService('postgres:16', 'sha256:1', 'abc')], [volume],
                [new Value.Secret('db', 'hunter2')]))
    }

    def "what was saved is read as it was, by another process as well"() {
        given:
        def snapshot = saved('seeded')

        expect:
        store.find('seeded') == snapshot
        store.list() == [snapshot]
        Archives.read(snapshot.volume('data').get(), store.folder('seeded').resolve('data.tar.zst')).bytes == TAR
    }

    def "what was begun and not ended is no snapshot, and the next one of the same copy removes it"() {
        given:
        Archives.write('data', new ByteArrayInputStream(TAR), store.begin('dev').resolve('data.tar.zst'), {})

        expect:
        store.list() == []

        when:
        saved('seeded')

        then:
        store.folder('seeded').parent.toFile().list() == ['seeded'] as String[]
    }

    def "an archive of which any byte is another is refused"() {
        given:
        def snapshot = saved('seeded')
        def file = store.folder('seeded').resolve('data.tar.zst')
        def good = Files.readAllBytes(file)

        expect:
        [0, 5, 100, good.length.intdiv(2), good.length - 1].each { place ->
            def bad = good.clone()
            bad[place] ^= 1
            Files.write(file, bad)
            assert refused { store.verify(snapshot, ['data']) }.message.contains("snapshot 'seeded' of stack 'dev' is damaged")
        }

        and: 'one that was cut, or is gone'
        Files.write(file, Arrays.copyOf(good, good.length - 10))
        refused { store.verify(snapshot, ['data']) }.evidence()[0].contains('bytes, not')
        Files.delete(file)
        refused { store.verify(snapshot, ['data']) }.evidence()[0].contains('there is no file')

        and: 'as it was'
        Files.write(file, good)
        store.verify(snapshot, ['data'])
    }

    private static OrchException.Refused refused(Closure<?> call) {
        try {
            call()
        } catch (OrchException.Refused e) {
            return e
        }
        throw new AssertionError('it was not refused')
    }

    def "a stream of files that the engine breaks off is not taken for whole"() {
        when:
        Archives.write('data', new ByteArrayInputStream(stream as byte[]), folder.resolve('data.tar.zst'), {})

        then:
        def e = thrown(IOException)
        e.message == "the engine broke off the files of volume 'data'"

        where:
        stream << [[], Arrays.copyOf(TAR, TAR.length - 1024), Arrays.copyOf(TAR, 1000)]
    }

    def "a name that is taken, or cannot be one, is refused"() {
        given:
        saved('seeded')

        when:
        store.checkFree(asked)

        then:
        def e = thrown(OrchException.BadInput)
        e.message.contains(problem)

        where:
        asked     || problem
        'seeded'  || "has a snapshot 'seeded' already; nothing was changed"
        '../evil' || "snapshot name '../evil' is not possible"
        ''        || "snapshot name '' is not possible"
    }

    def "an unknown name is told with the nearest"() {
        given:
        saved('seeded')

        when:
        store.find('seded')

        then:
        def e = thrown(OrchException.BadInput)
        e.message == "stack 'dev' has no snapshot 'seded'; did you mean 'seeded'?"
    }

    def "automatic snapshots go, the oldest first, and those with a name stay"() {
        given:
        saved('seeded', '2026-01-01T00:00:00Z')
        (1..7).each { saved("auto-$it", "2026-01-31T12:00:0${it}Z", true) }

        expect:
        store.prune(5, true, ['auto-1'] as Set) == ['auto-2']
        store.list()*.name() == ['auto-7', 'auto-6', 'auto-5', 'auto-4', 'auto-3', 'auto-1', 'seeded']

        and: 'asked for, all of them count'
        store.prune(2, false, [] as Set) == ['auto-5', 'auto-4', 'auto-3', 'auto-1', 'seeded']
    }

    def "automatic names tell the time, and differ within a second"() {
        given:
        def now = Instant.parse('2026-01-31T12:00:00Z')

        expect:
        store.automaticName(now) == 'auto-20260131-120000'

        when:
        saved('auto-20260131-120000', '2026-01-31T12:00:00Z', true)

        then:
        store.automaticName(now) == 'auto-20260131-120000-2'
    }

    def "a snapshot goes into one file and comes back under any name"() {
        given:
        def snapshot = saved('seeded')
        def file = folder.resolve('seeded.zip')
        new Transfer(store).write('seeded', file)

        when:
        def other = new SnapshotStore(new StateFolder(folder.resolve('elsewhere')), 'shop')
        def read = new Transfer(other).read(file, Optional.of('theirs'))

        then:
        read == snapshot.named('theirs')
        other.verify(read, ['data']) == null
        other.list() == [read]
    }

    def "of a file that is damaged or no snapshot nothing is kept"() {
        given:
        saved('seeded')
        def file = folder.resolve('seeded.zip')
        new Transfer(store).write('seeded', file)
        def bytes = Files.readAllBytes(file)
        damage(bytes)
        Files.write(file, bytes)
        def other = new SnapshotStore(new StateFolder(folder.resolve('elsewhere')), 'shop')

        when:
        new Transfer(other).read(file, Optional.empty())

        then:
        def e = thrown(OrchException.BadInput)
        e.message.contains('is no snapshot that can be read; nothing was kept of it')
        other.list() == []
        !folder.resolve('elsewhere/snapshots/shop').toFile().list()

        where:
        damage << [{ it[it.length.intdiv(2)] ^= 1 }, { Arrays.fill(it as byte[], 0 as byte) }]
    }

    def "a manifest of a later orch is not guessed at"() {
        given:
        saved('seeded')
        def manifest = store.folder('seeded').resolve('manifest.json')
        Files.writeString(manifest, Files.readString(manifest).replace('"format" : 1', '"format" : 2'))

        when:
        store.find('seeded')

        then:
        def e = thrown(OrchException.Refused)
        e.evidence()[0] == "its format is '2', known is 1"
    }
}
