package orch.support

import com.fasterxml.jackson.databind.ObjectMapper
import groovy.transform.CompileStatic

import java.nio.channels.Channels
import java.nio.channels.SocketChannel
import java.nio.charset.StandardCharsets

/**
 * The engine's API without any library and without orch's own code: what specs believe must not come from what they
 * check. HTTP/1.0, since to that the engine answers without chunks and closes the connection.
 */
@CompileStatic
final class EngineSocket {
    static final ObjectMapper JSON = new ObjectMapper()

    final URI address

    EngineSocket(URI address) {
        this.address = address
    }

    /** A connection to the engine. */
    SocketChannel connect() {
        address.scheme == 'unix'
                ? SocketChannel.open(UnixDomainSocketAddress.of(address.path))
                : SocketChannel.open(new InetSocketAddress(address.host, address.port))
    }

    /** Whether an engine answers; if not, why. */
    Optional<String> problem() {
        try {
            def answer = send('GET', '/_ping')
            answer.status == 200 ? Optional.<String> empty() : Optional.of("$address answers $answer.status" as String)
        } catch (IOException e) {
            Optional.of("$address: $e.message" as String)
        }
    }

    /** Reads a document; null where the engine does not know it. */
    Object get(String path) {
        def answer = send('GET', path)
        answer.status == 404 ? null : answer.ok('GET', path).json()
    }

    /** Sends a document, or nothing. */
    Object post(String path, Object body = null) {
        send('POST', path, ['Content-Type': 'application/json'], body == null ? new byte[0] : JSON.writeValueAsBytes(body))
                .ok('POST', path).json()
    }

    /** Removes something, if it is there. */
    void delete(String path) {
        def answer = send('DELETE', path)
        if (answer.status != 404) {
            answer.ok('DELETE', path)
        }
    }

    /** Any request. */
    Answer send(String method, String path, Map<String, String> headers = [:], byte[] body = new byte[0]) {
        connect().withCloseable { SocketChannel channel ->
            def head = new StringBuilder("$method $path HTTP/1.0\r\n")
            headers.each { name, value -> head << "$name: $value\r\n" }
            head << "Content-Length: $body.length\r\n\r\n"
            def out = Channels.newOutputStream(channel)
            out.write(head.toString().getBytes(StandardCharsets.US_ASCII))
            out.write(body)
            out.flush()
            Answer.read(Channels.newInputStream(channel).readAllBytes())
        }
    }

    static final class Answer {
        final int status
        final byte[] body

        private Answer(int status, byte[] body) {
            this.status = status
            this.body = body
        }

        static Answer read(byte[] all) {
            def text = new String(all, StandardCharsets.ISO_8859_1)
            int end = text.indexOf('\r\n\r\n')
            if (end < 0) {
                throw new IOException("no HTTP answer: '$text'")
            }
            new Answer(text.substring(9, 12) as int, Arrays.copyOfRange(all, end + 4, all.length))
        }

        Answer ok(String method, String path) {
            if (status >= 400) {
                throw new IllegalStateException("$method $path: $status $text")
            }
            this
        }

        String getText() {
            new String(body, StandardCharsets.UTF_8)
        }

        /** The document; null when there is none. */
        Object json() {
            body.length == 0 ? null : JSON.readValue(body, Object)
        }
    }
}
