package orch.live

import com.networknt.schema.InputFormat
import com.networknt.schema.SchemaLocation
import com.networknt.schema.SchemaRegistry
import com.networknt.schema.SpecificationVersion
import orch.support.EngineSocket
import orch.support.LiveSpec
import orch.support.Orch

import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse
import java.nio.file.Files
import java.time.Duration

/** The server as clients and users meet it: one process, a real engine, real HTTP. */
class ServeSpec extends LiveSpec {
    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()

    private Orch.Running server
    private String url
    private Map document
    private final List<String> called = []

    def setup() {
        orch.environment.ORCH_TASKS_AT_ONCE = '4'
    }

    def cleanup() {
        orch.close()
        left().each { engine.remove(it.Id as String) }
    }

    private List<Map> left() {
        def filter = URLEncoder.encode('{"label":["orch.task.name"]}', 'UTF-8')
        (engine.socket.get("/containers/json?all=1&filters=$filter") as List<Map>)
                .findAll { it.Labels['orch.task.name'].startsWith(name) }
    }

    private void serve(String... words) {
        server = orch.start('serve', '--port', '0', *words)
        eventually(20) { assert server.out.startsWith('http://') }
        url = server.out.strip()
    }

    private String image() {
        engine.socket.get("/images/${engine.specImage('tiny')}/json").RepoTags[0]
    }

    /** What it answers, checked against its own document. */
    private HttpResponse<String> ask(String method, String path, Object body = null) {
        ask([:], method, path, body)
    }

    private HttpResponse<String> ask(Map how, String method, String path, Object body = null) {
        def plain = body instanceof Map ? body.collectEntries { [(it.key): it.value instanceof GString ? it.value.toString() : it.value] } : body
        def text = plain == null || plain instanceof String ? plain as String : EngineSocket.JSON.writeValueAsString(plain)
        def request = HttpRequest.newBuilder(URI.create("$url/api/v1$path")).timeout(Duration.ofSeconds(20))
                .method(method, text == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(text))
        ([('Content-Type'): 'application/json'] + how.findAll { it.key instanceof String && it.key =~ /^[A-Z]/ }).each { request.header(it.key as String, it.value as String) }
        def answer = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString())
        if (how.documented != false) {
            checkAgainstDocument(method, path, answer)
        }
        assert !(answer.body() =~ /\bat (orch|java|io|org)\.[\w.]+\(/)
        answer
    }

    private static Object json(HttpResponse<String> answer) {
        EngineSocket.JSON.readValue(answer.body(), Object)
    }

    private void checkAgainstDocument(String method, String path, HttpResponse<String> answer) {
        document = document ?: EngineSocket.JSON.readValue(ServeSpec.getResource('/orch/serve/http/openapi.json').text, Map)
        def template = document.paths.keySet().find { ("/api/v1" + path.split(/\?/)[0]) ==~ it.replaceAll(/\{\w+}/, '[^/]+') }
        assert template: "$path is not in the document"
        def operation = document.paths[template][method.toLowerCase()] as Map
        assert operation: "$method $template is not in the document"
        called << operation.operationId
        def response = operation.responses[answer.statusCode() as String] as Map
        assert response: "$method $template may not answer ${answer.statusCode()}: ${answer.body()}"
        if (response.'$ref') {
            response = document.components.responses[(response.'$ref' as String).tokenize('/').last()] as Map
        }
        def type = answer.headers().firstValue('Content-Type').orElse('').split(';')[0]
        assert response.content.containsKey(type)
        def schema = response.content[type].schema as Map
        if (type == 'application/json' && schema.'$ref') {
            // the schema is of the document's own language: JSON Schema 2020-12
            def whole = [('$schema'): 'https://json-schema.org/draft/2020-12/schema', ('$ref'): schema.'$ref', components: document.components]
            def registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            def wrong = registry.getSchema(EngineSocket.JSON.writeValueAsString(whole), InputFormat.JSON)
                    .validate(answer.body(), InputFormat.JSON)
            assert wrong.empty: "$method $path: $wrong\n${answer.body()}"
        }
    }

    private Map ended(String id) {
        Map task
        eventually(20) {
            task = json(ask('GET', "/tasks/$id")) as Map
            assert task.state in ['succeeded', 'failed', 'cancelled', 'killed', 'timed-out', 'lost']
        }
        task
    }

    /** Events as they come; closed with the feature. */
    private List<Map> listening(Map<String, String> headers = [:]) {
        def events = Collections.synchronizedList([])
        def request = HttpRequest.newBuilder(URI.create("$url/api/v1/events"))
        headers.each { request.header(it.key, it.value) }
        def answer = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofLines())
        assert answer.statusCode() == 200
        assert answer.headers().firstValue('Content-Type').get().startsWith('text/event-stream')
        Thread.startDaemon {
            def event = [:]
            try {
                answer.body().forEach { line ->
                    if (line.startsWith('data: ')) {
                        event.data = EngineSocket.JSON.readValue(line.substring(6), Map)
                    } else if (line.contains(': ') && !line.startsWith(':')) {
                        event[line.split(': ')[0]] = line.split(': ')[1]
                    } else if (line.empty && event) {
                        events << event
                        event = [:]
                    }
                }
            } catch (UncheckedIOException e) {
                // the server has ended
            }
        }
        events
    }

    def "tasks are made, listed, followed, cancelled and killed over HTTP, and every answer is as the document says"() {
        given:
        orch.file('tasks.groovy', "task('$name-named') { build '$TINY'; command 'sh', '-c', 'echo named'; network 'none' }")
        serve()
        def events = listening()

        expect: 'it is well, and tells of itself'
        json(ask('GET', '/health')).status == 'ok'
        json(ask('GET', '/tasks')) == [tasks: []]
        json(ask('GET', '/runs')) == [runs: []]
        json(ask('GET', '/stacks')) == [stacks: []]
        ask('GET', '/work').statusCode() == 404
        ask('GET', '/stacks/nowhere').statusCode() == 404
        json(ask('GET', '/openapi.json')) == document

        when: 'a task is described by the client'
        def made = ask('POST', '/tasks', [name: "$name-ok", image: image(), command: ['/bin/sh', '-c', 'echo got $WHO'], env: [WHO: 'ada'],
                                          network: 'none', memory: 16_000_000, cpus: 0.5, timeout: 20, retries: 0, readOnly: true])
        def id = json(made).id as String

        then:
        made.statusCode() == 201
        made.headers().firstValue('Location').get() == "/api/v1/tasks/$id"
        ask('GET', "/tasks/$id/logs?follow").body() == 'got ada\n'
        with(ended(id)) {
            state == 'succeeded'
            exitCode == 0
            transitions*.to == ['queued', 'pulling', 'starting', 'running', 'succeeded']
        }
        eventually { assert events.findAll { it.event == 'task' && it.data.task == id }*.data*.to == ['queued', 'pulling', 'starting', 'running', 'succeeded'] }

        and: 'another command knows it'
        orch.run('task', 'show', id, '--json').json.state == 'succeeded'
        json(ask('GET', '/tasks?state=succeeded')).tasks*.id == [id]

        when: 'one that the folder describes'
        def named = json(ask('POST', '/tasks', [task: "$name-named"])).id as String

        then:
        ended(named).state == 'succeeded'
        ask('GET', "/tasks/$name-named/logs").body() == 'named\n'

        when: 'two that go on and on'
        def (first, second) = (1..2).collect {
            json(ask('POST', '/tasks', [name: "$name-long$it", image: image(), command: ['/bin/sh', '-c', 'trap "exit 0" TERM; while :; do sleep 0.1; done'], network: 'none'])).id as String
        }
        eventually { assert left().count { it.State == 'running' } == 2 }

        then:
        ask('POST', "/tasks/$first/cancel").statusCode() == 202
        ended(first).state == 'cancelled'
        ask('POST', "/tasks/$second/kill").statusCode() == 202
        ended(second).state == 'killed'
        left().empty
        ask('POST', "/tasks/$second/kill").statusCode() == 409

        and: 'one that has ended is tried again'
        ask('POST', "/tasks/$id/retry").statusCode() == 202
        ended(id).attempt == 2

        and: 'what is wrong is said'
        ask('GET', '/tasks/nosuch').statusCode() == 404
        ask('GET', '/tasks?state=lots').statusCode() == 400
        ask('POST', '/tasks', [task: 'nosuch']).statusCode() == 400
        json(ask('POST', '/tasks', [name: 'x', image: 'y', comand: ['z']])).error.problem == "a task has no 'comand'; did you mean 'command'?"
        ask('POST', '/tasks', [name: 'x']).statusCode() == 400
        ask('POST', '/tasks', [name: 'x', image: 'y', memory: 'lots']).statusCode() == 400
        ask('POST', '/tasks', [name: '../x', image: 'y']).statusCode() == 400
        ask('POST', '/tasks', '{"name":').statusCode() == 400
        ask('POST', '/tasks', '[' * 5000).statusCode() == 400
        ask('POST', '/tasks', '{"name":"' + 'x' * (1 << 20) + '"}').statusCode() == 413
        ask('POST', '/tasks', 'name=x', 'Content-Type': 'text/plain').statusCode() == 415
        ask('PUT', '/tasks', '{}', documented: false).statusCode() == 404

        and: 'figures, of which those of tasks follow what the store knows'
        eventually { assert ask('GET', '/metrics').body() =~ /orch_task_transitions_total\{state="succeeded"} 3/ }
        with(ask('GET', '/metrics').body()) {
            contains('orch_tasks{state="running"} 0')
            contains('orch_http_requests_total{method="GET",route="/health",status="200"} 1.0')
            contains('orch_http_request_seconds_bucket')
        }

        when: 'a client comes back'
        def again = listening('Last-Event-ID': '0')

        then:
        eventually { assert again.size() >= events.size() }

        and: 'all that the document says was asked for; the stream of events was heard'
        (document.paths.values().collectMany { it.findAll { it.key in ['get', 'post'] }.values() }*.operationId as Set) - called == ['events'] as Set

        when:
        server.signal('TERM')

        then:
        server.await(Duration.ofSeconds(10)).code == 143
    }

    def "off loopback it answers only who shows the token, and names it knows"() {
        given:
        serve('--listen', '0.0.0.0', '--host', 'builder')
        url = url.replace('0.0.0.0', '127.0.0.1')
        def token = Files.readString(orch.state.resolve('orch/serve/token'))

        expect:
        ask('GET', '/health').statusCode() == 200
        ask('GET', '/tasks').statusCode() == 401
        ask('GET', '/tasks').headers().firstValue('WWW-Authenticate').get() == 'Bearer'
        ask('GET', '/tasks', null, Authorization: "Bearer ${token}x").statusCode() == 401
        ask('GET', '/tasks', null, Authorization: "Bearer $token").statusCode() == 200
        ask('POST', '/tasks', [name: 'x', image: 'y'], Origin: 'http://evil.example', Authorization: "Bearer $token").statusCode() == 403
        sent('evil.example', token).contains(' 403 ')
        sent('builder', token).contains(' 200 ')
        !server.err.contains(token)
        !server.out.contains(token)
    }

    /** The JDK's client lets nobody choose the Host. */
    private String sent(String host, String token) {
        new Socket('127.0.0.1', URI.create(url).port).withCloseable {
            it.outputStream << "GET /api/v1/tasks HTTP/1.0\r\nHost: $host\r\nAuthorization: Bearer $token\r\n\r\n"
            it.inputStream.newReader().readLine()
        }
    }

    def "a kept stack is made to run; what dies, is removed or falls ill comes back, and what is stopped stays so"() {
        given:
        describe """
            service('a') { build '$TINY' }
            service('b') { build '$TINY'; command '/bin/sh', '-c', 'trap "exit 0" TERM; echo 1 > /ok; while :; do sleep 0.1; done'
                healthcheck { command '/bin/sh', '-c', '[ -s /ok ]'; every 200.ms; retries 2 } }"""
        def stranger = engine.squat([Image: image(), Labels: [some: 'body']], "$name-stranger")

        when:
        serve('--keep', 'stack.groovy')
        def events = listening()

        then:
        eventually(30) { assert json(ask('GET', "/stacks/$name")).stacks[0]?.healthy }

        when: 'one is killed'
        def killed = container('a').Id
        engine.kill(killed)

        then:
        eventually(20) { assert container('a').State.Running }
        container('a').Id == killed

        when: 'one is removed'
        engine.remove(killed)

        then:
        eventually(20) { assert container('a')?.State?.Running }

        when: 'one falls ill'
        def sick = container('b').State.StartedAt
        engine.exec(named('b'), '/bin/sh', '-c', ': > /ok')

        then:
        eventually(20) { assert container('b').State.StartedAt != sick && container('b').State.Health.Status == 'healthy' }

        and: 'each decision is told, and kept'
        eventually { assert events.any { it.event == 'decision' && it.data.text.contains('service a: ') && it.data.text.contains('; starts it') } }
        events.any { it.event == 'stack' && it.data.name == name && !it.data.healthy }
        Files.readString(orch.state.resolve('orch/serve/decisions.log')).contains("stack $name: service a: its container is gone; starts it")
        ask('GET', '/metrics').body() =~ /orch_stack_repairs_total\{stack="$name"} [1-9]/

        when: 'a person stops it'
        assert orch.run('stop').code == 0

        then:
        eventually(15) { assert server.err.contains("stack $name: was stopped; left alone until somebody starts it") }
        engine.ids(name).isEmpty()
        engine.container("$name-stranger").Id == stranger
    }

    /** How many answers go on, as the server counts them. */
    private String streams() {
        (ask('GET', '/metrics').body() =~ /(?m)^orch_http_streams (\S+)/)[0][1]
    }

    /** Follows what a task prints until it has said so. */
    private Socket following(String id, String says) {
        def socket = new Socket('127.0.0.1', URI.create(url).port)
        socket.soTimeout = 10_000
        socket.outputStream << "GET /api/v1/tasks/$id/logs?follow HTTP/1.1\r\nHost: localhost\r\n\r\n"
        def lines = socket.inputStream.newReader()
        while (lines.readLine() != says) {
            // the head of the answer
        }
        socket
    }

    def "who no longer listens to a silent task holds no stream, and who does holds up no end"() {
        given:
        serve()
        def id = json(ask('POST', '/tasks', [name: "$name-silent", image: image(), network: 'none',
                                             command: ['/bin/sh', '-c', 'trap "exit 0" TERM; echo begun; while :; do sleep 0.1; done']])).id as String

        when:
        def gone = following(id, 'begun')

        then:
        streams() == '1.0'

        when:
        gone.close()

        then: 'that is seen, though the task says nothing more'
        eventually(5) { assert streams() == '0.0' }

        when: 'the server is told to end'
        def stays = following(id, 'begun')
        server.signal('TERM')
        def end = server.await(Duration.ofSeconds(5))

        then: 'it does, and the task goes on'
        end.code == 143
        end.err.contains('ends; tasks that run go on')
        left()*.State == ['running']
        orch.run('task', 'cancel', id, '--json').json.state == 'cancelled'

        cleanup:
        stays?.close()
    }

    def "what is decided about a list of work is told at once"() {
        given:
        def list = orch.file('priorities.csv', 'Project,Priority,Status,Next Action\n')
        orch.file('server.groovy', """def list = work('priorities.csv') { task { item -> build '$TINY'; command 'sh', '-c', item.nextAction; network none } }
            serve { work list; port 0 }""")
        server = orch.start('server.groovy')
        eventually(20) { assert server.out.startsWith('http://') }
        url = server.out.strip()
        def events = listening()
        def told = { String project -> events.findAll { it.event == 'work' && it.data.project == project }*.data }

        when:
        list.toFile() << "$name-good,1,Pending,true\n$name-bad,2,Pending,exit 3\n$name-waits,3,Blocked,true\n$name-wrong,high,Pending,true\n"

        then: 'an item that is taken, and what comes of it'
        eventually(20) { assert told("$name-bad")*.status == ['Running', 'Failed'] }
        told("$name-good")*.status == ['Running', 'Done']
        told("$name-good")*.line == [2, 2]
        told("$name-good")*.source.unique() == [list.toRealPath().toString()]
        told("$name-good")*.task.unique() == (json(ask('GET', '/tasks?state=succeeded')).tasks*.id)

        and: 'other decisions'
        told("$name-waits")*.subMap('line', 'status', 'task', 'text') == [[line: 4, status: null, task: null, text: "line 4: $name-waits waits: it is Blocked".toString()]]
        events.any { it.event == 'work' && it.data.line == 5 && it.data.text.contains("'high' is no number") }
    }

    def "tasks go on when the server is told to end, and when it is killed; the next one carries on"() {
        given:
        serve()
        def long1 = [name: "$name-one", image: image(), command: ['/bin/sh', '-c', 'sleep 3; echo done'], network: 'none']
        def one = json(ask('POST', '/tasks', long1)).id as String
        eventually { assert left().any { it.State == 'running' } }

        when: 'it is told to end'
        server.signal('TERM')
        def end = server.await(Duration.ofSeconds(10))

        then: 'it does, and another process follows the task'
        end.code == 143
        orch.run('task', 'wait', one, '--json').json.state == 'succeeded'

        when: 'the next is killed, with a task that runs and one that waits'
        orch.environment.ORCH_TASKS_AT_ONCE = '1'
        serve()
        def ids = (1..2).collect { json(ask('POST', '/tasks', long1 + [name: "$name-k$it"])).id as String }
        eventually { assert left().any { it.State == 'running' } }
        def container = left()[0].Id
        server.signal('KILL')
        server.process.waitFor()

        then: 'the container goes on'
        engine.container(container as String).State.Running

        when:
        serve()

        then: 'each ran once'
        ids.collect { ended(it) }.every { it.state == 'succeeded' && it.attempt == 1 }
        ended(ids[0]).container == container
        eventually { assert left().empty }
    }
}
