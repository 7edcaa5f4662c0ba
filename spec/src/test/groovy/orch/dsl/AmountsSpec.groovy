package orch.dsl

import java.nio.file.Path
import java.time.Duration
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

class AmountsSpec extends Specification {
    @TempDir
    @Shared
    Path temp

    def "#written is #duration"() {
        expect:
        new ScriptFolder(temp).run(written) == Duration.parse(duration)

        where:
        written       || duration
        '500.ms'      || 'PT0.5S'
        '1.second'    || 'PT1S'
        '30.seconds'  || 'PT30S'
        '0.5.seconds' || 'PT0.5S'
        '1.minute'    || 'PT1M'
        '2.minutes'   || 'PT2M'
        '1.hours'     || 'PT1H'
    }

    def "#written is #bytes bytes"() {
        expect:
        new ScriptFolder(temp).run(written).bytes() == bytes

        where:
        written  || bytes
        '1.KB'   || 1024
        '64.MB'  || 67108864
        '0.5.MB' || 524288
        '1.GB'   || 1073741824
        '3.GB'   || 3221225472
    }
}
