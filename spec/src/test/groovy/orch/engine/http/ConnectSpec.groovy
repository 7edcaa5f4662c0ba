package orch.engine.http

import java.nio.channels.ServerSocketChannel
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
