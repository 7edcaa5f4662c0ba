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
        3.times { heldTurn() }

        expect:
        waited() >= Duration.ofMillis(250)
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

        then: 'all turns are free'
        turns.@free.availablePermits() == 3
    }
}
