package orch.live

import orch.support.LiveSpec
import orch.support.Orch
import spock.lang.Requires
import spock.lang.Shared
import spock.lang.TempDir

import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration

/** Pulls from a real registry: Debian's own, on the loopback interface. */
@Requires({ Files.isExecutable(Path.of('/usr/bin/docker-registry')) || System.getProperty('user.name') == 'root' && Files.exists(Path.of('/usr/bin/apt-get')) })
class RegistrySpec extends LiveSpec {
    @Shared
    @TempDir
    Path registryFolder

    @Shared
    int port = freePort()

    @Shared
    Process registry

    def setupSpec() {
        def setup = new Orch(registryFolder).run('--setup', 'package', 'docker-registry',
                env: [ORCH_SETUP: ''], limit: Duration.ofMinutes(5))
        assert setup.code == 0
        def configuration = Files.writeString(registryFolder.resolve('config.yml'), """\
            version: 0.1
            storage:
              filesystem:
                rootdirectory: $registryFolder/data
            http:
              addr: 127.0.0.1:$port
            """.stripIndent())
        registry = new ProcessBuilder('docker-registry', 'serve', configuration.toString())
                .redirectErrorStream(true).redirectOutput(registryFolder.resolve('log').toFile()).start()
        eventually { assert new URL("http://127.0.0.1:$port/v2/").text == '{}' }
    }

    def cleanupSpec() {
        registry?.destroyForcibly()?.waitFor()
    }

    def "an image that only a registry has is pulled, with word of it on standard error"() {
        given:
        def reference = "localhost:$port/$name:1"
        push(reference)
        describe "service 'web', image: '$reference'"

        when:
        def run = orch.run('start')

        then:
        run.code == 0
        container('web').State.Running
        container('web').Config.Image == reference
        run.err.contains("pulls $reference")
        run.err.readLines().any { it.contains('got image of web') }
        !run.out.contains('pulls')

        cleanup:
        engine.removeAll(name)
        engine.removeImage(reference)
    }

    def "an image by its digest is pulled"() {
        given:
        def reference = "localhost:$port/$name:1"
        def digest = push(reference)
        describe "service 'web', image: 'localhost:$port/$name@$digest'"

        when:
        def run = orch.run('start')

        then:
        run.code == 0
        container('web').State.Running
        orch.run('plan', '--exit-code').code == 0

        cleanup:
        engine.removeAll(name)
        engine.removeImage("localhost:$port/$name@$digest")
    }

    def "an image that the registry does not have is told in its words"() {
        given:
        describe "service 'web', image: 'localhost:$port/$name:1'"

        when:
        def run = orch.run('start')

        then:
        run.code == 3
        run.problem.any { it.contains("localhost:$port/$name:1: ") && it.contains('manifest') }
        engine.containers(name).isEmpty()
    }

    /** Pushes a small image under this name and removes the name here; gives its digest. */
    private String push(String reference) {
        def repository = reference - ':1'
        engine.tag(engine.specImage('tiny'), repository, '1')
        engine.push(repository, '1')
        def digests = engine.socket.get("/images/$reference/json").RepoDigests
        def digest = digests.find { it.startsWith(repository) }.split('@')[1]
        engine.removeImage(reference)
        assert engine.image(reference) == null
        digest
    }
}
