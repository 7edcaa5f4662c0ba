package orch.engine.http

import static java.nio.charset.StandardCharsets.UTF_8

import java.nio.file.Path
import java.time.Duration
import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit
import orch.model.OrchException
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

@Timeout(20)
class EngineHttpSpec extends Specification {
    static final String OK = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'
    static final String UPGRADED = 'HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n'

    @AutoCleanup
    EngineStandIn engine

    @TempDir
    Path folder

    def "a #method without a body is sent as '#framing'"() {
        given:
        engine = EngineStandIn.saying(OK)

        when:
        engine.http.send(method, '/containers/x?force=1', ['X-Registry-Auth': 'e30='], null, null).close()

        then:
        engine.request() == "$method /containers/x?force=1 HTTP/1.1\r\nHost: engine\r\nX-Registry-Auth: e30=\r\n" +
            "Connection: close\r\n${framing}\r\n"

        where:
        method   || framing
        'GET'    || ''
        'HEAD'   || ''
        'DELETE' || ''
        'POST'   || 'Content-Length: 0\r\n'
        'PUT'    || 'Content-Length: 0\r\n'
    }

    def "a JSON body is sent in chunks that count bytes, not letters"() {
        given:
        engine = EngineStandIn.saying(OK)

        when:
        engine.http.post('/containers/create', '{"a":"ä"}').close()
        def request = engine.request()

        then:
        request.startsWith('POST /containers/create HTTP/1.1\r\nHost: engine\r\nContent-Type: application/json\r\n')
        new String(request.getBytes('ISO-8859-1'), UTF_8).endsWith(
            '\r\nTransfer-Encoding: chunked\r\n\r\na\r\n{"a":"ä"}\r\n0\r\n\r\n')
        !request.contains('Content-Length')
    }

    def "a body of any length arrives whole"() {
        given:
        engine = EngineStandIn.saying(OK)
        def text = (1..9000).join(' ')

        when:
        engine.http.send('POST', '/build', [:], new ByteArrayInputStream(text.bytes), null).close()
        def body = engine.request().split('\r\n\r\n', 2)[1].split('\r\n') as List

        then: 'each chunk is as long as it says'
        def chunks = body.collate(2).findAll { it[0] != '0' }
        chunks.size() > 1
        chunks.every { size, chunk -> chunk.length() == Integer.parseInt(size, 16) }

        and: 'together they are the body'
        chunks*.get(1).join('') == text
    }

    def "an empty body is sent as one"() {
        given:
        engine = EngineStandIn.saying(OK)

        when:
        engine.http.post('/x', '').close()

        then:
        engine.request().endsWith('\r\n\r\n0\r\n\r\n')
    }

    def "input of a command is sent after the upgrade, its end reaches the command, and its output is read on"() {
        given:
        engine = new EngineStandIn({ UPGRADED + 'ready, ' }, Duration.ofSeconds(5), 'done')

        when:
        def reply = engine.http.send('POST', '/exec/x/start', [:], null, new ByteArrayInputStream('typed'.bytes))

        then:
        reply.status() == 101
        engine.input() == 'typed'
        reply.text() == 'ready, done'
        engine.request().contains('\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n')

        cleanup:
        reply?.close()
    }

    def "output of a command is read while its input is still open"() {
        given:
        def typing = new PipedOutputStream()
        def typed = new PipedInputStream(typing)
        engine = new EngineStandIn({ UPGRADED + 'ready' }, Duration.ofSeconds(5), ' done')

        when:
        def reply = engine.http.send('POST', '/exec/x/start', [:], null, typed)

        then: 'nothing has been typed yet'
        new String(reply.body().readNBytes(5)) == 'ready'
        engine.inputs.empty

        when: 'the input ends'
        typing.write('late'.bytes)
        typing.close()

        then:
        engine.input() == 'late'
        reply.text() == ' done'

        cleanup:
        reply?.close()
    }

    def "an engine that does not answer in time is told as such, with what was asked"() {
        given:
        engine = new EngineStandIn({ null }, Duration.ofMillis(100))

        when:
        engine.http.get('/version')

        then:
        def e = thrown(OrchException.TimedOut)
        e.message.startsWith('the engine at unix:')
        e.message.contains(' did not answer within ')
        e.evidence() == ['GET /version']
        e.exitCode() == 4
    }

    def "an answer that begins in time and does not end is told as well"() {
        given:
        engine = new EngineStandIn({ 'HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n{"Vers' }, Duration.ofMillis(300), 'late')

        when:
        engine.http.ask('/version') { it.text() }

        then:
        def e = thrown(OrchException.TimedOut)
        e.message.contains(' did not answer within 300 ms')
        e.evidence() == ['GET /version']
    }

    def "a question is asked again when the engine breaks off or fails, #failures times at most"() {
        given:
        int left = failures
        engine = new EngineStandIn({ left-- > 0 ? answer : OK })

        expect:
        engine.http.ask('/version') { it.text() } == text
        engine.requests.size() == requests

        where:
        failures | answer                                                         || text  | requests
        3        | ''                                                             || 'ok'  | 4
        3        | 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf'              || 'ok'  | 4
        3        | 'HTTP/1.1 500 No\r\nContent-Length: 2\r\n\r\nno'               || 'ok'  | 4
        4        | 'HTTP/1.1 500 No\r\nContent-Length: 2\r\n\r\nno'               || 'no'  | 4
        1        | 'HTTP/1.1 404 No\r\nContent-Length: 2\r\n\r\nno'               || 'no'  | 1
    }

    def "the tries of a question have the engine's patience together"() {
        given:
        engine = new EngineStandIn({ '' }, Duration.ofMillis(120))

        when:
        engine.http.ask('/version') { it.text() }

        then:
        def e = thrown(OrchException.TimedOut)
        e.message.contains(' within 120 ms')
        engine.requests.size() < 4
    }

    def "#path is a stream: #stream"() {
        expect:
        EngineHttp.isStream(path) == stream

        where:
        path                                || stream
        '/events?filters=x'                 || true
        '/v1.41/containers/c/logs?follow=1' || true
        '/v1.41/images/create?fromImage=x'  || true
        '/exec/e/start'                     || true
        '/v1.41/containers/c/json'          || false
        '/v1.41/containers/create?name=x'   || false
        '/images/x/json'                    || false
    }

    def "an answer that has begun in time may go on for longer than the engine's patience"() {
        given: 'an engine that ends its answer only after its patience has run out for another'
        def other = new EngineStandIn({ null }, Duration.ofMillis(300))
        def ended = new CountDownLatch(1)
        engine = new EngineStandIn({ UPGRADED }, Duration.ofMillis(100), 'late')
        def typed = new InputStream() {
            @Override
            int read() {
                ended.await(10, TimeUnit.SECONDS)
                -1
            }
        }

        when:
        def reply = engine.http.send('POST', '/exec/x/start', [:], null, typed)
        try {
            other.http.get('/version')
        } catch (OrchException.TimedOut ignored) {
            ended.countDown()
        }

        then:
        ended.count == 0
        reply.text() == 'late'

        cleanup:
        reply?.close()
        other.close()
    }

    def "where nobody listens at #address, no engine is to be had, and the message says where that was found"() {
        when:
        http(address.replace('FOLDER', folder.toString())).get('/version')

        then:
        def e = thrown(OrchException.Unavailable)
        e.message.startsWith('no engine answers at ')
        e.message.endsWith('(DOCKER_HOST)')
        e.evidence().size() == 1
        e.exitCode() == 3

        where:
        address << ['unix://FOLDER/none.sock', 'unix://FOLDER', 'tcp://127.0.0.1:1', 'tcp://engine.invalid:2375',
                    'unix:///' + 'x' * 200]
    }

    private static EngineHttp http(String address) {
        new EngineHttp(EngineAddress.parse(address, Optional.empty(), 'DOCKER_HOST'), null, Duration.ofSeconds(5))
    }
}
