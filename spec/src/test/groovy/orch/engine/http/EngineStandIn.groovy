package orch.engine.http

import java.nio.channels.Channels
import java.nio.channels.ServerSocketChannel
import java.nio.channels.SocketChannel
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import java.util.concurrent.LinkedBlockingQueue
import java.util.concurrent.TimeUnit

/** A socket file at which canned answers are given, byte for byte. */
class EngineStandIn implements Closeable {
    /** What was asked, head and body as they came. */
    final LinkedBlockingQueue<String> requests = new LinkedBlockingQueue<>()

    /** What came after the answer, up to its end. */
    final LinkedBlockingQueue<String> inputs = new LinkedBlockingQueue<>()

    final EngineHttp http

    private final Path folder = Files.createTempDirectory('orch-engine-')
    private final Path file = folder.resolve('e.sock')
    private final ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)
    private final Closure<String> answer
    private final String lastWord

    /**
     * @param answer to a request; null: none ever
     * @param lastWord said once the other side has ended its input; null: the answer is all
     */
    EngineStandIn(Closure<String> answer, Duration patience = Duration.ofSeconds(5), String lastWord = null) {
        this.answer = answer
        this.lastWord = lastWord
        server.bind(UnixDomainSocketAddress.of(file))
        Thread.startDaemon { serve() }
        http = new EngineHttp(EngineAddress.parse("unix://$file", Optional.empty(), 'spec'), null, patience)
    }

    static EngineStandIn saying(String answer) {
        new EngineStandIn({ answer })
    }

    static String json(String document, String status = '200 OK') {
        "HTTP/1.1 $status\r\nContent-Type: application/json\r\nContent-Length: ${document.bytes.length}\r\n\r\n$document"
    }

    /** The next request, within a time in which each must have come. */
    String request() {
        requests.poll(5, TimeUnit.SECONDS)
    }

    String input() {
        inputs.poll(5, TimeUnit.SECONDS)
    }

    private void serve() {
        try {
            while (true) {
                converse(server.accept())
            }
        } catch (IOException ignored) {
            // closed
        }
    }

    private void converse(SocketChannel channel) {
        try (channel) {
            def input = Channels.newInputStream(channel)
            def output = Channels.newOutputStream(channel)
            def request = read(input)
            requests << request
            def said = answer(request)
            if (said != null) {
                output.write(said.getBytes('UTF-8'))
            }
            if (said == null || lastWord != null) {
                inputs << new String(input.readAllBytes(), 'UTF-8')
                output.write((lastWord ?: '').bytes)
            }
        } catch (IOException ignored) {
            // the other side did not want to hear more
        }
    }

    private static String read(InputStream input) {
        def text = new StringBuilder()
        int next
        while (!complete(text) && (next = input.read()) >= 0) {
            text.append((char) next)
        }
        text
    }

    private static boolean complete(CharSequence text) {
        text.toString().contains('Transfer-Encoding: chunked') ? text.toString().endsWith('\r\n0\r\n\r\n')
            : text.toString().endsWith('\r\n\r\n')
    }

    @Override
    void close() {
        http.close()
        server.close()
        folder.toFile().deleteDir()
    }
}
