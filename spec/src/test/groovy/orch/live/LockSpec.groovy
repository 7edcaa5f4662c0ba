package orch.live

import orch.support.LiveSpec

import java.nio.channels.FileChannel
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.StandardOpenOption

/** Who changes a stack keeps others from changing it, and nobody from looking. */
class LockSpec extends LiveSpec {
    private Path lockFile() {
        Files.walk(orch.state).withCloseable { files -> files.toList() }.find { it.fileName.toString() == "${name}.lock" }
    }

    def "a stack that another command changes is waited for as long as --timeout says, then exit code 4 names that command"() {
        given:
        describe "service('web') { build '$TINY' }"
        assert orch.run('start').code == 0
        def before = engine.ids(name)

        and: 'somebody who holds the lock that the last command had'
        def lock = FileChannel.open(lockFile(), StandardOpenOption.WRITE)
        assert lock.tryLock()

        when:
        def stop = orch.run('stop', '--timeout', '1s')
        def status = orch.run('status', name)
        def plan = orch.run('plan')

        then:
        stop.code == 4
        stop.problem[0].contains("stack '$name' is being changed by another orch")
        stop.problem[1] ==~ /  held by orch start \(pid \d+, since .*\)/
        engine.ids(name) == before

        and: 'who only looks does not wait'
        status.code == 0
        plan.code == 0

        when: 'it is let go of while another command waits'
        def waiting = orch.start('stop')
        eventually(20) { assert waiting.err.contains('waits for orch start (pid') }
        lock.close()

        then:
        waiting.await().code == 0
        engine.ids(name).isEmpty()

        cleanup:
        lock?.close()
    }

    def "nobody holds the lock while a start waits for health"() {
        given:
        describe "service('web') { build '$PROBE'; env DELAY: 5; healthcheck { http '/health', port: 8080 } }"
        def start = orch.start('start')
        eventually(20) { assert container('web')?.State?.Running && start.err.contains('started') }

        when:
        def stop = orch.run('stop')
        def run = start.await()

        then:
        stop.code == 0
        run.code == 5
        run.problem[0].contains("stack '$name' was stopped meanwhile")
        run.problem[1].contains('by orch stop')
        engine.ids(name).isEmpty()
    }
}
