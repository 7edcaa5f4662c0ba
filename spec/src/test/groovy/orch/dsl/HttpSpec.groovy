package orch.dsl

import com.sun.net.httpserver.HttpServer
import orch.model.OrchException
import spock.lang.AutoCleanup
import spock.lang.Specification

class HttpSpec extends Specification {
    @AutoCleanup('stop')
    def server = new Server()
    def http = new Http()

    def "an answer has its status, its text, and its JSON as maps and lists"() {
        given:
        server.answer(201, '{"name": "ada", "tags": [1, 2]}')

        when:
        def answer = http.get(server.url)

        then:
        answer.status == 201
        answer.text == '{"name": "ada", "tags": [1, 2]}'
        answer.json == [name: 'ada', tags: [1, 2]]
    }

    def "a map is sent as JSON, a text as it is: #body"() {
        given:
        server.answer(200, 'ok')

        when:
        http.post(server.url, body)

        then:
        server.type == 'application/json'
        server.body == sent

        where:
        body                    || sent
        [name: 'ada', age: 36]  || '{"name":"ada","age":36}'
        '{"as": "it is"}'       || '{"as": "it is"}'
    }

    def "an error status is an answer, not an error, and redirects are not followed: #status"() {
        given:
        server.answer(status, '')

        expect:
        http.get(server.url).status == status

        where:
        status << [404, 503, 302]
    }

    def "an answer that is no JSON says so"() {
        given:
        server.answer(200, '<html>')

        when:
        http.get(server.url).json

        then:
        def failure = thrown(OrchException.Failed)
        failure.message.startsWith('the answer is not JSON: ')
        failure.evidence() == ['<html>']
    }

    def "a server that does not answer is a failure that names the request"() {
        given:
        def url = server.url
        server.stop()

        when:
        http.get(url)

        then:
        def failure = thrown(OrchException.Failed)
        failure.message == "GET $url got no answer"
    }

    static class Server {
        final HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.loopbackAddress, 0), 0)
        String body
        String type

        Server() {
            server.start()
        }

        String getUrl() {
            "http://127.0.0.1:$server.address.port/"
        }

        void answer(int status, String text) {
            server.createContext('/') { exchange ->
                body = exchange.requestBody.text
                type = exchange.requestHeaders.getFirst('Content-Type')
                def bytes = text.bytes
                exchange.responseHeaders.add('Location', '/other')
                exchange.sendResponseHeaders(status, bytes.length ?: -1)
                exchange.responseBody.write(bytes)
                exchange.close()
            }
        }

        void stop() {
            server.stop(0)
        }
    }
}
