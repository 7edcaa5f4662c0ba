package orch.engine.read

import spock.lang.Specification

class ConditionSpec extends Specification {
    def "of a container that #what it is told: #text"() {
        given:
        def inspection = """{"State": {"Status": "exited", "Running": false, "ExitCode": $code, "OOMKilled": $oom},
            "HostConfig": {"Memory": $memory}}"""

        expect:
        InventoryReader.condition(Json.read(inspection)) == [text]

        where:
        what                                       | code | oom   | memory   || text
        'ended'                                    | 3    | false | 16777216 || 'state: exited, exit code 3'
        'was killed for memory'                    | 137  | true  | 16777216 || 'state: exited, exit code 137, killed for lack of memory'
        'was killed and has no limit'              | 137  | false | 0        || 'state: exited, exit code 137'
        'was killed before the engine looked at it' | 137  | false | 16777216 || 'state: exited, exit code 137, killed; its memory limit is 16 MB'
    }
}
