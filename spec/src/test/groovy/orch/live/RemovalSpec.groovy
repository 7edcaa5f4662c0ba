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
        library = DockerEngine.connect(EngineAddress.parse(EngineFixture.ADDRESS.toString(), Optional.empty(), 'spec'), {}, Clock.systemUTC(), 4, Optional.empty())
    }

    def cleanup() {
        library?.close()
    }

    def "a volume that was made anew since the plan stays, and is told, even when it was made by us"() {
        given: 'a plan made when a volume of that name was another'
        engine.squatVolume("${name}_data", identity.labels() + ['orch.made': 'later'])
        def observed = library.observe(Scope.of(identity))
        def before = observed.volumes().collect { new Observed.Volume(it.name(), it.created(), it.labels() + ['orch.made': 'earlier']) }

        when:
        apply(new Observed([], [], before, [:], []))

        then:
        def e = thrown(OrchException.Refused)
        e.message == "volume ${name}_data is another one than when this was planned; it was left as it is"
        e.evidence()[0].startsWith("held by orch stack '$name'")
        engine.volumeExists("${name}_data")

        when: 'it is planned anew'
        apply(observed)

        then:
        !engine.volumeExists("${name}_data")
    }

    def "a volume in which somebody wrote since the plan is still the same"() {
        given: 'an engine prints another time of creation after that'
        engine.squatVolume("${name}_data", identity.labels() + ['orch.made': 'once'])
        def observed = library.observe(Scope.of(identity))
        def before = observed.volumes().collect { new Observed.Volume(it.name(), '2026-01-31T12:00:00Z', it.labels()) }

        when:
        apply(new Observed([], [], before, [:], []))

        then:
        !engine.volumeExists("${name}_data")
    }

    def "each volume that orch makes can be told from the one before it"() {
        given:
        describe "service('web') { build '$PROBE'; volume 'data', at: '/data' }"

        when:
        def made = (1..2).collect {
            assert orch.run('start').code == 0
            def label = engine.socket.get("/volumes/${name}_data").Labels['orch.made']
            assert orch.run('stop', '--volumes', '--no-snapshot').code == 0
            label
        }

        then:
        made.every { it ==~ '[0-9a-f-]{36}' }
        made[0] != made[1]
        engine.leftOf(name) == []
    }

    def "what a service writes into its volume while it is stopped hinders no removal"() {
        given: 'a service that makes a file at its end, as databases remove one'
        describe """
            service('db') {
                build '$PROBE'
                volume 'data', at: '/data'
                command 'sh', '-c', 'trap "touch /data/ended; exit 0" TERM; while true; do sleep 0.1; done'
            }"""
        assert orch.run('start').code == 0
        def created = engine.socket.get("/volumes/${name}_data").CreatedAt
        eventually { assert engine.now() - 1 > java.time.OffsetDateTime.parse(created).toEpochSecond() }

        when:
        def run = orch.run('stop', '--volumes', '--no-snapshot')

        then:
        run.code == 0
        engine.leftOf(name) == []
    }

    def "a volume that is somebody else's by now stays, and its holder is named"() {
        given:
        engine.squatVolume("${name}_data", ['com.docker.compose.project': 'shop'])

        when:
        apply(new Observed([], [], [new Observed.Volume("${name}_data", '2026-01-31T12:00:00Z', identity.labels())], [:], []))

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
