package orch.snapshot

import spock.lang.Specification

/** Bytes that another thread writes. */
class WriteBehindSpec extends Specification {
    def "all of it arrives, in order, however it is cut"() {
        given:
        def bytes = new byte[3_000_001].tap { new Random(1).nextBytes(it) }
        def file = new ByteArrayOutputStream()

        when:
        new WriteBehind(file).withCloseable {
            for (int at = 0; at < bytes.length; at += size) {
                it.write(bytes, at, Math.min(size, bytes.length - at))
            }
        }

        then:
        file.toByteArray() == bytes

        where:
        size << [7000, 262144, 1_000_000, 5_000_000]
    }

    def "a disk that is full is told, once more when it is closed, and nobody waits for ever"() {
        given:
        def closed = false
        def full = new OutputStream() {
            @Override
            void write(int b) {
                throw new IOException('No space left on device')
            }

            @Override
            void close() {
                closed = true
            }
        }

        when:
        try (def out = new WriteBehind(full)) {
            100.times { out.write(new byte[100_000], 0, 100_000) }
        }

        then:
        def e = thrown(IOException)
        e.message == 'No space left on device'
        closed
    }

    def "an error of the last bytes is not lost"() {
        given:
        def full = new OutputStream() {
            @Override
            void write(int b) {
                throw new IOException('No space left on device')
            }
        }

        when:
        new WriteBehind(full).withCloseable { it.write(1) }

        then:
        thrown(IOException)
    }
}
