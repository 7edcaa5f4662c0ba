package orch.support

import groovy.transform.CompileStatic

import java.nio.ByteBuffer
import java.nio.channels.ClosedChannelException
import java.nio.channels.ServerSocketChannel
import java.nio.channels.SocketChannel
import java.nio.charset.StandardCharsets
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.CopyOnWriteArrayList

/**
 * A socket in front of the engine's that notes each request. A connection carries one request, since that is how orch
 * speaks; one that could carry more is noted in {@link #hidden}. Behind the head bytes are passed on as they are, and
 * each direction ends by itself, so that hijacked streams work.
 */
@CompileStatic
final class CountingProxy implements Closeable {
    /** Requests in the order of their coming: {@code GET /containers/json?all=1}, without the API version. */
    final List<String> requests = new CopyOnWriteArrayList<>()

    /** Requests after which others might follow on the same connection, unseen. */
    final List<String> hidden = new CopyOnWriteArrayList<>()

    private final EngineSocket engine
    private final Path file
    private final ServerSocketChannel server
    private final List<SocketChannel> open = new CopyOnWriteArrayList<>()

    CountingProxy(URI engine) {
        this.engine = new EngineSocket(engine)
        // paths of sockets hold 107 bytes: a short folder of its own
        file = Files.createTempDirectory('p').resolve('engine.sock')
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(file))
        Thread.startDaemon('counting-proxy') { accept() }
    }

    /** What to give as ORCH_ENGINE. */
    String getAddress() {
        "unix://$file"
    }

    /**
     * Requests that change the engine's state: all but GET and HEAD. A command run in a container counts as asking,
     * since health probes are that; what else orch runs in containers no spec counts.
     */
    List<String> mutating() {
        requests.findAll { !(it ==~ '(GET|HEAD) .*|POST /containers/[^/]+/exec|POST /exec/[^/]+/start') }
    }

    void forget() {
        requests.clear()
    }

    private void accept() {
        try {
            while (true) {
                def client = server.accept()
                open << client
                Thread.startDaemon('counting-proxy-connection') { serve(client) }
            }
        } catch (ClosedChannelException ignored) {
            // closed: no more
        }
    }

    private void serve(SocketChannel client) {
        SocketChannel upstream = null
        try {
            def head = head(client)
            if (head.length == 0) {
                return
            }
            note(new String(head, StandardCharsets.ISO_8859_1))
            upstream = engine.connect()
            open << upstream
            def answers = upstream
            def back = Thread.startDaemon('counting-proxy-answer') { pass(answers, client) }
            write(upstream, ByteBuffer.wrap(head))
            pass(client, upstream)
            back.join()
        } catch (IOException ignored) {
            // one side has gone: so does the other
        } finally {
            close(client)
            close(upstream)
        }
    }

    /** All up to the empty line, and what came with it. */
    private static byte[] head(SocketChannel client) {
        def head = new ByteArrayOutputStream()
        def buffer = ByteBuffer.allocate(4096)
        while (!head.toString(StandardCharsets.ISO_8859_1).contains('\r\n\r\n') && client.read(buffer) >= 0) {
            head.write(buffer.array(), 0, buffer.position())
            buffer.clear()
        }
        head.toByteArray()
    }

    private void note(String head) {
        def words = head.readLines().first().split(' ')
        def request = "${words[0]} ${words[1].replaceFirst('^/v1\\.\\d+/', '/')}".toString()
        requests << request
        if (!(head =~ /(?i)\r\nConnection: *(close|upgrade)\r\n/)) {
            hidden << request
        }
    }

    private static void pass(SocketChannel from, SocketChannel to) {
        def buffer = ByteBuffer.allocate(64 * 1024)
        try {
            while (from.read(buffer) >= 0) {
                write(to, buffer.flip())
                buffer.clear()
            }
            to.shutdownOutput()
        } catch (IOException ignored) {
            close(from)
            close(to)
        }
    }

    private static void write(SocketChannel to, ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            to.write(bytes)
        }
    }

    private static void close(SocketChannel channel) {
        channel?.close()
    }

    @Override
    void close() {
        server.close()
        open.each { close(it) }
        Files.deleteIfExists(file)
        Files.deleteIfExists(file.parent)
    }
}
