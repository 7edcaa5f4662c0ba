package orch.report

import static orch.model.Examples.dedicated
import static orch.model.Examples.service as wanted
import static orch.model.Examples.shared
import static orch.model.Examples.stack as described
import static orch.report.Statuses.port
import static orch.report.Statuses.service
import static orch.report.Statuses.stack

import com.fasterxml.jackson.databind.ObjectMapper
import java.nio.file.Path
import orch.health.StackStatus.Health
import orch.model.Next
import orch.model.OrchException
import orch.plan.EngineState
import orch.plan.Observed
import orch.plan.Planner
import orch.plan.Shutdown
import spock.lang.Specification

class JsonTextSpec extends Specification {
    def "status has the shape that the documentation shows, field by field"() {
        when:
        def text = JsonText.status([stack(source: '/srv/scripts/dev.groovy',
            service('auth', image: 'orch/auth:3f2a', ports: [port(8080, 49153)]))], Path.of('/srv'))

        then:
        text == '{"stacks":[{"name":"dev","env":"shared","run":null,"healthy":true,"source":"scripts/dev.groovy",' +
            '"services":[{"name":"auth","state":"running","health":"healthy","image":"orch/auth:3f2a","replicas":1,' +
            '"ports":[{"container":8080,"host":49153,"address":"127.0.0.1","protocol":"tcp"}],' +
            '"containers":[{"id":"c0ffee","name":"dev-auth-1","state":"running","health":"healthy","restarts":2,' +
            '"startedAt":"2026-11-21T10:00:00Z"}]}]}]}'
    }

    def "health is one of the five words of the documentation: #word"() {
        expect:
        read(JsonText.status([stack(service('a', health: health))], Path.of('/'))).stacks[0].services[0].health == word

        where:
        health           || word
        Health.HEALTHY   || 'healthy'
        Health.STARTING  || 'starting'
        Health.UNHEALTHY || 'unhealthy'
        Health.NONE      || 'none'
        Health.COMPLETED || 'completed'
    }

    def "there is no sixth word of health"() {
        expect:
        Health.values().size() == 5
    }

    def "a dedicated copy tells its run, a stack that is not well that it is not"() {
        when:
        def told = read(JsonText.status(
            [stack(env: 'dedicated', run: 'k3x9p', service('a', health: Health.UNHEALTHY))], Path.of('/'))).stacks[0]

        then:
        told.env == 'dedicated'
        told.run == 'k3x9p'
        told.healthy == false
    }

    def "without stacks there is an empty list"() {
        expect:
        JsonText.status([], Path.of('/')) == '{"stacks":[]}'
    }

    def "a plan tells each operation, its cause and what must be done before"() {
        given:
        def service = wanted('db')
        def state = new EngineState(shared()).images(service)

        when:
        def plan = read(JsonText.plan(Planner.start(described(service), shared(), state.observed(), [], true)))

        then:
        plan == [stack: 'dev', env: 'shared', run: null, changes: true, operations: [
            operation('create', 'network dev_default', 'it does not exist', true, []),
            operation('create', 'dev-db-1', 'it does not exist', true, [0]),
            operation('start', 'dev-db-1', 'it does not exist', true, [1]),
            operation('await', 'dev-db-1', 'until ready: running', false, [2])]]
    }

    def "a plan that loses data says so, and a plan of a dedicated copy tells its run"() {
        given:
        def state = new EngineState(dedicated('k3x9p')).volume('dev-k3x9p_data')

        when:
        def plan = read(JsonText.plan(Shutdown.stop(dedicated('k3x9p'), state.observed(), [], true, 'asked for')))

        then:
        plan.run == 'k3x9p'
        plan.operations*.losesData == [true]
    }

    def "a plan without changes says so"() {
        when:
        def plan = read(JsonText.plan(Shutdown.stop(shared(), Observed.NOTHING, [], false, 'asked for')))

        then:
        plan.changes == false
        plan.operations == []
    }

    def "an error tells problem, evidence, next step and exit code"() {
        expect:
        JsonText.error(new OrchException.Failed('service "db" failed', ['line 1', 'line\t2'], Next.verb('logs', 'db'))) ==
            '{"error":{"problem":"service \\"db\\" failed","evidence":["line 1","line\\t2"],"next":"orch logs db","exitCode":1}}'
        JsonText.error(new OrchException.BadInput('wrong')) ==
            '{"error":{"problem":"wrong","evidence":[],"next":null,"exitCode":2}}'
    }

    def "facts of a version keep their order, and what is not known is null"() {
        given:
        Map<String, String> facts = [version: '0.1.0', java: '17', engine: null]

        expect:
        JsonText.version(facts) == '{"version":"0.1.0","java":"17","engine":null}'
    }

    private static Map operation(String verb, String subject, String cause, boolean changes, List<Integer> needs) {
        [verb: verb, subject: subject, cause: cause, changes: changes, losesData: false, needs: needs]
    }

    private static Map read(String text) {
        assert !text.contains('\n')
        new ObjectMapper().readValue(text, Map)
    }
}
