package orch.live

import orch.support.LiveSpec

/** A container of others that a stack needs is looked at, and never changed. */
class UsesSpec extends LiveSpec {
    private static final Map SLEEPER = [Image: 'debian:bookworm-slim', Cmd: ['sleep', 'infinity']]
    private static final Map CHECKED = SLEEPER +
            [Healthcheck: [Test: ['CMD-SHELL', 'echo looked; test ! -e /tmp/sick'], Interval: 200_000_000, Timeout: 5_000_000_000, Retries: 1]]

    private void using(String container, boolean healthy = false, String more = '') {
        describe "uses container('$container')${healthy ? ', healthy: true' : ''}\n    service('web') { build '$PROBE'; $more }"
    }

    private void becomes(String health) {
        eventually(20) { assert engine.container("$name-proxy").State.Health.Status == health }
    }

    def "a used container that is well lets the stack start, and stays as it was"() {
        given:
        def id = engine.squat(CHECKED, "$name-proxy")
        becomes('healthy')
        def before = engine.container(id)
        using(byId ? id : "$name-proxy", true)

        expect:
        orch.run('start').code == 0
        container('web').State.Running

        when:
        def stop = orch.run('stop')

        then:
        stop.code == 0
        def after = engine.container(id)
        after.State.StartedAt == before.State.StartedAt
        after.NetworkSettings.Networks.keySet() == before.NetworkSettings.Networks.keySet()

        where:
        byId << [false, true]
    }

    def "one that does not exist is wrong input, with the nearest name"() {
        given:
        engine.squat(SLEEPER, "$name-proxy")
        using("$name-prixy")

        when:
        def run = orch.run('start')

        then:
        run.code == 2
        run.problem[0].startsWith("orch: stack.groovy:2: container '$name-prixy'")
        run.problem[0].endsWith("did you mean '$name-proxy'?")
        engine.leftOf(name) == []
    }

    def "one that does not run fails the start with its state, and nothing is made"() {
        given:
        engine.squat(SLEEPER, "$name-proxy")
        engine.kill("$name-proxy")
        eventually { assert !engine.container("$name-proxy").State.Running }
        using("$name-proxy")

        when:
        def run = orch.run('start')

        then:
        run.code == 1
        run.problem[0].contains("container '$name-proxy', which stack '$name' uses, does not run")
        run.problem[1] == '  state: exited, exit code 137'
        engine.leftOf(name) == []
    }

    def "one that is unhealthy fails the start with what its check said; without healthy: true it will do"() {
        given:
        engine.squat(CHECKED, "$name-proxy")
        becomes('healthy')
        engine.exec("$name-proxy", 'touch', '/tmp/sick')
        becomes('unhealthy')
        using("$name-proxy", true)

        when:
        def run = orch.run('start')

        then:
        run.code == 1
        run.problem[0].endsWith('is not healthy')
        run.problem.any { it == '  health check exited 1: looked' }
        engine.leftOf(name) == []

        when:
        using("$name-proxy")

        then:
        orch.run('start').code == 0
    }

    def "one without a health check cannot be wanted healthy"() {
        given:
        engine.squat(SLEEPER, "$name-proxy")
        using("$name-proxy", true)

        when:
        def run = orch.run('start')

        then:
        run.code == 1
        run.problem[0].contains('has no health check')
    }

    def "one that goes while the stack starts fails the start at its end"() {
        given:
        engine.squat(SLEEPER, "$name-proxy")
        using("$name-proxy", false, "env DELAY: 3; healthcheck { http '/health', port: 8080 }")

        when:
        def running = orch.start('start')
        eventually(30) { assert container('web')?.State?.Running }
        engine.kill("$name-proxy")
        def run = running.await()

        then:
        run.code == 1
        run.problem[0].contains("container '$name-proxy', which stack '$name' uses, does not run")
    }

    def "one that goes while a dedicated copy runs makes its end fail"() {
        given:
        engine.squat(SLEEPER, "$name-proxy")
        orch.file('copy.groovy', """
            def s = stack('$name') { dedicated(); uses container('$name-proxy'); service('web') { build '$PROBE' } }
            s.ensureHealthy()
            println 'begun'
            System.in.read()""")

        when:
        def running = orch.start('copy.groovy', stdin: null)
        eventually(30) { assert running.out.contains('begun') }
        engine.kill("$name-proxy")
        running.closeInput()
        def run = running.await()

        then:
        run.code == 1
        run.problem.any { it.contains("container '$name-proxy', which stack '$name' uses, does not run") }
        engine.leftOf(name) == []
    }

    def "help tells the word"() {
        when:
        def run = orch.run('help', 'uses')

        then:
        run.code == 0
        run.out.contains("uses container('devkit_tinyproxy'), healthy: true")
    }
}
