package orch.live

import orch.support.LiveSpec

/** A start that was cut short. */
class InterruptSpec extends LiveSpec {
    def setup() {
        describe """
            service('db') { build '$PROBE'; env DELAY: 1; volume 'data', at: '/data'; healthcheck { http '/health', port: 8080 } }
            service('web') { build '$PROBE'; dependsOn 'db'; port 8080; healthcheck { http '/health', port: 8080 } }"""
    }

    def "a start that is ended by #signal and repeated ends healthy, with nothing twice"() {
        given: 'a start in the middle'
        def running = orch.start('start')
        eventually { assert container('db')?.State?.Running }

        when:
        running.signal(signal)
        def cut = running.await()

        then:
        cut.code == code
        !container('web')?.State?.Running

        when:
        def run = orch.run('start')

        then:
        run.code == 0
        engine.ids(name).keySet() == [named('db'), named('web')] as Set
        engine.networks(name) == ["${name}_default".toString()]
        engine.volumes(name) == ["${name}_data".toString()]
        page("http://127.0.0.1:${hostPort(container('web'))}/health") == 'well'

        where:
        signal || code
        'INT'  || 130
        'TERM' || 143
        'KILL' || 137
    }
}
