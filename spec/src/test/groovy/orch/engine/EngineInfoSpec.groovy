package orch.engine

import orch.engine.http.EngineAddress
import spock.lang.Specification

class EngineInfoSpec extends Specification {
    def "an engine of API #api speaks #wanted: #speaks"() {
        given:
        def info = new EngineInfo(EngineAddress.parse('unix:///x', Optional.empty(), 'spec'), '1', api)

        expect:
        info.speaks(wanted) == speaks

        where:
        api    | wanted || speaks
        '1.41' | '1.41' || true
        '1.41' | '1.44' || false
        '1.44' | '1.41' || true
        '1.9'  | '1.41' || false
        '1.41' | '1.9'  || true
        '1.100' | '1.44' || true
    }
}
