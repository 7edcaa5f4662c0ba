package orch.engine.docker

import java.time.Duration
import java.util.concurrent.CountDownLatch
import spock.lang.Specification
import spock.lang.Timeout

@Timeout(20)
class StopTurnsSpec extends Specification {
    def slow = new CountDownLatch(1)
    def turns = new StopTurns(1)

    def cleanup() {
        slow.countDown()
    }

    /** A stop that holds its turn until the spec is over. */
    private void heldTurn() {
        def begun = new CountDownLatch(1)
        Thread.startDaemon {
            turns.take {
                begun.countDown()
                slow.await()
            }
        }
        begun.await()
    }

    private Duration waited() {
        long begin = System.nanoTime()
        Duration waited = turns.take { Duration.ofNanos(System.nanoTime() - begin) }
        waited
    }

    def "a stop waits for its turn, but moments only while those before it take their time"() {
        given:
        2.times { heldTurn() }

        expect: 'a tenth of a second for each two that were before it'
        waited() >= Duration.ofMillis(100)
        waited() >= Duration.ofMillis(100)
        waited() >= Duration.ofMillis(200)
    }

    def "a stop that fails gives its turn back and says why"() {
        when:
        5.times {
            try {
                turns.take { throw new IllegalStateException('no') }
            } catch (IllegalStateException expected) {
                assert expected.message == 'no'
            }
        }

        then: 'both turns are free'
        turns.@free.availablePermits() == 2
    }
}
