package orch.snapshot

import orch.facade.StackSnapshots
import orch.model.Environment
import orch.model.Identity
import orch.model.OrchException
import orch.own.LocalState
import orch.own.StateFolder
import spock.lang.Specification
import spock.lang.TempDir

import java.nio.file.Files
import java.nio.file.Path
import java.time.Clock
import java.time.Instant

/** What a rollback that has begun, and was perhaps killed, still needs. */
class NeededSnapshotsSpec extends Specification {
    @TempDir
    Path temp

    def identity = new Identity('shop', Environment.SHARED, 'host')

    def "a rollback that has begun keeps its snapshots from being removed or pruned, and only those"() {
        given:
        def state = new StateFolder(temp.resolve('state'))
        def local = LocalState.of(state, URI.create('unix:///engine.sock'), Clock.systemUTC(), 'spec')
        def store = new SnapshotStore(state, 'shop')
        ['target', 'before', 'other'].each { each ->
            def folder = store.begin('shop')
            store.commit(folder, new Snapshot(each, 'shop', 'shared', Instant.EPOCH, '1', 'spec', false, Snapshot.Writers.values()[0], [:], [], []))
        }
        def snapshots = new StackSnapshots(identity, local, { null }, { a, b -> null })
        local.interruptions().write(identity, Entry.standstill(identity, [], []).restoring('target', 'before', ['data']).text())

        when:
        snapshots.remove(name)

        then:
        def e = thrown(OrchException.Refused)
        e.message == "snapshot '$name' is needed by a rollback that has begun; nothing was removed"

        and:
        snapshots.prune(0) == ['other']
        Files.isDirectory(store.folder('target'))
        Files.isDirectory(store.folder('before'))

        when: 'it is done'
        local.interruptions().done(identity)
        snapshots.remove(name)

        then:
        !Files.exists(store.folder(name))

        where:
        name << ['target', 'before']
    }
}
