package orch.support

import orch.engine.EngineDiscovery
import orch.own.StateFolder

import java.nio.charset.StandardCharsets
import java.nio.file.Files
import java.nio.file.Path

/** What specs ask and tell the engine directly, and the removal of all that a feature made. */
final class EngineFixture {
    /** The engine that the environment points to, found as orch finds it; null when there is none. */
    static final URI ADDRESS = new EngineDiscovery(System.getenv(), StateFolder.home(System.getenv()))
            .find().filter { !it.tls }.map { it.url() }.orElse(null)

    final EngineSocket socket = new EngineSocket(ADDRESS)
    private final List<String> made = []

    /** All that the engine tells of a container, by name or id; null when there is none. */
    Container container(String name) {
        def found = socket.get("/containers/$name/json") as Map
        found == null ? null : new Container(found)
    }

    /** The containers of a stack, as inspected, by name. */
    Map<String, Container> containers(String stack) {
        labelled('/containers/json?all=1&', stack).collectEntries {
            def found = container(it.Id as String)
            found == null ? [:] : [(found.Name.substring(1)): found]
        }
    }

    /** Ids of a stack's containers by name. */
    Map<String, String> ids(String stack) {
        containers(stack).collectEntries { name, found -> [(name): found.Id] }
    }

    List<String> networks(String stack) {
        labelled('/networks?', stack)*.Name as List<String>
    }

    List<String> volumes(String stack) {
        labelled('/volumes?', stack)*.Name as List<String>
    }

    private List<Map> labelled(String path, String stack) {
        def answer = socket.get("${path}filters=${filters(label: ['orch.stack'])}")
        def all = (answer instanceof Map ? answer.Volumes ?: [] : answer) as List<Map>
        all.findAll { it.Labels['orch.stack'] == stack || it.Labels['orch.stack'].startsWith("$stack-") }
    }

    private static String filters(Map<String, List<String>> filters) {
        def json = '{' + filters.collect { name, values -> "\"$name\":[${values.collect { "\"$it\"" }.join(',')}]" }.join(',') + '}'
        URLEncoder.encode(json, StandardCharsets.UTF_8)
    }

    /** The id of an image; null when it is not there. */
    String image(String reference) {
        (socket.get("/images/$reference/json") as Map)?.Id
    }

    /** The id of an image that the specs brought, by its label. */
    String specImage(String label) {
        socket.get("/images/json?filters=${filters(label: ["orch.spec=$label"])}")
                .find { it.RepoTags?.any { tag -> tag != '<none>:<none>' } }.Id
    }

    /** Gives an image a further name; the name goes when the feature ends. */
    void tag(String image, String name, String tag) {
        socket.post("/images/$image/tag?repo=$name&tag=$tag")
        made << "/images/$name:$tag".toString()
    }

    void removeImage(String reference) {
        socket.delete("/images/$reference?force=1")
    }

    /** Writes an image to a file, as an image export does. */
    Path save(String reference, Path file) {
        Files.write(file, socket.send('GET', "/images/$reference/get").ok('GET', reference).body)
    }

    /** Sends an image to a registry. */
    void push(String name, String tag) {
        def anonymous = Base64.urlEncoder.encodeToString('{}'.bytes)
        def answer = socket.send('POST', "/images/$name/push?tag=$tag", ['X-Registry-Auth': anonymous])
        assert answer.status == 200 && !answer.text.contains('errorDetail'): answer.text
    }

    /** Makes and starts a container that is not orch's; it goes when the feature ends. */
    String squat(Map<String, ?> request, String name) {
        def id = socket.post("/containers/create?name=$name", request).Id as String
        made << "/containers/$id?force=1&v=1".toString()
        socket.post("/containers/$id/start")
        id
    }

    /** Makes a network that is not orch's. */
    String squatNetwork(String name, Map<String, String> labels = [:]) {
        def id = socket.post('/networks/create', [Name: name, Labels: labels]).Id as String
        made << "/networks/$id".toString()
        id
    }

    /** Whether there is a volume of exactly this name, whoever made it. */
    boolean volumeExists(String name) {
        socket.get('/volumes').Volumes.any { it.Name == name }
    }

    /** Makes a volume that is not orch's. */
    void squatVolume(String name, Map<String, String> labels = [:]) {
        socket.post('/volumes/create', [Name: name, Labels: labels])
        made << "/volumes/$name?force=1".toString()
    }

    /** Runs a command in a container and gives its output; fails when the command does. */
    String exec(String container, String... command) {
        def id = socket.post("/containers/$container/exec", [AttachStdout: true, AttachStderr: true, Tty: true, Cmd: command as List]).Id
        def output = socket.send('POST', "/exec/$id/start", ['Content-Type': 'application/json'], '{"Detach":false,"Tty":true}'.bytes)
                .text.replace('\r\n', '\n')
        def code = socket.get("/exec/$id/json").ExitCode
        assert code == 0: "$command: exit code $code, $output"
        output
    }

    /** All that a container has printed, both streams together. */
    String output(String container) {
        def framed = socket.send('GET', "/containers/$container/logs?stdout=1&stderr=1").body
        def text = new ByteArrayOutputStream()
        // https://docs.docker.com/reference/api/engine/: each piece behind its stream and its length
        for (int at = 0; at + 8 <= framed.length;) {
            int length = new BigInteger(1, Arrays.copyOfRange(framed, at + 4, at + 8)).intValue()
            text.write(framed, at + 8, length)
            at += 8 + length
        }
        text.toString('UTF-8')
    }

    void kill(String container) {
        socket.post("/containers/$container/kill")
    }

    void remove(String container) {
        socket.delete("/containers/$container?force=1&v=1")
    }

    /** What happened to a stack's containers since a moment of the engine's clock, oldest first: {@code web-1: start}. */
    List<String> events(String stack, long since) {
        def query = "since=$since&until=${now()}&filters=${filters(type: ['container'], label: ["orch.stack=$stack"])}"
        socket.send('GET', "/events?$query").text.readLines().findAll().collect {
            def event = EngineSocket.JSON.readValue(it, Map)
            "${event.Actor.Attributes.name}: $event.Action".toString()
        }
    }

    /** Seconds since 1970 by the engine's clock, rounded up, so that all that has happened lies before. */
    long now() {
        def time = (socket.get('/info') as Map).SystemTime as String
        java.time.OffsetDateTime.parse(time).toEpochSecond() + 1
    }

    /** Removes all of a stack, whatever state it is in, and what the feature itself made. */
    void removeAll(String stack) {
        def containers = labelled('/containers/json?all=1&', stack)
        containers.each { socket.delete("/containers/$it.Id?force=1&v=1") }
        // an anonymous volume that went from one container to the next has a name there and stays
        containers.collectMany { it.Mounts*.Name }.findAll { it ==~ /[0-9a-f]{64}/ }.each { socket.delete("/volumes/$it") }
        made.reverse().each { socket.delete(it) }
        made.clear()
        labelled('/networks?', stack).each { socket.delete("/networks/$it.Id") }
        labelled('/volumes?', stack).each { socket.delete("/volumes/$it.Name?force=1") }
    }

    /** Removes images that were built from recipes below a folder. */
    void removeImagesOf(Path folder) {
        socket.get("/images/json?filters=${filters(label: ['orch.source'])}")
                .findAll { it.Labels['orch.source'].startsWith(folder.toString()) }
                .each { socket.delete("/images/$it.Id?force=1") }
    }

    /** Removes images that carry a label, and leaves those that somebody else uses at this moment. */
    void removeImagesLabelled(String label) {
        socket.get("/images/json?filters=${filters(label: [label])}")
                .each { socket.send('DELETE', "/images/$it.Id?force=1") }
    }

    /** Removes those images with a label that have no name and no child. */
    void pruneImagesLabelled(String label) {
        socket.send('POST', "/images/prune?filters=${filters(label: [label], dangling: ['true'])}")
    }

    /** What is there of a stack, a word each; empty when nothing is left. */
    List<String> leftOf(String stack) {
        containers(stack).keySet().collect { "container $it".toString() } +
                networks(stack).collect { "network $it".toString() } +
                volumes(stack).collect { "volume $it".toString() }
    }

    /** An inspection of a container, short where a failure shows it. */
    static final class Container extends LinkedHashMap<String, Object> {
        private Container(Map<String, Object> found) {
            super(found)
        }

        @Override
        String toString() {
            "container ${get('Name')} ${get('State')}"
        }
    }
}
