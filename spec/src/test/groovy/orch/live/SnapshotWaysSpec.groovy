package orch.live

import java.nio.ByteBuffer
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.attribute.UserDefinedFileAttributeView
import orch.support.CountingProxy
import orch.support.ElsewhereProxy
import orch.support.EngineFixture
import orch.support.EngineRelay
import orch.support.EngineSocket
import orch.support.LiveSpec
import spock.lang.Requires

/** The two ways to the files of a volume: its folder on this machine, and the engine's archive calls. */
@Requires({ System.getProperty('user.name') == 'root' && Files.isExecutable(Path.of('/usr/bin/tar')) })
class SnapshotWaysSpec extends LiveSpec {
    /** All that a volume's files are, beside what is in them: kind, mode, owner, links, target, time, device. */
    private static final String LISTING = 'cd /data && find . -printf "%p %y %m %U:%G %n %l %s %Ts\\n" | LC_ALL=C sort && find . -type f -exec sha256sum {} + | LC_ALL=C sort && ls -ln dev*'

    private static final String FILES = '''set -e; cd /data; chmod 0710 .; chown 999:998 .; mkdir -p a/b; echo one > a/b/file; chmod 4640 a/b/file
        chown 7:8 a/b/file; ln a/b/file hard; ln -s a/b/file soft; ln -s data/_data dangling; mkfifo pipe; echo x > "name with ä"
        echo y > "$(printf 'latin\\344')"; echo z > "$(printf 'two\\nlines')"; mknod dev c 1 3; mkdir -p data/_data; echo d > data/data
        ln data/data data/again; ln -s data/data data/link; touch -d '2020-01-02 03:04:05' a/b/file; mkdir empty; chmod 1777 empty
        long=$(printf '%0200d' 7); echo l > $long; mkdir $long-d; ln $long $long-d/$long; touch -d '1971-01-02 03:04:05' old
        truncate -s 3M holes; printf end >> holes; echo -n > nothing; chmod 000 nothing; chown 4000000:4000000 nothing'''

    private EngineRelay way

    def cleanup() {
        way?.close()
    }

    private void stack() {
        describe "service('db') { build '$PROBE'; volume 'data', at: '/data' }"
        assert orch.run('start').code == 0
    }

    private String inDb(String line) {
        engine.exec(named('db'), 'sh', '-c', line)
    }

    /** Runs orch, which gets at the folders or does not, and returns what it asked of the engine's archives. */
    private List<String> archives(boolean here, String... words) {
        way?.close()
        way = here ? new CountingProxy(EngineFixture.ADDRESS) : new ElsewhereProxy(EngineFixture.ADDRESS)
        def run = orch.run(words, env: [ORCH_ENGINE: way.address])
        assert run.code == 0: run
        way.requests.findAll { it.contains('/archive?') }
    }

    private Path folder() {
        Path.of((new EngineSocket(EngineFixture.ADDRESS).get("/volumes/${name}_data") as Map).Mountpoint as String)
    }

    def "what was saved from #from comes back through #to, with all that a file has, and nothing else"() {
        given:
        stack()
        inDb FILES
        def attributes = Files.getFileAttributeView(folder().resolve('a/b/file'), UserDefinedFileAttributeView)
        attributes.write('key', ByteBuffer.wrap('value'.bytes))
        def saved = inDb(LISTING)

        when:
        def reading = archives(from == 'the folder', 'snapshot', 'seeded')
        inDb 'cd /data; rm -r a soft; echo two > hard; echo new > new; mkdir -p b/c; chown 1:1 .; chmod 777 .; ln -s /etc/passwd a'
        def writing = archives(to == 'the folder', 'rollback', 'seeded', '--no-snapshot')

        then:
        inDb(LISTING) == saved
        container('db').State.Running

        and: 'each went the way that it was to go'
        reading.empty == (from == 'the folder')
        writing.empty == (to == 'the folder')

        and: 'the engine drops attributes when it reads, and fills holes when it writes'
        def kept = Files.getFileAttributeView(folder().resolve('a/b/file'), UserDefinedFileAttributeView).list()
        kept == (from == 'the folder' ? ['key'] : [])
        from != 'the folder' || to != 'the folder' || (inDb('du -k /data/holes').split()[0] as int) < 100

        and: 'nothing of the proof is left'
        engine.volumes(name) == ["${name}_data".toString()]

        where:
        [from, to] << [['the folder', 'the engine'], ['the folder', 'the engine']].combinations()
    }

    def "what a killed process left behind, to prove where the folders are, is no volume of the stack and goes"() {
        given:
        stack()
        def labels = (new EngineSocket(EngineFixture.ADDRESS).get("/volumes/${name}_data") as Map).Labels as Map<String, String>
        engine.squatVolume("$name-here-1", labels.findAll { it.key in ['orch.stack', 'orch.env', 'orch.host'] } + ['orch.helper': 'volumes'])

        when:
        def snapshot = orch.run('snapshot', 'seeded', '--json')

        then:
        snapshot.code == 0
        orch.state.resolve("orch/snapshots/$name/seeded").toFile().list().sort() == ['data.tar.zst', 'manifest.json']
        engine.volumes(name) == ["${name}_data".toString()]
    }

    def "what a killed rollback still does to a folder is waited for"() {
        given: 'one that holds the folder'
        stack()
        inDb 'echo one > /data/file'
        assert orch.run('snapshot', 'seeded').code == 0
        def left = new ProcessBuilder('flock', folder().toString(), 'sh', '-c', 'echo held; read word; touch late').directory(folder().toFile()).start()
        assert left.inputReader().readLine() == 'held'

        when:
        def rollback = orch.start('rollback', 'seeded', '--no-snapshot')
        eventually(30) { assert rollback.process.descendants().anyMatch { it.info().command().orElse('').endsWith('flock') } }
        left.outputWriter().withCloseable { it.write('go\n') }

        then:
        rollback.await().code == 0
        inDb('ls /data') == 'file\n'

        cleanup:
        left?.destroy()
    }

    def "a folder that cannot be emptied ends the rollback with the reason, and the next command goes on with it"() {
        given:
        stack()
        inDb 'echo one > /data/file'
        assert orch.run('snapshot', 'seeded').code == 0
        inDb 'rm /data/file; mkdir /data/kept; echo two > /data/kept/file'
        def kept = folder().resolve('kept/file').toString()
        assert new ProcessBuilder('chattr', '+i', kept).start().waitFor() == 0

        when:
        def rollback = orch.run('rollback', 'seeded')

        then:
        rollback.code == 1
        rollback.problem.join('\n').contains('Operation not permitted')

        when:
        assert new ProcessBuilder('chattr', '-i', kept).start().waitFor() == 0
        def next = orch.run('status')

        then:
        next.code == 0
        inDb('cd /data; head *') == 'one\n'

        cleanup:
        new ProcessBuilder('chattr', '-i', kept).start().waitFor()
    }
}
