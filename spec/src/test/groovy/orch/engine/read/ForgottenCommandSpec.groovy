package orch.engine.read

import static orch.engine.http.EngineStandIn.json

import orch.engine.http.EngineStandIn
import orch.health.Target
import orch.model.Readiness
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.Timeout

@Timeout(20)
class ForgottenCommandSpec extends Specification {
    @AutoCleanup
    EngineStandIn engine

    def "a check that the engine has forgotten before it was asked how it ended is none yet, and no error"() {
        given:
        engine = new EngineStandIn({
            it.startsWith('POST /containers/c/exec') ? json('{"Id": "e"}', '201 Created')
                : it.startsWith('POST /exec/e/start') ? "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"
                : json('{"message": "no such exec"}', '404 Not Found')
        })
        def target = new Target('db', 'dev-db-1', 'c', Readiness.Command.shell('true', Readiness.Pace.DEFAULT), false)

        when:
        def answer = new EngineProbes(engine.http, new EngineReader(engine.http)).probe(target)

        then:
        !answer.ready()
        answer.text().contains('no exit code')
    }
}
