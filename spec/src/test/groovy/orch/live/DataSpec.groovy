package orch.live

import orch.support.LiveSpec

/** What is in a volume stays, until it is said that it may go. */
class DataSpec extends LiveSpec {
    private void stack(String words = '') {
        describe "service('db') { build '$PROBE'; volume 'data', at: '/data'; $words }"
    }

    def "data in a named volume survives restart, a new container, and stop and start"() {
        given:
        stack()
        assert orch.run('start').code == 0
        engine.exec(named('db'), 'sh', '-c', 'echo kept > /data/file')
        def first = container('db')

        when: 'it is restarted'
        def restart = orch.run('restart')

        then: 'it is the same container, started later'
        restart.code == 0
        container('db').Id == first.Id
        container('db').State.StartedAt > first.State.StartedAt
        content() == 'kept\n'

        when: 'it is changed'
        stack("env SIZE: '10'")
        def start = orch.run('start')

        then:
        start.code == 0
        container('db').Id != first.Id
        content() == 'kept\n'

        when: 'it is stopped and started'
        def stop = orch.run('stop')
        def again = orch.run('start')

        then:
        stop.code == 0
        again.code == 0
        content() == 'kept\n'
    }

    def "stop --volumes removes the data, --no-snapshot without keeping it"() {
        given:
        stack()
        assert orch.run('start').code == 0

        when:
        def done = orch.run('stop', '--volumes', '--no-snapshot')

        then:
        done.code == 0
        engine.leftOf(name) == []
        !orch.state.resolve('orch/snapshots').toFile().exists()
    }

    private String content() {
        engine.exec(named('db'), 'cat', '/data/file')
    }
}
