package orch.compose

import java.nio.file.Files
import java.nio.file.Path
import orch.compose.out.ComposeFile
import orch.model.Examples
import orch.model.ImageSource
import orch.model.Origin
import orch.model.Process
import orch.model.Readiness
import orch.model.Stack
import orch.model.UsedContainer
import orch.model.Value
import spock.lang.Specification
import spock.lang.TempDir

/** Stacks as Compose files: what is written, and what it is read as again. */
class WrittenFileSpec extends Specification {
    @TempDir
    Path temporary
    @Delegate
    ComposeFolder compose

    def setup() {
        compose = new ComposeFolder(temporary)
    }

    /** The stack that the written form of a stack describes. */
    private Stack again(Stack stack) {
        def folder = Files.createDirectories(temporary.resolve('again'))
        Files.writeString(folder.resolve('compose.yaml'), ComposeFile.of(stack).yaml())
        new ComposeLoader([:], folder, folder).load([], ComposeLoader.Options.DEFAULT).stack()
    }

    /** A stack but for the places where it is described. */
    private static String described(Stack stack) {
        stack.toString().replaceAll(/origin=[^,\]]*/, '')
    }

    private static Map<String, Object> writtenService(Map<String, ?> components) {
        ComposeFile.of(Examples.stack(Examples.service(components, 'a'))).tree().services.a
    }

    def "what is read, written and read again is the same stack: #line"() {
        given:
        def stack = stack("services:\n  b: {image: b, healthcheck: {test: x}}\n  a:\n    image: a:1\n    $line\n" +
            "networks: {n: {driver: bridge, internal: true, ipam: {config: [{subnet: 10.9.0.0/24}]}, driver_opts: {o: 1}}, e: {external: true, name: out}}\n" +
            "volumes: {v: {driver: x, driver_opts: {o: 1}}, w: {external: true, name: out}}\nsecrets: {s: {file: ./s}}\nconfigs: {c: {content: 'a \$\$b'}}\n")

        expect:
        described(again(stack)) == described(stack)

        where:
        line << [
            '', 'command: [a, "b c", "$$HOME", ""]', 'entrypoint: [x]', "environment: {A: 1, B: '', C: \"two\\nlines\", D: '\$\$x', E: \"it's\"}",
            'user: "1:2"', 'working_dir: /x', 'hostname: h', 'stop_signal: SIGINT', 'stop_grace_period: 1m30s', 'stop_grace_period: 1500ms',
            'pull_policy: always', 'pull_policy: every_12h', 'platform: linux/arm64', 'pid: host', 'ipc: shareable', 'uts: host', 'userns_mode: host', 'cgroup: private',
            'network_mode: "service:b"', 'volumes_from: [b, "container:x:ro"]', 'mem_reservation: 32m', 'memswap_limit: -1', 'cpu_shares: 5', 'cpuset: 0-1',
            'mem_swappiness: 0', 'oom_score_adj: -5', 'storage_opt: {size: 1G}',
            'blkio_config: {weight: 300, weight_device: [{path: /dev/a, weight: 5}], device_read_bps: [{path: /dev/a, rate: 1m}]}',
            'post_start: [{command: [a, b], user: x, environment: {A: b}}]', 'pre_stop: [{command: /a}]', 'gpus: all', 'gpus: [{count: 2, driver: nvidia}]',
            'deploy: {resources: {reservations: {devices: [{capabilities: [tpu], device_ids: ["1"]}]}}}', 'group_add: [1, audio]', 'device_cgroup_rules: ["c 1:3 mr"]',
            'configs: [{source: c, target: /c, mode: 0440, uid: "7"}]', 'dns_search: [x]', 'dns_opt: ["ndots:2"]', 'expose: [80, 53/udp]', 'annotations: {a.b: c}',
            'networks: {n: {priority: 1, mac_address: "02:42:ac:11:00:02"}, e: {priority: 5, ipv6_address: "fd00::5", driver_opts: {o: 1}}}',
            'healthcheck: {test: x, start_interval: 500ms, start_period: 5s}', 'tmpfs: ["/run:size=1m,uid=5"]',
            'volumes: [{type: tmpfs, target: /t, tmpfs: {mode: 01777}}, {type: volume, source: v, target: /v, volume: {nocopy: true, subpath: s}}, {type: bind, source: /b, target: /b, bind: {propagation: rslave, selinux: z}}]',
            'tty: true', 'stdin_open: true', 'init: true',
            'ports: ["8080:80", "81/udp", "127.0.0.1:1:2", "[::1]:3:4", "9000-9001:9000-9001"]',
            'network_mode: host', 'networks: [n, e]', 'networks: {default: {aliases: [x]}, n: {ipv4_address: 10.9.0.9}}',
            'extra_hosts: ["h:1.2.3.4", "g:host-gateway"]', 'dns: [1.1.1.1, 9.9.9.9]',
            'volumes: ["v:/v:ro", "w:/w", "/h:/h", "./x:/x:ro", /anonymous, {type: tmpfs, target: /t, tmpfs: {size: 1m}}, {type: bind, source: /b, target: /b}]',
            'tmpfs: ["/run:size=1m", /tmp]', 'secrets: [s]',
            'depends_on: [b]', 'depends_on: {b: {condition: service_healthy, restart: true}}', 'depends_on: {b: {condition: service_completed_successfully}}',
            'links: ["b:database"]', 'container_name: called',
            'healthcheck: {test: "x | y", interval: 1s, timeout: 1m1s, retries: 4, start_period: 1h}', 'healthcheck: {test: [CMD, x, "y z"]}',
            'healthcheck: {disable: true}',
            'restart: on-failure:3', 'restart: always', 'deploy: {replicas: 3}', 'scale: 2',
            'deploy: {resources: {limits: {memory: 64M, cpus: "0.5", pids: 9}}}', 'cpus: 2', 'shm_size: 1m',
            'ulimits: {nofile: {soft: 1, hard: 2}, nproc: 3}', 'sysctls: {net.core.somaxconn: 1024}',
            'privileged: true', 'read_only: true', 'cap_add: [NET_ADMIN]', 'cap_drop: [all]', 'security_opt: ["no-new-privileges:true"]',
            'devices: [/dev/a, /dev/a:/dev/b:r]', 'logging: {driver: local, options: {max-file: 2}}', 'labels: [x=y, "z=$$1"]']
    }

    def "#resource is written with all that it has"() {
        given:
        def stack = stack(text)

        expect:
        described(again(stack)) == described(stack)

        where:
        resource    | text
        'a build'   | 'services: {a: {image: "x:1", platform: linux/amd64, build: {context: sub, dockerfile: D, target: t, args: {A: $$1}, tags: ["y:2"], labels: {l: m}, cache_from: [z], network: host, shm_size: 1m, extra_hosts: ["h=1.2.3.4"], pull: true, no_cache: true}}}'
        'a recipe'  | 'services: {a: {build: {context: ., dockerfile_inline: "FROM x\nRUN y"}}}'
        'a remote'  | 'services: {a: {build: "https://example.org/app.git#v1:docker"}}'
        'a network' | 'services: {a: {image: a, networks: [n]}}\nnetworks: {n: {name: called, attachable: true, enable_ipv6: true, labels: {a: b}, ipam: {driver: default, options: {o: p}, config: [{subnet: 10.9.0.0/24, gateway: 10.9.0.1, ip_range: 10.9.0.128/25, aux_addresses: {nas: 10.9.0.9}}, {subnet: "fd00::/64"}]}}}'
        'a volume'  | 'services: {a: {image: a, volumes: ["v:/v"]}}\nvolumes: {v: {name: called, labels: {a: b}}}'
    }

    def "only what is said is written"() {
        expect:
        ComposeFile.of(stack('services: {a: {image: a}}')).tree() ==
            [name: 'shop', services: [a: [image: 'a:latest', networks: [default: null]]]]
    }

    def "dollar signs stay dollar signs"() {
        expect:
        writtenService(process: Examples.environment(A: '$B ${C}')).environment == [A: '$$B $${C}']
    }

    def "a secret is a variable that must be given, and is never written"() {
        given:
        def environment = [A: new Value.Secret('the-db', 'hidden'), B: new Value.Secret('the-db', 'hidden')]
        def file = ComposeFile.of(Examples.stack(
            Examples.service('a', process: Examples.changed(Process.OF_IMAGE, environment: environment))))

        expect:
        file.tree().services.a.environment.values() as Set == ['${SECRET_THE_DB:?the secret the-db is not set}'] as Set
        file.variables() == [SECRET_THE_DB: 'the-db']
        file.losses() == ["/srv/dev.groovy: secret 'the-db': a Compose file cannot make secrets; it wants the variable SECRET_THE_DB"]
        !file.yaml().contains('hidden')
    }

    def "a check from outside is told to be lost, and nobody waits for it: #readiness"() {
        given:
        def file = ComposeFile.of(Examples.stack(
            Examples.service('a', readiness: readiness, origin: new Origin('dev.groovy', 4)),
            Examples.service('b', dependencies: [Examples.healthy('a')])))

        expect:
        file.tree().services.a.healthcheck == null
        file.tree().services.b.depends_on == [a: [condition: 'service_started', required: true]]
        file.losses().size() == 1
        file.losses()[0].startsWith("dev.groovy:4: service 'a': '$word' of its healthcheck is left out: ")

        where:
        word   | readiness
        'http' | new Readiness.Http('/health', 80, 0, Readiness.Pace.DEFAULT)
        'tcp'  | new Readiness.Tcp(80, Readiness.Pace.DEFAULT)
        'log'  | new Readiness.LogLine('ready', Readiness.Pace.DEFAULT)
    }

    def "who waits for a service without a healthcheck waits for its start, which is told"() {
        given: 'a wait that Compose would fail'
        def file = ComposeFile.of(Examples.stack(
            Examples.service('a', readiness: Readiness.BY_IMAGE), Examples.service('b', dependencies: [Examples.healthy('a')])))

        expect:
        file.tree().services.b.depends_on.a.condition == 'service_started'
        file.losses() == ["dev.groovy:3: service 'a': it has no healthcheck: others wait for its start alone, since Compose fails where its image has no check either"]
    }

    def "#what has no place in a Compose file, which is told"() {
        expect:
        ComposeFile.of(stack).losses().any { it.contains(told) }

        where:
        what                    | stack                                                                         || told
        'a one-shot by itself'  | Examples.stack(Examples.service('a', oneShot: true))                          || "dev.groovy:3: service 'a': 'oneShot' is left out"
        'a container of others' | new Stack('dev', Origin.UNKNOWN, [a: Examples.service('a')], [:], [:], [new UsedContainer('x', false, new Origin('d', 1))]) || "d:1: uses container('x')"
        'an archive'            | Examples.stack(Examples.service('a', images: [new ImageSource.Archive(Path.of('/x.tar'), 'x')])) || "'archive' is left out: Compose reads no archives; load /x.tar before"
        'a second name'         | Examples.stack(Examples.service('a', images: [Examples.image('a'), Examples.image('b')])) || "'b:latest' as a further way"
        'a name with a capital' | new Stack('Dev.1', Origin.UNKNOWN, [a: Examples.service('a')], [:], [:])      || "it is 'dev-1' there"
    }

    def "an image that is built where it is not to be had has both"() {
        expect:
        writtenService(images: [Examples.image('a:1'), ImageSource.Recipe.of(Path.of('/x'))]).subMap('image', 'build') ==
            [image: 'a:1', build: [context: '/x', dockerfile: 'Dockerfile']]
    }
}
