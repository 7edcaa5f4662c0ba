package orch.live

import orch.support.LiveSpec

import java.nio.file.Files

/** A state folder that cannot be written, is full, or goes away. */
class BadStateFolderSpec extends LiveSpec {
    private boolean mounted

    def setup() {
        describe "service('web') { build '$TINY'; volume 'data', at: '/data' }"
        Files.createDirectories(orch.state)
    }

    def cleanup() {
        if (mounted) {
            sh('umount', '-l', orch.state.toString())
        }
    }

    private static void sh(String... command) {
        def process = new ProcessBuilder(command).redirectErrorStream(true).start()
        def said = process.inputStream.text
        assert process.waitFor() == 0: "${command.join(' ')}: $said"
    }

    /** A file system of its own, as small as that, on the state folder. */
    private void small(String size) {
        sh('mount', '-t', 'tmpfs', '-o', "size=$size", 'orch-spec', orch.state.toString())
        mounted = true
    }

    def "with a state folder that cannot be written a start says so and makes nothing; what runs can still be looked at"() {
        given:
        small('1m')
        assert orch.run('start').code == 0
        def before = engine.ids(name)
        sh('mount', '-o', 'remount,ro', orch.state.toString())

        when:
        def status = orch.run('status', name)
        def copy = orch.run('start', '--env', 'dedicated')
        def stop = orch.run('stop')

        then:
        status.code == 0
        [copy, stop].each {
            assert it.code == 1
            assert it.problem[0].contains(orch.state.toString())
            assert it.err.contains('XDG_STATE_HOME')
        }
        engine.ids(name) == before
        engine.networks(name).size() == 1

        when: 'it can be written again'
        sh('mount', '-o', 'remount,rw', orch.state.toString())

        then:
        orch.run('stop').code == 0
        engine.volumes(name).size() == 1
    }

    def "with a full state folder a start says so and makes nothing, and succeeds when there is room"() {
        given:
        small('64k')
        def filler = orch.state.resolve('filler')
        try {
            Files.write(filler, new byte[1024 * 1024])
        } catch (IOException ignored) {
            // as full as it gets
        }

        when:
        def full = orch.run('start')
        def copy = orch.run('start', '--env', 'dedicated')

        then:
        [full, copy].each {
            assert it.code == 1
            assert it.err.contains(orch.state.toString())
        }
        engine.leftOf(name) == []

        when:
        Files.delete(filler)

        then:
        orch.run('start').code == 0
        orch.run('status', name).code == 0
    }

    def "with a state folder that was deleted what it made is somebody else's: named, and left as it is"() {
        given:
        assert orch.run('start').code == 0
        def before = engine.ids(name)
        def host = Files.readString(orch.state.resolve('orch/host-id')).trim()
        assert orch.state.toFile().deleteDir()

        when:
        def start = orch.run('start')

        then:
        start.code == 5
        start.err.contains("host $host")
        start.err.contains('host-id')
        engine.ids(name) == before

        when: 'the id is put back, as the error says'
        Files.writeString(orch.state.resolve('orch/host-id'), host)

        then:
        orch.run('start').code == 0
        engine.ids(name) == before
    }

    def "a state folder that goes away while a copy runs is no obstacle to removing the copy"() {
        given:
        orch.file('copy.groovy', """
            stack('$name') { dedicated(); service('db') { build '$TINY' }; ensureHealthy() }
            System.in.read()""")
        def running = orch.start('copy.groovy', stdin: null)
        eventually(30) { assert running.out.contains('1/1') }
        assert orch.state.toFile().deleteDir()

        when:
        running.closeInput()

        then:
        running.await().code == 0
        engine.leftOf(name) == []
    }
}
