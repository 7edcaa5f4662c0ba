package orch.engine.read

import java.nio.ByteBuffer
import spock.lang.Specification

class FramesSpec extends Specification {
    def "both streams are read as one, without the frames"() {
        expect:
        text(frame(1, 'out 1\n'), frame(2, 'err ä\n'), frame(1, ''), frame(1, 'out 2\n')) == 'out 1\nerr ä\nout 2\n'
    }

    def "a frame longer than any buffer is read whole"() {
        given:
        def line = 'x' * 100_000

        expect:
        text(frame(1, line), frame(2, 'end')) == line + 'end'
    }

    def "bytes can be read one by one, whatever their value"() {
        given:
        def frames = new Frames(stream(frame(2, ''), frame(1, [1, 127, -128, -1] as byte[])))

        expect:
        (1..5).collect { frames.read() } == [1, 127, 128, 255, -1]
    }

    def "what ends between frames has ended"() {
        expect:
        text() == ''
        text(frame(1, 'all')) == 'all'
    }

    def "what is cut off #where is no end"() {
        when:
        text(*frames)

        then:
        thrown(EOFException)

        where:
        where         | frames
        'in a header' | [frame(1, 'all'), [1, 0, 0] as byte[]]
        'in a frame'  | [Arrays.copyOf(frame(1, 'all'), 10)]
    }

    private static String text(byte[]... parts) {
        new String(new Frames(stream(parts)).readAllBytes(), 'UTF-8')
    }

    private static InputStream stream(byte[]... parts) {
        def all = new ByteArrayOutputStream()
        parts.each { all.writeBytes(it) }
        new ByteArrayInputStream(all.toByteArray())
    }

    private static byte[] frame(int kind, String text) {
        frame(kind, text.getBytes('UTF-8'))
    }

    private static byte[] frame(int kind, byte[] content) {
        ByteBuffer.allocate(8 + content.length).put((byte) kind).position(4).putInt(content.length).put(content).array()
    }
}
