package orch.plan

import static orch.model.Examples.changed
import static orch.model.Examples.image
import static orch.model.Examples.service
import static orch.model.Examples.shared
import static orch.model.Examples.stack
import static orch.model.Examples.volume

import orch.model.OrchException
import orch.model.Stack
import orch.model.Volume
import spock.lang.Specification

class VolumeChangeSpec extends Specification {
    static final Volume TMPFS = new Volume('data', '', 'local', [type: 'tmpfs', device: 'tmpfs', o: 'size=1m'])

    def "a volume that is as described is left alone"() {
        expect:
        plan(having(TMPFS), EngineState.running(having(TMPFS), shared())).all.empty
    }

    def "a volume that is described otherwise is refused with what changed and the next step: #cause"() {
        given:
        def state = EngineState.running(having(TMPFS), shared())
            .volumeBut('dev_data', settings: [driver: 'local', 'option type': 'tmpfs', 'option device': 'tmpfs', 'option o': 'size=1m'])

        when:
        plan(having(wanted), state)

        then:
        def refusal = thrown(OrchException.Refused)
        refusal.message == "volume 'dev_data' was made otherwise than the stack describes it; nothing was changed"
        refusal.evidence()[0] == "volume changed: $cause"
        refusal.next().get().commandLine() == 'orch stop --volumes'

        where:
        wanted                                                    || cause
        changed(TMPFS, options: TMPFS.options() + [o: 'size=2m']) || 'option o size=1m -> size=2m'
        changed(TMPFS, driver: 'nfs')                             || 'driver local -> nfs'
        changed(TMPFS, options: [type: 'tmpfs', device: 'tmpfs']) || 'option o removed'
        changed(TMPFS, options: TMPFS.options() + [uid: '7'])     || 'option uid added'
    }

    def "a password among a volume's options is not shown"() {
        given:
        def share = { String o -> new Volume('data', '', 'local', [type: 'cifs', o: o]) }
        def state = EngineState.running(having(share('username=a,password=old')), shared())
            .volumeBut('dev_data', settings: ['option o': 'username=a,password=old'])

        when:
        plan(having(share('username=a,password=new')), state)

        then:
        def refusal = thrown(OrchException.Refused)
        refusal.evidence()[0] == 'volume changed: option o changed'
        !refusal.evidence().join().contains('username')
    }

    def "a volume that an older orch made is #what"() {
        given:
        def state = EngineState.running(having(wanted), shared()).volumeBut('dev_data', labels: shared().labels(), settings: settings)
        def refused = false

        when:
        try {
            plan(having(wanted), state)
        } catch (OrchException.Refused ignored) {
            refused = true
        }

        then:
        refused == expected

        where:
        what                                              | wanted              | settings                              || expected
        'left alone when the engine tells what is wanted' | Volume.local('data') | [driver: 'local']                    || false
        'refused when its driver is another'              | Volume.local('data') | [driver: 'nfs']                      || true
        'refused when it lacks an option'                 | TMPFS               | [driver: 'local']                     || true
        'refused when an option is another'               | TMPFS               | [driver: 'local', 'option type': 'nfs'] || true
    }

    def "a volume of a service that is not started does not matter"() {
        given:
        def wanted = stack(service('db', mounts: [volume('data')]), service('web'), volumes: [data: changed(TMPFS, driver: 'nfs')])

        expect:
        Planner.start(wanted, shared(), EngineState.running(wanted, shared()).volumeBut('dev_data', labels: otherwise()).observed(),
            ['web'], true).steps().empty
    }

    private static Map<String, String> otherwise() {
        shared().labels() + Definition.labels(TMPFS)
    }

    private static Stack having(Volume data) {
        stack(service('db', mounts: [volume('data')]), volumes: [data: data])
    }

    private static Steps plan(Stack stack, EngineState state) {
        Steps.of(Planner.start(stack, shared(), state.observed(), [], true))
    }
}
