package orch.own

import static orch.model.Examples.dedicated
import static orch.model.Examples.shared

import java.nio.file.Files
import java.nio.file.Path
import java.time.Clock
import java.time.Duration
import java.time.Instant
import java.time.ZoneOffset
import java.util.concurrent.Callable
import java.util.concurrent.CountDownLatch
import java.util.concurrent.Executors
import java.util.concurrent.TimeUnit
import java.util.concurrent.atomic.AtomicInteger
import orch.engine.ChangeGate
import orch.model.Identity
import orch.model.OrchException
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

@Timeout(30)
class StackLocksSpec extends Specification {
    static final URI ENGINE = URI.create('tcp://engine.example:2375')
    static final Duration NO_WAIT = Duration.ZERO

    @TempDir
    Path folder

    List<String> news = []

    def "one at a time holds a stack's lock, and the next gets it when it is let go of"() {
        given:
        def first = take()

        when:
        take()

        then:
        thrown(OrchException.TimedOut)

        when:
        first.close()
        take().close()

        then:
        noExceptionThrown()
    }

    def "of eight who want it at the same time each gets it, one after the other"() {
        given:
        def threads = Executors.newFixedThreadPool(8)
        def inside = new AtomicInteger()
        def most = new AtomicInteger()

        when:
        def tasks = (1..8).collect {
            threads.submit({
                def lock = take(patience: Duration.ofSeconds(20))
                most.accumulateAndGet(inside.incrementAndGet(), Math::max)
                lock.enter()
                inside.decrementAndGet()
                lock.close()
            } as Callable)
        }
        tasks*.get(20, TimeUnit.SECONDS)

        then:
        most.get() == 1
        locks().last(shared()).number() == 8

        cleanup:
        threads?.shutdownNow()
    }

    def "stacks, copies and engines have locks of their own"() {
        given:
        def held = take()

        when:
        def others = [take([:], shared('test')), take([:], dedicated()), take([:], dedicated('p8f2k')),
                      locks(engine: URI.create('unix:///run/other.sock')).take(shared(), false, Optional.of(NO_WAIT), {})]

        then:
        noExceptionThrown()

        cleanup:
        [held, *others]*.close()
    }

    def "a lock that another process holds is waited for as long as it may take, and then its holder is named"() {
        given:
        def other = other('lock')
        def clock = new SteppingClock(Duration.ofSeconds(10))

        when:
        take(patience: Duration.ofMinutes(1), clock: clock)

        then: 'the time was used up, and not more'
        def e = thrown(OrchException.TimedOut)
        e.exitCode() == 4
        clock.passed >= Duration.ofMinutes(1)
        clock.passed <= Duration.ofSeconds(80)

        and:
        e.message == "stack 'dev' is being changed by another orch, for longer than 60 s"
        e.evidence().size() == 1
        e.evidence()[0] ==~ /held by orch lock \(pid $other.pid, since 20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ\)/
        e.next().get().words() == ['status', 'dev']

        and: 'before that it was told for whom is waited, once'
        news.size() == 1
        news[0] ==~ /waits for orch lock \(pid $other.pid, since .+\), which changes it/

        cleanup:
        other?.close()
    }

    def "a wait of #text is told as such"() {
        given:
        def held = take()

        when:
        take(patience: patience, clock: new SteppingClock(Duration.ofSeconds(10)))

        then:
        def e = thrown(OrchException.TimedOut)
        e.message.endsWith(", for longer than $text")

        cleanup:
        held.close()

        where:
        patience               || text
        Duration.ofSeconds(90) || '90 s'
        Duration.ofMillis(500) || '500 ms'
        Duration.ofMillis(0)   || '0 s'
    }

    def "who waits for less than a second is told nothing"() {
        given:
        def held = take()
        def threads = Executors.newSingleThreadExecutor()
        def waits = new CountDownLatch(3)
        def clock = new SteppingClock(Duration.ZERO, { waits.countDown() })

        when:
        def waiting = threads.submit({ take(patience: null, clock: clock) } as Callable)
        waits.await()
        held.close()
        waiting.get(10, TimeUnit.SECONDS).close()

        then:
        news == []

        cleanup:
        threads?.shutdownNow()
    }

    def "the lock of a process that was killed is free"() {
        given:
        def other = other('change')
        assert refused()

        when:
        other.kill()
        def lock = take()

        then: 'what it had begun counts as a change'
        locks().last(shared()).number() == 1
        locks().last(shared()).pid() == other.pid

        cleanup:
        lock?.close()
        other?.close()
    }

    def "who held the lock while it was let go of is noticed before the next change, when he changed something"() {
        given:
        def lock = take()
        lock.enter()
        lock.leave()

        when:
        other('change').close()

        then:
        lock.moved()

        when:
        lock.enter()

        then:
        thrown(ChangeGate.StateMoved)

        when: 'another look is taken at the stack'
        lock.again()
        lock.enter()

        then:
        !lock.moved()
        locks().last(shared()).number() == 3

        cleanup:
        lock.close()
    }

    def "who held the lock while it was let go of and changed nothing is nobody's business"() {
        given:
        def lock = take()
        lock.enter()
        lock.leave()

        when:
        other('lock').close()
        lock.enter()

        then:
        !lock.moved()
        refused()

        cleanup:
        lock.close()
    }

    def "changes of one holder are one change, however often he lets go of the lock in between"() {
        when:
        def lock = take()
        3.times {
            lock.enter()
            lock.leave()
        }

        then:
        locks().last(shared()).number() == 1
        lock.stoppedMeanwhile().empty
    }

    def "who only looks has changed nothing"() {
        when:
        take().close()

        then:
        locks().last(shared()) == StackChange.NONE
    }

    def "that somebody has stopped the stack meanwhile is told with who did"() {
        given:
        def lock = take()
        lock.enter()
        lock.leave()
        def other = other('stop')
        other.close()

        expect:
        def refusal = lock.stoppedMeanwhile().get()
        refusal.exitCode() == 5
        refusal.message == "stack 'dev' was stopped meanwhile"
        refusal.evidence()[0] ==~ /by orch stop \(pid $other.pid, since .+\)/
        refusal.next().get().words() == ['status', 'dev']
    }

    def "that somebody has changed the stack otherwise is no stop"() {
        given:
        def lock = take()
        lock.enter()
        lock.leave()
        def other = other('change')
        other.close()

        expect:
        lock.stoppedMeanwhile().empty
        lock.changedMeanwhile().message == "stack 'dev' was changed meanwhile"
        lock.changedMeanwhile().evidence()[0].startsWith("by orch change (pid $other.pid,")
    }

    def "when the state folder is deleted while the lock is held, the holder notices before his next change"() {
        given:
        def lock = take()
        lock.enter()

        when:
        assert folder.resolve('state').toFile().deleteDir()
        lock.enter()

        then:
        thrown(ChangeGate.StateMoved)

        when: 'another look is taken at the stack'
        lock.again()
        lock.enter()

        then: 'the lock keeps others out again'
        refused()

        cleanup:
        lock.close()
    }

    def "when the state folder is deleted and another takes the lock, it is waited for"() {
        given:
        def lock = take()
        assert folder.resolve('state').toFile().deleteDir()
        def other = other('lock')

        when:
        lock.enter()

        then:
        thrown(OrchException.TimedOut)

        cleanup:
        lock?.close()
        other?.close()
    }

    def "when the state folder is deleted while the lock is waited for, it is made anew"() {
        given:
        def held = take()
        def clock = new SteppingClock(Duration.ofSeconds(1), {
            held.close()
            folder.resolve('state').toFile().deleteDir()
        })

        when:
        def lock = take(patience: Duration.ofMinutes(1), clock: clock)

        then:
        refused()

        cleanup:
        lock?.close()
    }

    def "a state folder that cannot be written is told, and nothing is held"() {
        given: 'where nobody can make a folder, not even root'
        def state = new StateFolder(Path.of('/proc/orch'))

        when:
        locks(state: state).take(shared(), false, Optional.of(NO_WAIT), {})

        then:
        def e = thrown(OrchException.Failed)
        e.message.startsWith('cannot make the folder of /proc/orch/locks/')
        e.evidence().last() == 'the state folder can be moved with XDG_STATE_HOME'
    }

    def "when it cannot be written down who holds it, the lock is not held"() {
        given: 'a full folder in the place of the file'
        take().close()
        def holder = Files.list(folder.resolve('state/locks')).toList()[0].resolve('dev.holder')
        Files.delete(holder)
        Files.createDirectories(holder.resolve('full'))

        when:
        take()

        then:
        def e = thrown(OrchException.Failed)
        e.message == "cannot write $holder"

        when: 'that is put right'
        holder.toFile().deleteDir()
        take().close()

        then:
        noExceptionThrown()
    }

    def "a change that nobody can read is nobody's: '#text'"() {
        expect:
        StackChange.parse(Optional.of(text)) == StackChange.NONE

        where:
        text << ['', 'x', '1\nfalse\n7\n2026-01-31T12:00:00Z', 'x\nfalse\n7\n2026-01-31T12:00:00Z\norch start',
                 '1\nfalse\nx\n2026-01-31T12:00:00Z\norch start', '1\nfalse\n7\nyesterday\norch start',
                 '1\nfalse\n99999999999999999999\n2026-01-31T12:00:00Z\norch start']
    }

    private StackLocks locks(Map how = [:]) {
        new StackLocks(how.state ?: new StateFolder(folder.resolve('state')), how.engine ?: ENGINE,
            how.clock as Clock ?: Clock.fixed(Instant.EPOCH, ZoneOffset.UTC), 'orch start')
    }

    private StackLock take(Map how = [:], Identity identity = shared()) {
        def patience = Optional.ofNullable(how.containsKey('patience') ? how.patience as Duration : NO_WAIT)
        locks(how).take(identity, false, patience, { news << it })
    }

    /** Whether another process holds the lock or this one does. */
    private boolean refused() {
        try {
            take().close()
            return false
        } catch (OrchException.TimedOut e) {
            return true
        }
    }

    private OtherProcess other(String what) {
        new OtherProcess(what, folder.resolve('state'), ENGINE, shared())
    }

    /** Goes on by so much whenever it is looked at. */
    private static class SteppingClock extends Clock {
        final Duration step
        final Runnable looked
        private Instant now = Instant.parse('2026-01-31T12:00:00Z')
        private final Instant begin = now

        SteppingClock(Duration step, Runnable looked = {}) {
            this.step = step
            this.looked = looked
        }

        Duration getPassed() {
            Duration.between(begin, now)
        }

        @Override
        Instant instant() {
            looked.run()
            now = now + step
            now
        }

        @Override
        ZoneOffset getZone() {
            ZoneOffset.UTC
        }

        @Override
        Clock withZone(java.time.ZoneId zone) {
            this
        }
    }
}
