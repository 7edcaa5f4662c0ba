package orch.live

import orch.support.LiveSpec
import orch.support.Reliability

import java.time.Duration

/** Many at once, on one engine and one state folder. */
class ConcurrencySpec extends LiveSpec {
    private static final int MANY = 16

    def setup() {
        describe """
            service('db') { build '$TINY'; command 'sleep', '1000'; volume 'data', at: '/data'; healthcheck 'true' }
            service('web') { build '$TINY'; command 'sleep', '1000'; dependsOn 'db'; port 8080; healthcheck 'true' }"""
    }

    def "16 shared starts at once end with one healthy stack, and none of them fails"() {
        given:
        def reliability = new Reliability('16 shared starts of one stack at once')

        when:
        def runs = (1..MANY).collect { orch.start('start') }*.await(Duration.ofMinutes(3))

        then:
        runs.each { reliability.count(it.code == 0 ? 'healthy' : 'failed') }
        runs*.code.unique() == [0]
        engine.ids(name).keySet() == [named('db'), named('web')] as Set
        engine.networks(name) == ["${name}_default".toString()]
        engine.volumes(name) == ["${name}_data".toString()]
        runs.every { it.out.contains('2/2 healthy') }

        cleanup:
        reliability.write()
    }

    def "16 dedicated starts at once are 16 copies, all healthy, and nothing is left"() {
        given:
        def reliability = new Reliability('16 dedicated copies of one stack at once')

        when:
        def runs = (1..MANY).collect { orch.start('start', '--env', 'dedicated') }*.await(Duration.ofMinutes(3))

        then:
        runs.each { reliability.count(it.code == 0 ? 'healthy, nothing left' : 'failed') }
        runs*.code.unique() == [0]
        runs.every { it.out.contains('2/2 healthy') }
        runs.collect { (it.out =~ /run (\w{5})/)[0][1] }.unique().size() == MANY
        engine.leftOf(name) == []

        cleanup:
        reliability.write()
    }

    def "starts that race with stops end either healthy or stopped, and a start that lost says who stopped it"() {
        given:
        def reliability = new Reliability('starts racing with a stop')
        describe """
            service('db') { build '$PROBE'; env DELAY: 2; healthcheck { http '/health', port: 8080 } }
            service('web') { build '$PROBE'; dependsOn 'db'; port 8080; healthcheck { http '/health', port: 8080 } }"""
        def random = new Random(7)

        when: 'again and again a stop comes at some moment of three starts'
        def outcomes = (1..4).collect {
            def starts = (1..3).collect { orch.start('start') }
            eventually(30) { assert container('db') != null }
            def begin = System.nanoTime()
            def pause = random.nextInt(2500)
            eventually { assert System.nanoTime() - begin > pause * 1_000_000L }
            def stop = orch.start('stop')
            def ended = starts*.await(Duration.ofMinutes(2))
            [ended, stop.await(Duration.ofMinutes(2)), engine.ids(name).keySet(), orch.run('status', name)]
        }

        then: 'all of it is there or nothing'
        outcomes.every { starts, stop, left, status ->
            starts.each { reliability.count(it.code == 0 ? 'healthy' : it.code == 5 ? 'told who stopped it' : 'failed') }
            assert stop.code in [0, 2]: stop
            starts.each { start ->
                assert start.code in [0, 5]: start
                assert start.code == 0 || start.err.contains('was stopped meanwhile') && start.err.contains('orch stop')
            }
            left.size() in [0, 2] && (left.empty || status.code == 0)
        }

        cleanup:
        reliability.write()
    }
}
