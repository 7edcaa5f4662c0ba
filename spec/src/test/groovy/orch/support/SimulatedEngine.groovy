package orch.support

import groovy.transform.CompileDynamic

import java.nio.channels.Channels
import java.nio.channels.ServerSocketChannel
import java.nio.channels.SocketChannel
import java.nio.charset.StandardCharsets
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.ConcurrentHashMap
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.CountDownLatch
import java.util.concurrent.atomic.AtomicLong

/**
 * As much of an engine as a stack without health checks needs, on a socket of its own, with any number of containers,
 * networks and volumes that are somebody else's. Every container runs as soon as it is started.
 */
@CompileDynamic
final class SimulatedEngine implements Closeable {
    /** Requests in the order of their coming, without the API version. */
    final List<String> requests = new CopyOnWriteArrayList<>()

    /** How many containers, networks and volumes its answers have listed. */
    final AtomicLong listed = new AtomicLong()

    private final Map<String, Map> containers = new ConcurrentHashMap<>()
    private final Map<String, Map> networks = new ConcurrentHashMap<>()
    private final Map<String, Map> volumes = new ConcurrentHashMap<>()
    private final Path file = Files.createTempDirectory('p').resolve('engine.sock')
    private final ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)
    private final CountDownLatch closed = new CountDownLatch(1)

    /** @param foreign how many containers of others, each with a network and a volume */
    SimulatedEngine(int foreign) {
        def labels = ['com.docker.compose.project': 'other']
        foreign.times {
            add(containers, [Name: "other-web-$it", Labels: labels, State: 'running'])
            add(networks, [Name: "other_$it", Labels: labels])
            volumes["other_$it".toString()] = [Name: "other_$it", Labels: labels]
        }
        server.bind(UnixDomainSocketAddress.of(file))
        Thread.startDaemon('simulated-engine') { accept() }
    }

    /** What to give as ORCH_ENGINE. */
    String getAddress() {
        "unix://$file"
    }

    /** How many containers there are. */
    int getContainerCount() {
        containers.size()
    }

    private static String add(Map<String, Map> things, Map thing) {
        def id = UUID.randomUUID().toString().replace('-', '') * 2
        things[id] = thing + [Id: id]
        id
    }

    private void accept() {
        try {
            while (true) {
                def client = server.accept()
                Thread.startDaemon('simulated-answer') { serve(client) }
            }
        } catch (IOException ignored) {
            // closed: no more
        }
    }

    private void serve(SocketChannel client) {
        try (client) {
            def input = Channels.newInputStream(client)
            def head = line(input).split(' ')
            boolean chunked = false
            for (def header = line(input); header; header = line(input)) {
                chunked |= header == 'Transfer-Encoding: chunked'
            }
            def body = new StringBuilder()
            for (int size = chunked ? chunk(input) : 0; size > 0; size = chunk(input)) {
                body << new String(input.readNBytes(size), StandardCharsets.UTF_8)
                line(input)
            }
            def (status, answer) = answer(head[0], head[1].replaceFirst('^/v1\\.\\d+/', '/'),
                    body ? EngineSocket.JSON.readValue(body.toString(), Map) : [:])
            def bytes = answer == null ? new byte[0] : EngineSocket.JSON.writeValueAsBytes(answer)
            def out = Channels.newOutputStream(client)
            out.write("HTTP/1.1 $status X\r\nServer: Docker/26.1.5 (linux)\r\nApi-Version: 1.45\r\nContent-Length: $bytes.length\r\n\r\n".toString().bytes)
            out.write(bytes)
        } catch (IOException ignored) {
            // the other side has gone
        }
    }

    private static int chunk(InputStream input) {
        Integer.parseInt(line(input), 16)
    }

    private static String line(InputStream input) {
        def line = new StringBuilder()
        for (int next = input.read(); next >= 0 && next != '\n' as char; next = input.read()) {
            line.append((char) next)
        }
        line.toString().trim()
    }

    private List answer(String method, String request, Map body) {
        requests << "$method $request".toString()
        def (path, query) = request.split('\\?', 2) as List
        def filters = filters(query)
        def words = path.split('/') as List<String>
        def name = query?.split('&')?.find { it.startsWith('name=') }?.substring(5)
        switch ("$method $path") {
            case 'GET /_ping': return [200, null]
            case 'GET /containers/json': return [200, list(containers, filters).collect { listing(it) }]
            case 'GET /networks': return [200, list(networks, filters)]
            case 'GET /volumes': return [200, [Volumes: list(volumes, filters)]]
            case 'GET /events': closed.await(); return [200, null]
            case 'POST /networks/create': return [201, [Id: add(networks, body)]]
            case 'POST /volumes/create': volumes[body.Name as String] = body; return [201, body]
            case 'POST /containers/create':
                return [201, [Id: add(containers, [Name: name, Labels: body.Labels, State: 'created']), Warnings: []]]
            case { it.startsWith('GET /images/') }: return [200, [Id: 'sha256:00']]
            case ~'GET /containers/.*/json': return inspection(containers[words[2]])
            case ~'POST /containers/.*/start': containers[words[2]].State = 'running'; return [204, null]
            case ~'POST /containers/.*/stop': containers[words[2]].State = 'exited'; return [204, null]
            case ~'DELETE /containers/.*': containers.remove(words[2]); return [204, null]
            case ~'DELETE /networks/.*': networks.remove(words[2]); return [204, null]
            default: return [404, [message: "not simulated: $method $path".toString()]]
        }
    }

    private static Map<String, List<String>> filters(String query) {
        def text = query?.split('&')?.find { it.startsWith('filters=') }?.substring(8)
        text ? EngineSocket.JSON.readValue(URLDecoder.decode(text, 'UTF-8'), Map) : [:]
    }

    private List<Map> list(Map<String, Map> things, Map<String, List<String>> filters) {
        def found = things.values().findAll { thing ->
            filters.every { kind, wanted ->
                kind == 'label' ? wanted.every { has(thing.Labels as Map, it) }
                        : kind == 'name' && wanted.any { "/$thing.Name" =~ it }
            }
        }
        listed.addAndGet(found.size())
        found
    }

    private static boolean has(Map labels, String wanted) {
        def (key, value) = (wanted.split('=', 2) as List) + null
        labels?.containsKey(key) && (value == null || labels[key] == value)
    }

    private static Map listing(Map container) {
        [Id: container.Id, Names: ["/$container.Name".toString()], Labels: container.Labels, State: container.State,
         Status: container.State == 'running' ? 'Up 1 second' : 'Exited (0)', Image: 'web:1', ImageID: 'sha256:00',
         Ports: [], Mounts: [], NetworkSettings: [Networks: [:]]]
    }

    private static List inspection(Map container) {
        container == null ? [404, [message: 'no such container']]
                : [200, [Id: container.Id, Name: "/$container.Name".toString(), RestartCount: 0,
                         State: [Status: container.State, Running: container.State == 'running', ExitCode: 0, Error: '',
                                 StartedAt: '2026-01-01T00:00:00Z'],
                         Config: [Tty: false, Labels: container.Labels], NetworkSettings: [Networks: [:], Ports: [:]]]]
    }

    @Override
    void close() {
        closed.countDown()
        server.close()
        file.parent.toFile().deleteDir()
    }
}
