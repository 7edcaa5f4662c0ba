package orch.engine.docker

import static orch.engine.http.EngineStandIn.json
import static orch.engine.http.EngineStandIn.saying

import orch.engine.EngineMachine
import orch.engine.Survey
import orch.engine.http.EngineStandIn
import orch.engine.read.EngineReader
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.Timeout

import java.time.Clock
import java.time.Duration
import java.time.Instant
import java.time.ZoneOffset

@Timeout(20)
class EngineSurveySpec extends Specification {
    static final Instant NOON = Instant.parse('2026-11-21T12:00:00Z')

    @AutoCleanup
    EngineStandIn engine

    private Survey survey() {
        new EngineSurvey(new EngineReader(engine.http), engine.http.address(), null, Clock.fixed(NOON, ZoneOffset.UTC))
    }

    def "the machine is read from what the engine tells"() {
        given:
        engine = saying(json('''{"SystemTime": "2026-11-21T13:00:00.5+01:00", "DockerRootDir": "/srv/docker",
            "MemTotal": 4096, "CgroupVersion": "2", "MemoryLimit": true, "Driver": "overlay2",
            "DefaultAddressPools": [{"Base": "10.10.0.0/16", "Size": 24}]}'''))

        expect:
        survey().machine() == new EngineMachine(NOON, Optional.of(NOON.plusMillis(500)), NOON, '/srv/docker', 4096, '2', true,
            'overlay2', [new EngineMachine.Pool('10.10.0.0/16', 24)])
    }

    def "what an engine does not tell is not made up"() {
        given:
        engine = saying(json('{}'))

        expect:
        survey().machine() == new EngineMachine(NOON, Optional.empty(), NOON, '', 0, '', false, '', [])
    }

    def "an engine is known by its own id, where it has one: #told"() {
        given:
        engine = saying(json(told))

        expect:
        survey().id() == id

        where:
        told                    || id
        '{"ID": "KNQA:3IH6"}'   || 'KNQA:3IH6'
        '{}'                    || ''
    }

    def "a registry is asked through the engine, with the user's credentials; #status is '#refusal'"() {
        given:
        engine = saying(json(answer, status))

        expect:
        survey().pullRefusal('shop.example/app:1', Duration.ofSeconds(5)).orElse(null) == refusal
        with(engine.request()) {
            startsWith('GET /distribution/shop.example/app:1/json ')
            contains('X-Registry-Auth: ')
        }

        where:
        status          | answer                            || refusal
        '200 OK'        | '{"Descriptor": {}}'              || null
        '404 Not Found' | '{"message": "manifest unknown"}' || 'manifest unknown'
        '500 Error'     | '{}'                              || 'the engine answered 500'
    }

    def "a registry that does not answer is not waited for longer than the limit"() {
        given:
        engine = new EngineStandIn({ null })

        expect:
        survey().pullRefusal('shop.example/app:1', Duration.ofMillis(1000)).get() == 'no registry answered within 1 s'
    }
}
