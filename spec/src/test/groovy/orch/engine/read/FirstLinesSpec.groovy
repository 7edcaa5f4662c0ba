package orch.engine.read

import java.time.Instant
import spock.lang.Specification

/** Which lines of a log are of the present run, though the engine's times of start and end are late. */
class FirstLinesSpec extends Specification {
    def "lines of the present run are those from #since on, where it #run"() {
        expect:
        EngineProbes.firstLines(started, finished) == Instant.parse(since)

        where:
        run                              | started                | finished               || since
        'is the first'                   | '2026-01-01T10:00:00Z' | '0001-01-01T00:00:00Z' || '1970-01-01T00:00:00Z'
        'has not begun'                  | ''                     | ''                     || '1970-01-01T00:00:00Z'
        'followed another'               | '2026-01-01T10:00:04Z' | '2026-01-01T10:00:00Z' || '2026-01-01T10:00:02Z'
        'has ended'                      | '2026-01-01T10:00:00Z' | '2026-01-01T10:00:09Z' || '1970-01-01T00:00:00Z'
    }
}
