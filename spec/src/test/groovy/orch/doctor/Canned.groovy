package orch.doctor

import orch.engine.EngineInfo
import orch.engine.EngineMachine
import orch.engine.Survey
import orch.engine.http.EngineAddress
import orch.health.Finding
import orch.model.ImageSource
import orch.model.OrchException

import java.nio.file.Path
import java.time.Duration
import java.time.Instant

/** Machines and engines as they might be: all is well unless a spec says otherwise. */
class Canned {
    static final Instant NOON = Instant.parse('2026-11-21T12:00:00Z')
    static final long GB = 1L << 30
    static final long MB = 1L << 20

    static EngineInfo info(String api = '1.41', String url = 'unix:///var/run/docker.sock') {
        new EngineInfo(EngineAddress.parse(url, Optional.empty(), 'DOCKER_HOST'), '20.10.24', api)
    }

    /** What the engine tells; any component by name. */
    static EngineMachine told(Map<String, ?> components = [:]) {
        def plain = new EngineMachine(NOON, Optional.of(NOON), NOON, '/var/lib/docker', 8 * GB, '2', true, 'overlay2', [])
        orch.model.Examples.changed(components, plain)
    }

    static Machine.SocketFile socket(Map<String, ?> components = [:]) {
        orch.model.Examples.changed(components, new Machine.SocketFile('rw-rw----', 'root', 'docker', false, true))
    }

    /** This machine; {@code free}, {@code memory}, {@code listeners} by port, {@code socket}. */
    static Machine machine(Map<String, ?> how = [:]) {
        [freeBytes: { Path path -> how.containsKey('free') ? how.free : OptionalLong.of(100 * GB) },
         memory   : { -> Optional.ofNullable(how.containsKey('memory') ? how.memory : new Machine.Memory(8 * GB, 6 * GB)) },
         listeners: { Collection<Integer> ports -> (how.listeners ?: [:]).subMap(ports) },
         socket   : { Path path -> Optional.ofNullable(how.containsKey('socket') ? how.socket : socket()) }] as Machine
    }

    /** An engine's answers: {@code told}, {@code present} images, {@code refusals} of registries. */
    static class Answers implements Survey {
        EngineMachine told = Canned.told()
        OrchException failure
        List<ImageSource> present = []
        Map<String, String> refusals = [:]
        final List<String> asked = [].asSynchronized()

        @Override
        EngineMachine machine() {
            asked << 'info'
            if (failure) {
                throw failure
            }
            told
        }

        @Override
        String id() {
            ''
        }

        @Override
        boolean has(ImageSource source) {
            source in present
        }

        @Override
        Optional<String> pullRefusal(String reference, Duration limit) {
            asked << reference
            Optional.ofNullable(refusals[reference])
        }
    }

    /** The only finding. */
    static Finding only(Check check) {
        def findings = check.look()
        assert findings.size() == 1
        assert findings[0].check() == check.name()
        findings[0]
    }

    /** What a finding that is not well must have: evidence and what helps, which is no command of the engine's own. */
    static boolean helps(Finding finding) {
        assert !finding.evidence().empty
        assert finding.remedy().present == (finding.level() != Finding.Level.OK)
        assert !finding.remedy().orElse('').find(/(^|\s)docker(-compose)? [a-z]/)
        true
    }
}
