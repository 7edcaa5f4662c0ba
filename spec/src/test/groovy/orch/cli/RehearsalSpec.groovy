package orch.cli

import spock.lang.Specification

class RehearsalSpec extends Specification {
    def "every command that the launcher rehearses does its work"() {
        expect: 'a stack is started, started again, planned, saved and stopped, against canned answers'
        Rehearsal.run() == []
    }

    def "every command of the quick way that the launcher rehearses does its work"() {
        expect:
        QuickWay.rehearse() == []
    }
}
