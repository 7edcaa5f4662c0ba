package orch.support

import groovy.transform.CompileStatic

import java.nio.ByteBuffer
import java.nio.channels.SocketChannel
import java.nio.charset.StandardCharsets
import java.util.concurrent.ConcurrentHashMap
import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit
import java.util.concurrent.atomic.AtomicInteger

/** A socket in front of the engine's through which an engine looks worse than it is. */
@CompileStatic
final class FaultProxy extends EngineRelay {
    /** What becomes of a request. */
    enum Fault {
        NONE,
        /** Accepted, and never answered; the engine does not learn of it. */
        HANG,
        /** The engine does it; of its answer the head comes and no more. */
        HANG_IN_BODY,
        /** The connection is closed without an answer; the engine does not learn of it. */
        CLOSE,
        /** The engine does it; the connection is closed without an answer. */
        LOSE,
        /** The engine does not learn of it; the answer is 500. */
        FAIL,
        /** The engine does not learn of it; the answer is that of one that miscounts the containers on a network. */
        MISCOUNT,
        /** Passed on after 300 ms. */
        SLOW
    }

    /** Says what becomes of a request. */
    static interface Policy {
        /** @param number of the request, from 1 */
        Fault fault(String request, int number)
    }

    /** May be changed at any time. */
    volatile Policy policy = { String request, int number -> Fault.NONE } as Policy

    private final AtomicInteger count = new AtomicInteger()
    private final CountDownLatch closed = new CountDownLatch(1)
    private final Map<SocketChannel, String> served = new ConcurrentHashMap<>()

    FaultProxy(URI engine) {
        super(engine)
    }

    /** Counts from 1 again, under another policy. */
    void begin(Policy policy) {
        this.policy = policy
        count.set(0)
        forget()
    }

    /** How many requests came since {@link #begin}. */
    int getCount() {
        count.get()
    }

    /** Closes connections in the middle of what they carry; how many there were. */
    int cut(String pattern) {
        def found = served.findAll { it.value ==~ pattern }.keySet()
        found*.close()
        found.size()
    }

    @Override
    protected void serve(String request, byte[] head, SocketChannel client) {
        served[client] = request
        try {
            switch (policy.fault(request, count.incrementAndGet())) {
                case Fault.NONE: passOn(head, client); break
                case Fault.HANG: closed.await(); break
                case Fault.HANG_IN_BODY: hangInBody(head, client); break
                case Fault.CLOSE: break
                case Fault.LOSE: answer(head, client); break
                case Fault.FAIL: fail(client, '500 Internal Server Error', 'a fault was injected'); break
                case Fault.MISCOUNT: fail(client, '403 Forbidden', 'error while removing network: network n id 1 has active endpoints'); break
                case Fault.SLOW:
                    // being slow is what it is for
                    closed.await(300, TimeUnit.MILLISECONDS)
                    passOn(head, client)
            }
        } finally {
            served.remove(client)
        }
    }

    private void hangInBody(byte[] head, SocketChannel client) {
        def answer = answer(head, client)
        def end = new String(answer, StandardCharsets.ISO_8859_1).indexOf('\r\n\r\n') + 4
        write(client, ByteBuffer.wrap(answer, 0, end))
        closed.await()
    }

    /** All that the engine answers, up to its end, or of a stream what came first. */
    private byte[] answer(byte[] head, SocketChannel client) {
        try (def upstream = connect()) {
            write(upstream, head)
            Thread.startDaemon('fault-request') { pass(client, upstream) }
            def answer = new ByteArrayOutputStream()
            def buffer = ByteBuffer.allocate(64 * 1024)
            while (!answer.toString(StandardCharsets.ISO_8859_1).contains('\r\n\r\n') && upstream.read(buffer) >= 0) {
                answer.write(buffer.array(), 0, buffer.position())
                buffer.clear()
            }
            answer.toByteArray()
        }
    }

    private static void fail(SocketChannel client, String status, String message) {
        def body = /{"message":"$message"}/
        write(client, "HTTP/1.1 $status\r\nContent-Type: application/json\r\nContent-Length: ${body.length()}\r\n\r\n$body"
                .toString().getBytes(StandardCharsets.US_ASCII))
    }

    @Override
    void close() {
        closed.countDown()
        super.close()
    }
}
