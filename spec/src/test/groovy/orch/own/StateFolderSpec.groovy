package orch.own

import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.attribute.PosixFilePermissions
import java.util.concurrent.CyclicBarrier
import java.util.concurrent.Executors
import java.util.concurrent.TimeUnit
import orch.model.OrchException
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

class StateFolderSpec extends Specification {
    @TempDir
    Path home

    StateFolder state

    def setup() {
        state = new StateFolder(home.resolve('state/orch'))
    }

    def "with XDG_STATE_HOME '#set' the folder is #folder"() {
        expect:
        StateFolder.of(set == null ? [:] : [XDG_STATE_HOME: set], Path.of('/home/me')).path() == Path.of(folder)

        where:
        set          || folder
        null         || '/home/me/.local/state/orch'
        ''           || '/home/me/.local/state/orch'
        'relative'   || '/home/me/.local/state/orch'
        '/var/state' || '/var/state/orch'
    }

    def "what was written is read, and later writing replaces it"() {
        when:
        state.write('ä\n', 'a', 'b')

        then:
        state.read('a', 'b').get() == 'ä\n'

        when:
        state.write('', 'a', 'b')

        then:
        state.read('a', 'b').get() == ''
    }

    def "nothing is made by reading or removing what was never written"() {
        when:
        state.delete('a', 'b')

        then:
        state.read('a', 'b').empty
        state.read().empty
        !Files.exists(home.resolve('state'))
    }

    def "what was removed is gone"() {
        given:
        state.write('x', 'a')

        when:
        state.delete('a')

        then:
        state.read('a').empty
    }

    def "folders and files are for their owner only when #way"() {
        when:
        write(state)

        then:
        permissions('state/orch') == 'rwx------'
        permissions('state/orch/a') == 'rwx------'
        permissions('state/orch/a/b') == 'rw-------'

        where:
        way            | write
        'written'      | { it.write('x', 'a', 'b') }
        'written once' | { it.writeOnce('x', 'a', 'b') }
        'replaced'     | { it.write('x', 'a', 'b'); it.write('y', 'a', 'b') }
    }

    def "writing leaves nothing else in the folder"() {
        when:
        state.write('x', 'a')
        state.write('y', 'a')
        state.writeOnce('z', 'a')
        state.writeOnce('z', 'b')

        then:
        state.path().toFile().list().sort() == ['a', 'b']
    }

    def "what is written once stays, and everybody gets it"() {
        expect:
        state.writeOnce('first', 'a') == 'first'
        state.writeOnce('second', 'a') == 'first'
        state.read('a').get() == 'first'
    }

    @Timeout(20)
    def "of eight who write once at the same time, one wins, and all are told its content"() {
        given:
        def threads = Executors.newFixedThreadPool(8)
        def start = new CyclicBarrier(8)

        when:
        def told = (1..20).collect { round ->
            def tasks = (1..8).collect { n -> threads.submit({ start.await(); state.writeOnce("$n", "r$round") } as java.util.concurrent.Callable) }
            tasks*.get(10, TimeUnit.SECONDS).toSet()
        }

        then:
        told.every { it.size() == 1 }
        told.withIndex(1).every { it[0] == [state.read("r${it[1]}").get()].toSet() }
        state.path().toFile().list().length == 20

        cleanup:
        threads.shutdownNow()
    }

    @Timeout(20)
    def "who reads while others write sees one whole content or another"() {
        given:
        def contents = ['a' * 50_000, 'b' * 50_000]
        state.write(contents[0], 'f')
        def writer = Executors.newSingleThreadExecutor()
        def writing = writer.submit { 300.times { state.write(contents[it % 2], 'f') } }

        when:
        def seen = [] as Set
        while (!writing.done) {
            seen << state.read('f').get()
        }

        then:
        writing.get() == null
        contents.containsAll(seen)

        cleanup:
        writer.shutdownNow()
    }

    def "a folder that cannot be #used is told with the file and how to move it"() {
        given: 'a file in the place of the folder'
        Files.createDirectories(home.resolve('state'))
        home.resolve('state/orch').toFile().text = ''

        when:
        action(state)

        then:
        def e = thrown(OrchException.Failed)
        e.message == "cannot $verb $home/state/orch/a/b"
        e.evidence().last() == 'the state folder can be moved with XDG_STATE_HOME'

        where:
        used           | action                            || verb
        'written'      | { it.write('x', 'a', 'b') }       || 'write'
        'written once' | { it.writeOnce('x', 'a', 'b') }   || 'write'
    }

    def "a file that cannot be #verb is told as such"() {
        given: 'a full folder in the place of the file'
        state.write('x', 'a', 'b')

        when:
        action(state)

        then:
        def e = thrown(OrchException.Failed)
        e.message == "cannot $verb $home/state/orch/a"

        where:
        verb     | action
        'read'   | { it.read('a') }
        'remove' | { it.delete('a') }
        'write'  | { it.write('x', 'a') }
    }

    private String permissions(String path) {
        PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve(path)))
    }
}
