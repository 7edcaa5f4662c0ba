package orch.cli

import spock.lang.Specification

class RehearsalSpec extends Specification {
    def "every command that the launcher rehearses does its work"() {
        when: 'a stack is started, started again, planned and stopped, against canned answers'
        Rehearsal.run()

        then:
        noExceptionThrown()
    }
}
