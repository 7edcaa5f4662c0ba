package orch.dsl

import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import orch.compose.ComposeFolder
import orch.dsl.text.ScriptText
import orch.model.OrchException
import orch.model.Stack
import spock.lang.Specification
import spock.lang.TempDir

/** Stacks as scripts: what is written, and what it is read as again. */
class WrittenScriptSpec extends Specification {
    @TempDir
    Path temp
    ComposeFolder compose
    ScriptFolder scripts

    def setup() {
        compose = new ComposeFolder(temp)
        scripts = new ScriptFolder(temp)
    }

    private static String written(Stack stack, Path folder, Duration within = null) {
        new ScriptText(stack, folder, Optional.ofNullable(within)).text()
    }

    /** The lines of service {@code a}, of a Compose file with these lines of it. */
    private String service(String lines) {
        def text = written(compose.stack("services:\n  a:\n    image: a:1\n" + lines.readLines().collect { "    $it\n" }.join()), compose.folder)
        text.readLines()[1..-2].join('\n')
    }

    private static String described(Stack stack) {
        stack.toString().replaceAll(/origin=[^,\]]*/, '')
    }

    /** The stack that the written form of a stack describes, where it describes it from. */
    private Stack again(Stack stack, Path folder) {
        scripts.stack(written(stack, folder))
    }

    def "a script made of a Compose file describes the same stack: #line"() {
        given: 'what is built has a Dockerfile'
        ['D', 'Dockerfile'].each { compose.file("sub/$it", 'FROM scratch') }
        def stack = compose.stack("services:\n  b: {image: b, healthcheck: {test: x}}\n  a:\n    image: a:1\n    $line\n" +
            "networks: {n: {driver: x, internal: true, ipam: {config: [{subnet: 10.9.0.0/24}]}, driver_opts: {o: 1}}, e: {external: true, name: out}}\n" +
            "volumes: {v: {driver: x, driver_opts: {o: 1}}, w: {external: true, name: out}}\nsecrets: {s: {file: ./s}}\nconfigs: {c: {content: 'a \$\$b'}}\n")

        expect:
        described(again(stack, scripts.folder)) == described(stack)

        where:
        line << [
            '', 'command: a b', 'command: [a, "b c", "$$HOME", ""]', 'command: ["one word"]', 'command: [/bin/sh, -c, "echo \'a\'"]',
            'entrypoint: [x]', 'entrypoint: ["x y"]', "environment: {A: 1, B: '', if: \"two\\nlines\", D.e: '\$\$x \${x}'}".replace('${x}', '$${x}'),
            'user: "1:2"', 'working_dir: /x', 'hostname: h', 'stop_signal: SIGINT', 'stop_grace_period: 1m30s', 'stop_grace_period: 1500us',
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
            'labels: {orch.before-snapshot: "sync"}',
            'tty: true', 'stdin_open: true', 'init: true',
            'ports: ["8080:80", "81/udp", "127.0.0.1:1:2", "[::1]:3:4", "9000-9001:9000-9001"]',
            'network_mode: host', 'networks: [n, e]', 'networks: {default: {aliases: [x]}, n: {ipv4_address: 10.9.0.9}}',
            'extra_hosts: ["h:1.2.3.4", "g:host-gateway"]', 'dns: [1.1.1.1, 9.9.9.9]',
            'volumes: ["v:/v:ro", "w:/w", "/h:/h", "./x:/x:ro", /anonymous, {type: tmpfs, target: /t, tmpfs: {size: 1m}}, {type: bind, source: /b, target: /b}]',
            'tmpfs: ["/run:size=1000", /tmp]', 'secrets: [s]',
            'depends_on: [b]', 'depends_on: {b: {condition: service_healthy, restart: true}}', 'depends_on: {b: {condition: service_completed_successfully}}',
            'healthcheck: {test: "x | y", interval: 5s, timeout: 5s, retries: 6}', 'healthcheck: {test: [CMD, "x y"], start_period: 1h}',
            'healthcheck: {test: [CMD, x, "y z"]}', 'healthcheck: {disable: true}',
            'restart: on-failure:3', 'deploy: {replicas: 3}',
            'deploy: {resources: {limits: {memory: 64M, cpus: "0.5", pids: 9}}}', 'cpus: 2', 'shm_size: 1g',
            'ulimits: {nofile: {soft: 1, hard: 2}, nproc: -1}', 'sysctls: {net.core.somaxconn: 1024}',
            'privileged: true', 'read_only: true', 'cap_add: [CAP_NET_ADMIN]', 'cap_drop: [all]', 'security_opt: ["no-new-privileges:true"]',
            'devices: [/dev/a, /dev/a:/dev/b:r]', 'logging: {driver: local, options: {max-file: 2}}', 'logging: {driver: none}', 'labels: [x=y, "z=$$1"]']
    }

    def "a script has all that is said of builds, networks and volumes"() {
        given:
        scripts.file('sub/D', 'FROM scratch')
        compose.file('sub/D', 'FROM scratch')
        def stack = compose.stack('''
            services:
              a:
                image: x:1
                platform: linux/amd64
                build: {context: sub, dockerfile: D, target: t, args: {A: $$1}, tags: ["y:2"], labels: {l: m}, cache_from: [z], network: host, shm_size: 1m, extra_hosts: ["h=1.2.3.4"], pull: true, no_cache: true}
              b: {build: {context: sub, dockerfile_inline: "FROM x"}, volumes: ["v:/v"], networks: [n]}
              c: {build: "https://example.org/app.git#v1:docker"}
            networks: {n: {name: called, attachable: true, enable_ipv6: true, labels: {a: b}, ipam: {driver: default, options: {o: p}, config: [{subnet: 10.9.0.0/24, gateway: 10.9.0.1, ip_range: 10.9.0.128/25, aux_addresses: {nas: 10.9.0.9}}, {subnet: "fd00::/64"}]}}}
            volumes: {v: {name: called, labels: {a: b}}}'''.stripIndent())

        expect:
        described(again(stack, compose.folder)).replace(scripts.folder.toString(), '') == described(stack).replace(compose.folder.toString(), '')
    }

    def "a text of whatever characters stays what it is"() {
        given:
        def random = new Random(7)
        def some = ['$', '${', '}', "'", '"', '"""', '\\', '\n', '\r', '\t', '\u0000', '\u00e4', '\u2028', '\ud83d\ude00', '/', '//', '/*', 'a', ' ', '\\u0041', '$$', '#{', '%']
        def texts = (1..60).collect { (1..(1 + random.nextInt(12))).collect { some[random.nextInt(some.size())] }.join() }
        def stack = scripts.stack("stack('x') { service('a') { image 'a' } }")
        def service = stack.services().a
        def env = texts.withIndex().collectEntries { text, i -> [('V' + i): new orch.model.Value.Plain(text)] }
        def process = orch.model.Examples.changed(service.process(), environment: env)
        def full = orch.model.Examples.stack(orch.model.Examples.changed(service, process: process))

        expect:
        again(full, scripts.folder).services().a.process() == process
    }

    def "#line is written #script"() {
        expect:
        service(line) == script

        where:
        line                                                || script
        ''                                                  || "    service 'a', image: 'a:1'"
        'restart: always\ncommand: x -y'                    || "    service 'a', image: 'a:1', command: 'x -y', restart: 'always'"
        'mem_limit: 256m\nstop_grace_period: 5s'            || "    service 'a', image: 'a:1', stopGrace: 5.seconds, memory: 256.MB"
        'healthcheck: {test: "x", interval: 5s, timeout: 5s, retries: 6}' || "    service 'a', image: 'a:1', healthcheck: 'x'"
        'ports: ["127.0.0.1:80:80"]'                        || "    service('a') {\n        image 'a:1'\n        port 80, host: 80\n    }"
        'healthcheck: {test: x, interval: 1s, timeout: 1500ms}' || "    service('a') {\n        image 'a:1'\n        healthcheck { command 'x'; every 1.second; timeout 1500.ms; retries 3 }\n    }"
        'volumes: ["./conf:/conf:ro"]'                      || "    service('a') {\n        image 'a:1'\n        mount 'conf', at: '/conf', readOnly: true, create: true\n    }"
    }

    def "a script of a script is as a person would have written it"() {
        given:
        scripts.file('images/auth/Dockerfile', 'FROM scratch')
        def text = '''\
            stack('dev') {
                network 'backend', internal: true
                volume 'data', external: 'elsewhere'
                uses container('proxy'), healthy: true
                service('db') {
                    image 'postgres:16', otherwise: build('images/auth')
                    env DB: 'app', PASSWORD: secret('db')
                    network 'backend', aliases: ['database']
                    volume 'data', at: '/data'
                    healthcheck { command 'pg_isready'; every 1.second; startPeriod 20.seconds }
                    memory 256.MB
                    beforeSnapshot 'sync /data'
                }
                service('migrate') {
                    build 'images/auth', args: [A: '1'], target: 'm'
                    dependsOn 'db'
                    oneShot()
                }
                service('auth') {
                    build 'images/auth'
                    port 8080
                    dependsOn 'db', completed('migrate')
                    healthcheck { http '/health', port: 8080 }
                }
                ensureHealthy within: 60.seconds
            }
            '''.stripIndent()
        def stack = scripts.stack(text.replaceFirst(/ +ensureHealthy.*\n/, ''))

        expect:
        written(stack, scripts.folder, Duration.ofSeconds(60)) == text
    }

    def "a secret is named, never written"() {
        given:
        def stack = scripts.stack("stack('x') { service('a') { image 'a'; env A: secret('db') } }")

        expect:
        written(stack, scripts.folder).contains("env A: secret('db')")
        !written(stack, scripts.folder).contains(stack.services().a.process().environment().A.text())
    }

    def "orch config shows a script's stack as a Compose file, as JSON, as lists and as a script"() {
        given:
        scripts.file('stack.groovy', "stack('x') { service('a') { image 'a'; env P: secret('p'); volume 'v', at: '/v'; healthcheck { tcp 80 } } }")

        when:
        def config = scripts.run('composeConfig(interpolate: true)')

        then:
        config.tree().services.a.image == 'a:latest'
        [config.services, config.images, config.volumes, config.profiles, config.environment] ==
            [['a'], ['a:latest'], ['v'], [], ['SECRET_P=***']]
        config.script.startsWith("stack('x') {")

        and: 'what is lost is told'
        scripts.output.contains("'tcp' of its healthcheck is left out")
    }

    def "a stack without services is no script"() {
        when:
        written(compose.stack('services: {a: {image: a, profiles: [x]}}'), compose.folder)

        then:
        def refusal = thrown(OrchException.BadInput)
        refusal.message == "stack 'shop' has no services"
    }
}
