package orch.engine.http

import java.nio.channels.ServerSocketChannel
import java.nio.channels.SocketChannel
import java.nio.file.Files
import java.time.Duration
import orch.model.OrchException
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.Timeout

@Timeout(30)
class ConnectSpec extends Specification {
    @AutoCleanup
    def engine = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.loopbackAddress, 0), 1)
    List<Socket> waiting = []

    def cleanup() {
        waiting*.close()
    }

    def "an engine that never accepts a connection is not usable, and that is known within its patience"() {
        given:
        letNobodyIn()
        def address = EngineAddress.parse("tcp://127.0.0.1:$engine.localAddress.port", Optional.empty(), 'DOCKER_HOST')
        def http = new EngineHttp(address, { throw new AssertionError('no TLS' as Object) }, Duration.ofMillis(300))

        when:
        http.get('/version')

        then:
        def refusal = thrown(OrchException.Unavailable)
        refusal.message == "no engine answers at $address (DOCKER_HOST)"
        refusal.evidence() == ['Connect timed out']

        cleanup:
        http.close()
    }

    def "a socket file at which nobody accepts is known within the engine's patience as well"() {
        given:
        def folder = Files.createTempDirectory('c')
        def file = UnixDomainSocketAddress.of(folder.resolve('e.sock'))
        def full = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(file, 1)
        def others = (1..3).collect {
            def channel = SocketChannel.open(StandardProtocolFamily.UNIX)
            Thread.startDaemon {
                try {
                    channel.connect(file)
                } catch (IOException ignored) {
                    // let go
                }
            }
            channel
        }
        def address = EngineAddress.parse("unix://$file.path", Optional.empty(), 'DOCKER_HOST')
        def http = new EngineHttp(address, null, Duration.ofMillis(300))

        when:
        http.get('/version')

        then:
        def late = thrown(OrchException.TimedOut)
        late.evidence() == ['GET /version']

        cleanup:
        http.close()
        others*.close()
        full.close()
        folder.toFile().deleteDir()
    }

    /** Fills the queue of those who wait to be let in: the next one's call is not even answered. */
    private void letNobodyIn() {
        try {
            10.times {
                def socket = new Socket()
                waiting << socket
                socket.connect(engine.localAddress, 300)
            }
            throw new AssertionError('the queue never filled' as Object)
        } catch (SocketTimeoutException full) {
            // as wanted
        }
    }
}
