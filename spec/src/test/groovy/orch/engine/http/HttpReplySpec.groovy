package orch.engine.http

import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.Timeout

@Timeout(20)
class HttpReplySpec extends Specification {
    @AutoCleanup
    EngineStandIn engine

    def "an answer #framed is read to its end and no further"() {
        given:
        engine = EngineStandIn.saying(answer)

        when:
        def reply = engine.http.get('/x')

        then:
        reply.status() == status
        reply.text() == body

        cleanup:
        reply?.close()

        where:
        framed                              | answer                                                        || status | body
        'of known length'                   | ok('Content-Length: 4', 'textmore')                           || 200    | 'text'
        'of no length'                      | ok('Content-Length: 0', 'more')                               || 200    | ''
        'that ends with the connection'     | ok('Server: x', 'all of it')                                  || 200    | 'all of it'
        'in chunks'                         | chunked('4\r\ntext\r\n1\r\n!\r\n0\r\n\r\nmore')               || 200    | 'text!'
        'in chunks of hexadecimal length'   | chunked("1A\r\n${'x' * 26}\r\n0\r\n\r\n")                     || 200    | 'x' * 26
        'in chunks with extensions'         | chunked('4;a=b\r\ntext\r\n0;last\r\n\r\n')                    || 200    | 'text'
        'in chunks with trailers'           | chunked('4\r\ntext\r\n0\r\nSum: 1\r\nMore: 2\r\n\r\nmore')    || 200    | 'text'
        'in no chunks'                      | chunked('0\r\n\r\n')                                          || 200    | ''
        'after a provisional one'           | 'HTTP/1.1 100 Continue\r\nA: b\r\n\r\n' + ok('Content-Length: 4', 'text') || 200 | 'text'
        'without content'                   | 'HTTP/1.1 204 No Content\r\n\r\nmore'                         || 204    | ''
        'that nothing was modified'         | 'HTTP/1.1 304 Not Modified\r\nContent-Length: 4\r\n\r\nmore'  || 304    | ''
        'of an error'                       | 'HTTP/1.1 500 Oh\r\nContent-Length: 2\r\n\r\nno'              || 500    | 'no'
        'without a reason'                  | 'HTTP/1.1 200\r\nContent-Length: 2\r\n\r\nok'                 || 200    | 'ok'
        'with bare line feeds'              | 'HTTP/1.0 200 OK\nContent-Length: 2\n\nok'                    || 200    | 'ok'
    }

    def "a header is found by any case, and all its values are kept, but none of a provisional answer"() {
        given:
        engine = EngineStandIn.saying('HTTP/1.1 100 Continue\r\nEarly: yes\r\n\r\n' +
            ok('Api-Version: 1.41\r\nWarning: one\r\nWARNING:two', ''))

        when:
        def headers = engine.http.get('/x').headers()

        then:
        headers['api-version'] == ['1.41']
        headers['Warning'] == ['one', 'two']
        !headers.containsKey('Early')
    }

    def "an answer to HEAD has no body, whatever length it tells"() {
        given:
        engine = EngineStandIn.saying(ok('Content-Length: 4', ''))

        expect:
        engine.http.send('HEAD', '/x', [:], null, null).text() == ''
    }

    def "an answer that is cut off #where is an error, not a short answer"() {
        given:
        engine = EngineStandIn.saying(answer)

        when:
        engine.http.get('/x').text()

        then:
        thrown(IOException)

        where:
        where                    | answer
        'at once'                | ''
        'in the status line'     | 'HTTP/1.1 20'
        'in the headers'         | 'HTTP/1.1 200 OK\r\nContent-Le'
        'before the body'        | ok('Content-Length: 4', '')
        'in the body'            | ok('Content-Length: 4', 'tex')
        'in a chunk'             | chunked('4\r\nte')
        'between chunks'         | chunked('4\r\ntext\r\n')
        'in a chunk size'        | chunked('4\r\ntext\r\n1')
        'in the trailers'        | chunked('4\r\ntext\r\n0\r\nSum: 1\r\n')
    }

    def "what is #no is an error that says so"() {
        given:
        engine = EngineStandIn.saying(answer)

        when:
        engine.http.get('/x').text()

        then:
        def e = thrown(IOException)
        e.message.startsWith(message)

        where:
        no                      | answer                                            || message
        'no HTTP'               | 'SSH-2.0-OpenSSH_9.2\r\n'                         || 'not an HTTP answer: SSH-2.0-OpenSSH_9.2'
        'a newer HTTP'          | 'HTTP/2 200\r\n\r\n'                              || 'not an HTTP answer: HTTP/2 200'
        'a word for a status'   | 'HTTP/1.1 fine\r\n\r\n'                           || 'not an HTTP answer: HTTP/1.1 fine'
        'an endless line'       | 'x' * 100_000                                     || 'not an HTTP answer: a line without end'
        'an endless header'     | 'HTTP/1.1 200 OK\r\nX: ' + 'x' * 100_000          || 'not an HTTP answer: a line without end'
        'no chunk size'         | chunked('wide\r\ntext\r\n0\r\n\r\n')              || 'not a chunk size: wide'
        'a negative chunk size' | chunked('-4\r\ntext\r\n0\r\n\r\n')                || 'not a chunk size: -4'
        'no length'             | ok('Content-Length: long', 'text')                || 'not a content length: long'
        'a negative length'     | ok('Content-Length: -4', 'text')                  || 'not a content length: -4'
    }

    private static String ok(String headers, String body) {
        "HTTP/1.1 200 OK\r\n$headers\r\n\r\n$body"
    }

    private static String chunked(String chunks) {
        ok('Transfer-Encoding: Chunked', chunks)
    }
}
