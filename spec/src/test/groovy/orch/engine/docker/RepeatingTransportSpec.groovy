package orch.engine.docker

import static orch.engine.http.EngineStandIn.json

import com.github.dockerjava.transport.DockerHttpClient.Request
import java.time.Clock
import java.time.Duration
import java.time.Instant
import java.time.ZoneOffset
import orch.engine.http.DockerJavaTransport
import orch.engine.http.EngineStandIn
import orch.engine.read.EngineReader
import orch.model.OrchException
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.Timeout

@Timeout(20)
class RepeatingTransportSpec extends Specification {
    static final Instant NOW = Instant.parse('2026-01-01T12:00:00Z')
    static final String BROKEN = ''
    static final String CREATE = '/v1.41/containers/create?name=dev-db-1'
    static final String LABELS = '{"orch.stack":"dev","orch.config":"a1"}'

    @AutoCleanup
    EngineStandIn engine

    /** What the engine answers to changes, one after the other, the last one for ever; to questions it always says the same. */
    private void engine(List<String> changes, Map<String, String> questions = [:]) {
        def left = changes as LinkedList
        engine = new EngineStandIn({ String request ->
            def question = questions.find { request.startsWith(it.key) }
            question ? question.value : left.size() > 1 ? left.pop() : left.first()
        })
    }

    private Object[] sent(String method, String path, String body = null) {
        def clock = Clock.fixed(NOW, ZoneOffset.UTC)
        def transport = new RepeatingTransport(new DockerJavaTransport(engine.http), new Aftermath(new EngineReader(engine.http)),
            'unix:///e.sock', Optional.of(Duration.ofSeconds(5)), clock)
        def request = Request.builder().method(Request.Method.valueOf(method)).path(path)
        def reply = transport.execute((body ? request.bodyBytes(body.bytes) : request).build())
        [reply.getStatusCode(), reply.getBody().text]
    }

    private List<String> asked() {
        engine.requests.collect { it.readLines().first().split(' ')[0..1].join(' ').replaceFirst('\\?.*', '') }
    }

    private static String listing(String labels) {
        json("""[{"Id": "c0ffee", "Names": ["/dev-db-1"], "Labels": $labels}]""")
    }

    private static String failure(int status = 500, String message = 'oh') {
        json("{\"message\": \"$message\"}", "$status X")
    }

    def "a question is asked again after #what"() {
        given:
        engine([answer, json('{"ExitCode": 0}')])

        expect:
        sent('GET', '/v1.41/exec/e/json') == [200, '{"ExitCode": 0}'] as Object[]

        where:
        what                   | answer
        'an error'             | failure()
        'no answer'            | BROKEN
        'a half answer'        | 'HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n{"Exit'
    }

    def "a refusal is an answer: #status"() {
        given:
        engine([failure(status)])

        expect:
        sent('POST', CREATE, '{}')[0] == status
        asked().size() == 1

        where:
        status << [400, 404, 409]
    }

    def "a container that was made although the answer was lost is taken when it carries the very labels: #what"() {
        given:
        engine([BROKEN, json('{"Id": "new"}', '201 Created')], ['GET /containers/json': found])

        expect:
        sent('POST', CREATE, "{\"Labels\":$LABELS}")[1].contains(id)
        asked().count('POST /v1.41/containers/create') == creations

        where:
        what                       | found                                                   || id       | creations
        'the same'                 | listing('{"orch.stack":"dev","orch.config":"a1","x":"y"}') || 'c0ffee' | 1
        'another wanted state'     | listing('{"orch.stack":"dev","orch.config":"b2"}')      || 'new'    | 2
        'somebody else\'s'         | listing('{}')                                           || 'new'    | 2
        'nothing there'            | json('[]')                                              || 'new'    | 2
    }

    def "a network likewise"() {
        given:
        engine([failure()], ['GET /networks': json("""[{"Id": "ab", "Name": "dev_default", "Labels": $LABELS}]""")])

        expect:
        sent('POST', '/v1.41/networks/create', "{\"Name\":\"dev_default\",\"Labels\":$LABELS}")[1].contains('"ab"')
        asked().count('POST /v1.41/networks/create') == 1
    }

    def "a start is looked at, and made again only when it was not: #what"() {
        given:
        engine([failure(), json('', '204 No Content')], ['GET /containers/c/json': json(inspection)])

        expect:
        sent('POST', '/v1.41/containers/c/start')[0] == status
        asked().count('POST /v1.41/containers/c/start') == starts

        where:
        what                     | inspection                                                                    || status | starts
        'it runs'                | '{"State": {"Running": true}}'                                                || 200    | 1
        'it has ended since'     | '{"State": {"Running": false, "StartedAt": "2026-01-01T12:00:00.5Z"}}'        || 200    | 1
        'it ended long ago'      | '{"State": {"Running": false, "StartedAt": "2026-01-01T11:00:00Z"}}'          || 204    | 2
        'it never ran'           | '{"State": {"Running": false, "StartedAt": "0001-01-01T00:00:00Z"}}'          || 204    | 2
        'the engine could not'   | '{"State": {"Running": false, "Error": "oh", "StartedAt": "0001-01-01T00:00:00Z"}}' || 500 | 1
    }

    def "#method #path counts as done when the look shows #answer"() {
        given:
        engine([BROKEN], [GET: answer])

        expect:
        sent(method, path, '{"Container":"c"}')[0] == 200
        asked()[0] == "$method $path"
        asked().count { !it.startsWith('GET') } == 1

        where:
        method   | path                  | answer
        'POST'   | '/containers/c/stop'  | json('{"State": {"Running": false}}')
        'DELETE' | '/containers/c'       | failure(404)
        'DELETE' | '/networks/n'         | failure(404)
        'DELETE' | '/volumes/v'          | failure(404)
        'POST'   | '/networks/n/connect' | json('{"NetworkSettings": {"Networks": {"dev_n": {"NetworkID": "n"}}}}')
    }

    def "a removal that is under way is waited for"() {
        given:
        engine([BROKEN, failure(409, 'removal of container c is already in progress'), json('', '204 No Content')],
            ['GET /containers/c/json': json('{"State": {}}')])

        expect:
        sent('DELETE', '/containers/c')[0] == 204
    }

    def "a change of which nothing would tell is made once"() {
        given:
        engine([failure()])

        expect:
        sent('POST', '/v1.41/containers/c/rename')[0] == 500
        asked().size() == 1
    }

    def "an engine that always breaks off is told as such"() {
        given:
        engine([BROKEN])

        when:
        sent('POST', '/v1.41/volumes/create', '{"Name":"v"}')

        then:
        def e = thrown(OrchException.Unavailable)
        e.message == 'the engine at unix:///e.sock broke off 4 times'
        e.evidence() == ['POST /v1.41/volumes/create', 'the engine closed the connection']
    }
}
