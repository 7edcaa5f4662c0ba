package orch.support

import spock.lang.Specification
import spock.lang.TempDir
import spock.util.concurrent.PollingConditions

import java.nio.channels.FileLock
import java.nio.file.Path

/**
 * A spec on a real engine. Each feature has a stack name, a working folder and a state folder of its own; what it made
 * on the engine is removed when it ends, however it ends.
 */
@RequiresEngine
abstract class LiveSpec extends Specification {
    /** The folder of a recipe: a small HTTP server, see there. */
    static final Path PROBE = Orch.ROOT.resolve('spec/src/test/resources/images/probe')

    /** The folder of a recipe: a few megabytes that sleep. */
    static final Path TINY = Orch.ROOT.resolve('spec/src/test/resources/images/tiny')

    private static final Set<String> NAMES = []

    @TempDir
    Path temporary

    /** The name for the feature's stack, and the beginning of all names it uses on the engine. */
    String name
    Orch orch
    EngineFixture engine
    private EngineRelay proxy
    private FileLock share

    def setupSpec() {
        SpecImages.build()
    }

    def setup() {
        def alone = [specificationContext.currentFeature.featureMethod.reflection, getClass()].any { it.isAnnotationPresent(Alone) }
        share = EngineShare.enter(alone)
        name = 's' + UUID.randomUUID().toString().substring(0, 7)
        NAMES << name
        engine = new EngineFixture()
        // other people's work on the same engine is no fault of a feature; FingerprintSpec is about that
        orch = new Orch(temporary, [ORCH_ENGINE: EngineFixture.ADDRESS.toString(), ORCH_PROVE_UNTOUCHED: 'false'])
    }

    def cleanup() {
        orch?.close()
        proxy?.close()
        engine?.removeAll(name)
        engine?.removeImagesOf(temporary)
        share?.release()
    }

    def cleanupSpec() {
        def engine = new EngineFixture()
        def left = NAMES.collectMany { engine.leftOf(it) }
        NAMES.clear()
        assert left.empty
    }

    /** Writes the file that describes the feature's stack: what goes into its block. */
    Path describe(String block) {
        orch.file('stack.groovy', "stack('$name') {\n$block\n}\n")
    }

    /** A container of the feature's stack, as the engine tells of it; null when there is none. */
    EngineFixture.Container container(String service, int replica = 1) {
        engine.container("$name-$service-$replica")
    }

    /** The container's name. */
    String named(String service, int replica = 1) {
        "$name-$service-$replica"
    }

    /** Has all further runs speak to the engine through a proxy that notes what they say. */
    CountingProxy watched() {
        through(new CountingProxy(EngineFixture.ADDRESS))
    }

    /** Has all further runs speak to the engine through a proxy that can make it look bad. */
    FaultProxy faulty() {
        through(new FaultProxy(EngineFixture.ADDRESS))
    }

    private <T extends EngineRelay> T through(T relay) {
        proxy = relay
        orch.environment.ORCH_ENGINE = relay.address
        relay
    }

    /** Waits until something holds, at most so many seconds. */
    void eventually(double seconds = 10, Closure<?> conditions) {
        new PollingConditions(timeout: seconds, delay: 0.05).eventually(conditions)
    }

    /** What an address of this machine answers. */
    static String page(String url) {
        def connection = URI.create(url).toURL().openConnection() as HttpURLConnection
        connection.connectTimeout = connection.readTimeout = 5000
        connection.responseCode < 400 ? connection.inputStream.text : connection.errorStream.text
    }

    /** The host port behind which a port of a container is. */
    static int hostPort(Map container, int port = 8080) {
        container.NetworkSettings.Ports["$port/tcp"][0].HostPort as int
    }

    /** A free port of this machine. */
    static int freePort() {
        new ServerSocket(0, 1, InetAddress.loopbackAddress).withCloseable { it.localPort }
    }
}
