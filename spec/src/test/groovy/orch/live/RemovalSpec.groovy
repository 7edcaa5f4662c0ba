package orch.live

import java.time.Clock
import java.time.Duration
import orch.engine.ChangeGate
import orch.engine.docker.DockerEngine
import orch.engine.http.EngineAddress
import orch.model.Environment
import orch.model.Identity
import orch.model.OrchException
import orch.plan.Observed
import orch.plan.Progress
import orch.plan.Scope
import orch.plan.Shutdown
import orch.support.EngineFixture
import orch.support.LiveSpec

/** What is to be removed is looked at again at the moment of the call: here others come in between plan and call. */
class RemovalSpec extends LiveSpec {
    Identity identity
    private DockerEngine library

    def setup() {
        identity = new Identity(name, Environment.SHARED, 'this-host')
        library = DockerEngine.connect(EngineAddress.parse(EngineFixture.ADDRESS.toString(), Optional.empty(), 'spec'), {}, Clock.systemUTC(), 4)
    }

    def cleanup() {
        library?.close()
    }

    def "a volume that was made anew since the plan stays, and is told"() {
        given: 'a plan made when a volume of that name was another'
        engine.squatVolume("${name}_data", identity.labels())
        def observed = library.observe(Scope.of(identity))
        def before = observed.volumes().collect { new Observed.Volume(it.name(), '2026-01-31T12:00:00Z', it.labels()) }

        when:
        apply(new Observed([], [], before, [:], []))

        then:
        def e = thrown(OrchException.Refused)
        e.message == "volume ${name}_data is another one than when this was planned; it was left as it is"
        e.evidence()[0].contains('2026-01-31T12:00:00Z')
        engine.volumeExists("${name}_data")

        when: 'it is planned anew'
        apply(observed)

        then:
        !engine.volumeExists("${name}_data")
    }

    def "a volume that is somebody else's by now stays, and its holder is named"() {
        given:
        engine.squatVolume("${name}_data", ['com.docker.compose.project': 'shop'])
        def created = engine.socket.get("/volumes/${name}_data").CreatedAt

        when:
        apply(new Observed([], [], [new Observed.Volume("${name}_data", created, identity.labels())], [:], []))

        then:
        def e = thrown(OrchException.Refused)
        e.message == "volume '${name}_data' exists and is not ours; it was left as it is"
        e.evidence()[0] == "held by Compose project 'shop'"
        engine.volumeExists("${name}_data")
    }

    def "a network that was made anew since the plan stays: it is another"() {
        given:
        engine.squatNetwork("${name}_data", identity.labels())
        def observed = library.observe(Scope.of(identity))
        def before = observed.networks().collect { new Observed.Network('0' * 64, it.name(), it.labels()) }

        when:
        apply(new Observed([], before, [], [:], []))

        then:
        engine.networks(name) == ["${name}_data".toString()]
    }

    private void apply(Observed observed) {
        library.apply(Shutdown.stop(identity, observed, [], true, 'asked'), Duration.ZERO, { Progress p -> }, ChangeGate.OPEN)
    }
}
