package orch.live

import orch.support.LiveSpec

import java.time.Instant

/** Who is started when: read off the engine's own times. */
class OrderSpec extends LiveSpec {
    private static Instant started(Map container) {
        Instant.parse(container.State.StartedAt as String)
    }

    def "a service starts when what it depends on is healthy; with started(...) it does not wait for that"() {
        given: 'a database that answers two seconds after its start'
        describe """
            service('patient') { build '$PROBE'; dependsOn 'db' }
            service('eager') { build '$PROBE'; dependsOn started('db') }
            service('db') { build '$PROBE'; env DELAY: 2; healthcheck { http '/health', port: 8080 } }"""

        when:
        def run = orch.run('start')
        def answers = started(container('db')).plusSeconds(2)

        then:
        run.code == 0
        started(container('patient')) > answers
        started(container('eager')) > started(container('db'))
        started(container('eager')) < answers
    }

    def "dependants are stopped before what they depend on"() {
        given:
        describe """
            service('web') { build '$PROBE'; dependsOn 'db' }
            service('db') { build '$PROBE' }"""
        assert orch.run('start').code == 0
        def since = engine.now() - 1

        when:
        def run = orch.run('stop')
        def ends = engine.events(name, since).findAll { it.endsWith(': die') }

        then:
        run.code == 0
        ends == ["${named('web')}: die", "${named('db')}: die"]*.toString()
    }

    def "a one-shot is waited for, is completed, and is not run again"() {
        given:
        describe """
            service('web') { build '$PROBE'; dependsOn completed('migrate'); healthcheck { tcp 8080 } }
            service('migrate') { build '$PROBE'; command 'sh', '-c', 'sleep 0.5; echo migrated' }"""

        when:
        def run = orch.run('start')

        then:
        run.code == 0
        container('migrate').State.ExitCode == 0
        started(container('web')) > Instant.parse(container('migrate').State.FinishedAt as String)

        and: 'status calls it completed, and the stack healthy'
        def status = orch.run('status', name, '--json')
        status.code == 0
        status.json.stacks[0].services.collectEntries { [it.name, it.health] } == [migrate: 'completed', web: 'healthy']

        and: 'it ran once'
        def before = container('migrate').State.StartedAt
        orch.run('start').code == 0
        container('migrate').State.StartedAt == before
    }

    def "where a one-shot fails, its dependant is not started, and the error tells how it failed"() {
        given:
        describe """
            service('web') { build '$PROBE'; dependsOn completed('migrate') }
            service('migrate') { build '$PROBE'; command 'sh', '-c', 'echo no such table; exit 3' }"""

        when:
        def run = orch.run('start')

        then:
        run.code == 1
        run.problem[0].startsWith("orch: service 'migrate'")
        run.problem[0].contains('exit code 3')
        run.problem.any { it.contains('no such table') }
        run.problem.last() == '  next: orch logs migrate'
        !container('web')?.State?.Running

        and: 'status does not call it well'
        orch.run('status', name).code == 1
    }

    def "start of one service starts what it depends on, and nothing else"() {
        given:
        describe """
            service('web') { build '$PROBE'; dependsOn 'db' }
            service('db') { build '$PROBE' }
            service('other') { build '$PROBE' }"""

        when:
        def run = orch.run('start', 'web')

        then:
        run.code == 0
        engine.ids(name).keySet() == [named('web'), named('db')] as Set

        and: 'what was not asked for is not missed'
        orch.run('status', name).code == 0

        when: 'one of them is stopped'
        def stop = orch.run('stop', 'web')

        then:
        stop.code == 0
        engine.ids(name).keySet() == [named('db')] as Set
        orch.run('status', name).code == 0
    }
}
