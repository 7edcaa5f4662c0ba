package orch.report

import static orch.model.Examples.environment
import static orch.model.Examples.service
import static orch.model.Examples.shared
import static orch.model.Examples.stack

import orch.plan.EngineState
import orch.plan.Observed
import orch.plan.Planner
import orch.plan.Shutdown
import spock.lang.Specification

class PlanTextSpec extends Specification {
    def "each change is a line with its cause, waits are not shown"() {
        given:
        def was = stack(service('db'))
        def wanted = stack(service('db', process: environment(MODE: 'b')), service('cache', images: [orch.model.Examples.image('redis:7')]))

        when:
        def plan = Planner.start(wanted, shared(), EngineState.running(was, shared()).observed(), [], true)

        then:
        new PlanText(Style.PLAIN).text(plan) == '''\
            get     image of cache  not present: redis:7
            stop    dev-db-1        env MODE added
            remove  dev-db-1        env MODE added
            create  dev-db-1        env MODE added
            start   dev-db-1        env MODE added
            create  dev-cache-1     it does not exist
            start   dev-cache-1     it does not exist
            '''.stripIndent()
    }

    def "a plan without changes says that all is as described"() {
        expect:
        new PlanText(Style.PLAIN).text(Shutdown.stop(shared(), Observed.NOTHING, [], false, 'asked for')) ==
            "nothing to do: stack 'dev' is as described\n"
    }

    def "a stop that was carried out tells what is gone, each thing once"() {
        given:
        def state = EngineState.running(stack(service('db')), shared())

        expect:
        new PlanText(Style.PLAIN).done(Shutdown.stop(shared(), state.observed(), [], false, 'asked for')) == '''\
            removed  dev-db-1
            removed  network dev_default
            '''.stripIndent()
        new PlanText(Style.PLAIN).done(Shutdown.stop(shared(), Observed.NOTHING, [], false, 'asked for')) ==
            'nothing to do: nothing of it is here\n'
    }

    def "what is taken away is red, what is made is green"() {
        given:
        def state = EngineState.running(stack(service('db')), shared())

        when:
        def stop = new PlanText(new Style(true)).text(Shutdown.stop(shared(), state.observed(), [], false, 'asked for'))
        def start = new PlanText(new Style(true)).text(Planner.start(stack(service('db')), shared(), Observed.NOTHING, [], true))

        then:
        stop.contains('\u001b[31mstop\u001b[0m') && stop.contains('\u001b[31mremove\u001b[0m')
        start.contains('\u001b[32mcreate\u001b[0m') && start.contains('\u001b[33mstart\u001b[0m')
    }
}
