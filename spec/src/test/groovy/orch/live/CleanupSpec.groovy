package orch.live

import orch.support.LiveSpec

/** What is ours and dead goes; what lives, and data, stays. */
class CleanupSpec extends LiveSpec {
    private void stack(String... services) {
        describe services.collect { "service('$it') { build '$PROBE'; volume '$it', at: '/data' }" }.join('\n')
    }

    def "a service that left the stack is removed, and the others stay; --dry-run only tells"() {
        given:
        stack('web', 'old')
        assert orch.run('start').code == 0
        def before = engine.ids(name)
        stack('web')

        when:
        def proxy = watched()
        def told = orch.run('cleanup', '--dry-run')

        then:
        told.code == 0
        told.out.contains(named('old'))
        !told.out.contains(named('web'))
        proxy.mutating() == []
        engine.ids(name) == before

        when:
        def done = orch.run('cleanup')

        then:
        done.code == 0
        engine.ids(name) == [(named('web')): before[named('web')]]
        engine.volumes(name).sort() == ["${name}_old", "${name}_web"]*.toString()

        and: 'it is not missed'
        orch.run('status', name).code == 0
    }

    def "a stack of which nothing runs is removed, but not its volumes"() {
        given:
        stack('web')
        assert orch.run('start').code == 0

        expect: 'as long as it runs it stays'
        orch.run('cleanup').code == 0
        container('web').State.Running

        when:
        engine.kill(named('web'))
        def run = orch.run('cleanup')

        then:
        run.code == 0
        engine.leftOf(name) == ["volume ${name}_web".toString()]
        orch.run('status').code == 0
    }

    def "--all removes what runs as well, but not the volumes"() {
        given:
        stack('web')
        assert orch.run('start').code == 0

        when:
        def run = orch.run('cleanup', '--all')

        then:
        run.code == 0
        engine.leftOf(name) == ["volume ${name}_web".toString()]
    }
}
