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
 * each direction ends by itself, so that hijacked streams work. What else becomes of a request subclasses say.
 */
@CompileStatic
abstract class EngineRelay implements Closeable {
    /** Requests in the order of their coming: {@code GET /containers/json?all=1}, without the API version. */
    final List<String> requests = new CopyOnWriteArrayList<>()

    /** Requests after which others might follow on the same connection, unseen. */
    final List<String> hidden = new CopyOnWriteArrayList<>()

    private final EngineSocket engine
    private final Path file
    private final ServerSocketChannel server
    private final List<SocketChannel> open = new CopyOnWriteArrayList<>()

    protected EngineRelay(URI engine) {
        this.engine = new EngineSocket(engine)
        // paths of sockets hold 107 bytes: a short folder of its own
        file = Files.createTempDirectory('p').resolve('engine.sock')
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(file))
        Thread.startDaemon('relay') { accept() }
    }

    /** What to give as ORCH_ENGINE. */
    String getAddress() {
        "unix://$file"
    }

    void forget() {
        requests.clear()
    }

    /**
     * Deals with one request; the connection is closed afterwards.
     *
     * @param head its head, and what came with it
     */
    protected abstract void serve(String request, byte[] head, SocketChannel client)

    /** Passes a request on, and what follows in both directions, until both sides are done. */
    protected final void passOn(byte[] head, SocketChannel client) {
        def upstream = connect()
        def back = Thread.startDaemon('relay-answer') { pass(upstream, client) }
        write(upstream, head)
        pass(client, upstream)
        back.join()
    }

    /** A connection to the engine, closed with the relay. */
    protected final SocketChannel connect() {
        def upstream = engine.connect()
        open << upstream
        upstream
    }

    protected static void pass(SocketChannel from, SocketChannel to) {
        def buffer = ByteBuffer.allocate(64 * 1024)
        try {
            while (from.read(buffer) >= 0) {
                write(to, buffer.flip())
                buffer.clear()
            }
            to.shutdownOutput()
        } catch (IOException ignored) {
            from.close()
            to.close()
        }
    }

    protected static void write(SocketChannel to, byte[] bytes) {
        write(to, ByteBuffer.wrap(bytes))
    }

    protected static void write(SocketChannel to, ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            to.write(bytes)
        }
    }

    private void accept() {
        try {
            while (true) {
                def client = server.accept()
                open << client
                Thread.startDaemon('relay-connection') { converse(client) }
            }
        } catch (ClosedChannelException ignored) {
            // closed: no more
        }
    }

    private void converse(SocketChannel client) {
        try (client) {
            def head = head(client)
            if (head.length > 0) {
                serve(note(new String(head, StandardCharsets.ISO_8859_1)), head, client)
            }
        } catch (IOException ignored) {
            // one side has gone: so does the other
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

    private String note(String head) {
        def words = head.readLines().first().split(' ')
        def request = "${words[0]} ${words[1].replaceFirst('^/v1\\.\\d+/', '/')}".toString()
        requests << request
        if (!(head =~ /(?i)\r\nConnection: *(close|upgrade)\r\n/)) {
            hidden << request
        }
        request
    }

    @Override
    void close() {
        server.close()
        open*.close()
        Files.deleteIfExists(file)
        Files.deleteIfExists(file.parent)
    }
}
