package orch.engine.read

import static orch.engine.http.EngineStandIn.json
import static orch.engine.http.EngineStandIn.saying

import orch.engine.http.EngineStandIn
import orch.health.ContainerState
import orch.model.OrchException
import orch.plan.Observed
import orch.support.EngineSocket
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.Timeout

@Timeout(20)
class EngineReaderSpec extends Specification {
    @AutoCleanup
    EngineStandIn engine

    def "a container is read from the engine's listing"() {
        given:
        engine = saying(json('''[{"Id": "0f3c", "Names": ["/web-1/db", "/dev-db-1"], "Image": "postgres:16",
            "ImageID": "sha256:ab", "State": "running", "Status": "Up 3 minutes (healthy)", "Created": 1700000000,
            "Labels": {"orch.stack": "dev", "empty": ""},
            "Ports": [{"PrivatePort": 5432, "PublicPort": 18080, "IP": "127.0.0.1", "Type": "tcp"},
                      {"PrivatePort": 5433, "Type": "tcp"}, {"PrivatePort": 53, "PublicPort": 53, "IP": "::", "Type": "udp"}],
            "NetworkSettings": {"Networks": {"dev_default": {"IPAddress": "172.18.0.2"}, "late": {"IPAddress": null}}},
            "Mounts": [{"Type": "volume", "Name": "dev_data", "Destination": "/data"},
                       {"Type": "bind", "Source": "/etc", "Destination": "/conf"}]}]'''))

        expect:
        reader().containers([:]) == [new Observed.Container('0f3c', 'dev-db-1', 'postgres:16', 'sha256:ab', 'running',
            'Up 3 minutes (healthy)', 1700000000, ['orch.stack': 'dev', empty: ''],
            [new Observed.Published(5432, 18080, '127.0.0.1', 'tcp'), new Observed.Published(53, 53, '::', 'udp')],
            [dev_default: '172.18.0.2', late: ''], ['/data': 'dev_data'])]
    }

    def "the ids of a container's networks are read where the engine tells them"() {
        given:
        engine = saying(json('[{"Id": "a", "NetworkSettings": {"Networks": {"one": {"NetworkID": "0f"}, "two": {"NetworkID": ""}}}}]'))

        expect:
        reader().containers([:])[0].networkIds() == [one: '0f']
    }

    def "networks and volumes are read with what they were made with"() {
        given:
        engine = new EngineStandIn({ it.startsWith('GET /networks')
            ? json("""[{"Id": "1", "Name": "net", "Driver": "bridge", "Internal": false, "Options": {"mtu": "1400"},
                     "IPAM": {"Config": [{"Subnet": "10.1.0.7/24"}, {"Subnet": "fd00::/64"}]}}]""")
            : json('{"Volumes": [{"Name": "vol", "Driver": "local", "Options": {"type": "tmpfs"}}, {"Name": "bare", "Options": null}]}') })

        expect:
        reader().networks([:])[0].settings() == [driver: 'bridge', internal: 'false', subnet: '10.1.0.0/24, fd00::/64', 'option mtu': '1400']
        reader().volumes([:])*.settings() == [[driver: 'local', 'option type': 'tmpfs'], [:]]
    }

    def "what a container has none of may be null or absent"() {
        given:
        engine = saying(json("[$container]"))

        expect:
        reader().containers([:]) == [new Observed.Container('a', '', '', '', '', '', 0, [:], [], [:], [:])]

        where:
        container << ['{"Id": "a"}', '''{"Id": "a", "Names": null, "Labels": null, "Ports": null, "Mounts": null,
                      "NetworkSettings": null, "State": null, "Created": null}''']
    }

    def "an engine that lists nothing, with [] or null, has nothing"() {
        given:
        engine = saying(json(listing))

        expect:
        reader().containers([:]) == []
        reader().networks([:]) == []
        reader().volumes([:]) == []

        where:
        listing << ['[]', 'null', '{"Volumes": null}']
    }

    def "ended containers are asked for too, with every label as one condition"() {
        given:
        engine = saying(json('[]'))

        when:
        reader().containers('orch.stack': 'a&b', 'orch.env': 'shared')

        then:
        def query = query(engine.request(), '/containers/json')
        query.all == '1'
        EngineSocket.JSON.readValue(query.filters, Map) == [label: ['orch.stack=a&b', 'orch.env=shared']]
    }

    def "containers are found by their whole name, in which a dot is a dot"() {
        given:
        engine = saying(json('[]'))

        when:
        reader().containersNamed(['dev-db.x-1'])

        then:
        EngineSocket.JSON.readValue(query(engine.request(), '/containers/json').filters, Map) == [name: ['^/dev-db\\.x-1$']]
    }

    def "networks and volumes whose names only contain the wanted one are left out"() {
        given:
        engine = new EngineStandIn({ it.startsWith('GET /networks')
            ? json('[{"Id": "1", "Name": "dev_net", "Labels": null}, {"Id": "2", "Name": "my-dev_net"}]')
            : json('{"Volumes": [{"Name": "dev_net", "CreatedAt": "2024", "Labels": {"a": "b"}}, {"Name": "dev_net2"}]}') })

        expect:
        reader().networksNamed(['dev_net']) == [new Observed.Network('1', 'dev_net', [:])]
        reader().volumesNamed(['dev_net']) == [new Observed.Volume('dev_net', '2024', [a: 'b'])]
    }

    def "the image '#reference' is asked for as '#path', and one that is not there is none"() {
        given:
        engine = new EngineStandIn({ it.contains('gone') ? json('{"message": "no"}', '404 Not Found') : json('{"Id": "sha256:ab"}') })

        expect:
        reader().imageId(reference).orElse('none') == id
        engine.request().startsWith("GET $path HTTP/1.1\r\n")

        where:
        reference                 || path                                       | id
        'busybox:1'               || '/images/busybox:1/json'                   | 'sha256:ab'
        'r.example:5000/a/b@sha256:00' || '/images/r.example:5000/a/b@sha256:00/json' | 'sha256:ab'
        'gone:1'                  || '/images/gone:1/json'                      | 'none'
    }

    def "an inspection that says #state means #phase, #health"() {
        given:
        engine = saying(json("{\"State\": $state}"))

        when:
        def read = reader().state('a')

        then:
        read.phase().name() == phase
        read.health().name() == health
        read.exitCode() == code
        read.restarting() == restarting

        where:
        state                                                         || phase     | health      | code | restarting
        '{"Status": "created"}'                                       || 'CREATED' | 'NONE'      | 0    | false
        '{"Status": "running", "Health": null}'                       || 'RUNNING' | 'NONE'      | 0    | false
        '{"Status": "running", "Health": {"Status": "starting"}}'     || 'RUNNING' | 'STARTING'  | 0    | false
        '{"Status": "running", "Health": {"Status": "healthy"}}'      || 'RUNNING' | 'HEALTHY'   | 0    | false
        '{"Status": "running", "Health": {"Status": "unhealthy"}}'    || 'RUNNING' | 'UNHEALTHY' | 0    | false
        '{"Status": "exited", "ExitCode": 137}'                       || 'ENDED'   | 'NONE'      | 137  | false
        '{"Status": "restarting", "ExitCode": 1}'                     || 'ENDED'   | 'NONE'      | 1    | true
        '{"Status": "removing"}'                                      || 'GONE'    | 'NONE'      | 0    | false
    }

    def "a container that is not there has been removed"() {
        given:
        engine = saying(json('{"message": "No such container: a"}', '404 Not Found'))

        expect:
        reader().state('a') == ContainerState.REMOVED
    }

    def "an engine that #does makes itself unusable, and the message tells what was asked"() {
        given:
        engine = saying(answer)

        when:
        reader().version()

        then:
        def e = thrown(OrchException.Unavailable)
        "$e.message ${e.evidence()}".contains('/version')
        e.exitCode() == 3

        where:
        does               | answer
        'breaks off'       | 'HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n{"ApiVer'
        'hangs up'         | ''
        'talks nonsense'   | 'hello\r\n'
        'answers no JSON'  | json('<html>')
        'fails'            | json('{"message": "oh"}', '500 Internal Server Error')
        'is a web server'  | json('not found', '404 Not Found')
    }

    def "the version is read from the head of a Docker engine's shortest answer, else from the document about it: #head"() {
        given:
        engine = new EngineStandIn({ it.startsWith('GET /_ping')
            ? "HTTP/1.1 200 OK\r\n${head}Content-Length: 2\r\n\r\nOK"
            : json('{"Version": "5.4.2", "ApiVersion": "1.41"}') })

        expect:
        reader().version() == new EngineReader.Version(version, api)
        engine.requests*.readLines()*.first() == asked

        where:
        head                                                                 || version          | api    | asked
        'Api-Version: 1.45\r\nServer: Docker/26.1.5+dfsg1 (linux)\r\n'       || '26.1.5+dfsg1'   | '1.45' | ['GET /_ping HTTP/1.1']
        'Api-Version: 1.41\r\nServer: Libpod/5.4.2 (linux)\r\n'              || '5.4.2'          | '1.41' | ['GET /_ping HTTP/1.1', 'GET /version HTTP/1.1']
        'Server: Docker/26.1.5 (linux)\r\n'                                  || '5.4.2'          | '1.41' | ['GET /_ping HTTP/1.1', 'GET /version HTTP/1.1']
        ''                                                                   || '5.4.2'          | '1.41' | ['GET /_ping HTTP/1.1', 'GET /version HTTP/1.1']
    }

    def "a web server that is no engine is called that, with the next step"() {
        given:
        engine = saying(json('not found', '404 Not Found'))

        when:
        reader().version()

        then:
        def e = thrown(OrchException.Unavailable)
        e.message == "what answers at ${engine.http.address()} is no container engine"
        e.next().get().commandLine().contains('doctor')
    }

    private EngineReader reader() {
        new EngineReader(engine.http)
    }

    private static Map<String, String> query(String request, String path) {
        assert request.startsWith("GET $path?")
        request.split(' ')[1].split('\\?', 2)[1].split('&').collectEntries {
            it.split('=', 2).collect { URLDecoder.decode(it, 'UTF-8') }
        }
    }
}
