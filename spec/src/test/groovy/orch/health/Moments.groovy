package orch.health

import java.time.Clock
import java.time.Duration
import java.time.Instant
import java.time.ZoneId
import java.time.ZoneOffset
import orch.health.ContainerState.Health
import orch.health.ContainerState.Phase
import orch.model.Readiness
import orch.model.Readiness.Pace

/** States of a container, targets and moments, as specs about readiness speak of them. */
class Moments {
    static final Instant BEGIN = Instant.parse('2026-11-21T10:00:00Z')
    static final Duration LONG = Duration.ofMinutes(10)

    /** So long after the begin. */
    static Instant at(String seconds) {
        BEGIN.plusMillis((seconds as BigDecimal) * 1000 as long)
    }

    static Target target(Readiness readiness, boolean oneShot = false) {
        new Target('db', 'dev-db-1', 'c0ffee', readiness, oneShot)
    }

    static Pace pace(String interval = '5', int retries = 6, String startPeriod = '0') {
        new Pace(duration(interval), Duration.ofSeconds(5), retries, duration(startPeriod))
    }

    static Duration duration(String seconds) {
        Duration.ofMillis((seconds as BigDecimal) * 1000 as long)
    }

    static ContainerState running(Health health = Health.NONE) {
        new ContainerState(Phase.RUNNING, health, 0, false, false, '')
    }

    static ContainerState created(String error = '') {
        new ContainerState(Phase.CREATED, Health.NONE, 0, false, false, error)
    }

    static ContainerState ended(int code) {
        new ContainerState(Phase.ENDED, Health.NONE, code, false, false, '')
    }

    static ContainerState endedAndStartedAgain(int code) {
        new ContainerState(Phase.ENDED, Health.NONE, code, false, true, '')
    }

    static ContainerState killedForMemory(boolean startedAgain = false) {
        new ContainerState(Phase.ENDED, Health.NONE, 137, true, startedAgain, '')
    }

    /** A clock that stands still until it is moved. */
    static class MovedClock extends Clock {
        Instant now = BEGIN

        void pass(Duration time) {
            now = now.plus(time)
        }

        @Override
        Instant instant() {
            now
        }

        @Override
        ZoneId getZone() {
            ZoneOffset.UTC
        }

        @Override
        Clock withZone(ZoneId zone) {
            this
        }
    }
}
