package orch.model

import java.time.Duration
import spock.lang.Specification

class DurationsSpec extends Specification {
    def "'#text' is #duration"() {
        expect:
        Durations.parse('--timeout', text) == Duration.parse(duration)

        where:
        text         || duration
        '500ms'      || 'PT0.5S'
        '60s'        || 'PT60S'
        '5m'         || 'PT5M'
        '1h'         || 'PT1H'
        '90'         || 'PT90S'
        '0'          || 'PT0S'
        '007m'       || 'PT7M'
        '999999999h' || 'PT999999999H'
    }

    def "'#text' is no duration, and the message says of which option and what would be one"() {
        when:
        Durations.parse('--timeout', text)

        then:
        def e = thrown(OrchException.BadInput)
        e.message == "--timeout '$text' is no duration: 500ms, 60s, 5m or 1h"

        where:
        text << ['', ' ', 's', '5 m', '1d', '5M', '-1s', '1.5s', '1h30m', '60 ', '1234567890', 'soon', '٣']
    }
}
