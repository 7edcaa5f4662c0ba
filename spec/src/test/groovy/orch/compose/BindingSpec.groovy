package orch.compose

import java.nio.file.Path
import java.time.Duration
import orch.model.Dependency
import orch.model.ImageSource
import orch.model.Mount
import orch.model.OrchException
import orch.model.Port
import orch.model.Readiness
import orch.model.Resources
import spock.lang.Specification
import spock.lang.TempDir

/** The stack that Compose files describe. */
class BindingSpec extends Specification {
    @TempDir
    Path temporary
    @Delegate
    ComposeFolder compose

    def setup() {
        compose = new ComposeFolder(temporary)
    }

    private orch.model.Service bound(String lines) {
        stack("services:\n  b: {image: b}\n  a:\n    image: a:1\n" + lines.readLines().collect { "    $it\n" }.join() + 'volumes: {v: }\nsecrets: {s: {file: ./s}}\n').services().a
    }

    def "#line is #value of the service"() {
        expect:
        of(bound(line)) == value

        where:
        line                                                | of                             || value
        ''                                                  | { it.images() }                || [new ImageSource.Named('a:1')]
        'command: [a, b]'                                   | { it.process().command() }     || ['a', 'b']
        'environment: {A: 1, B: }'                          | { it.process().environment().collectEntries { k, v -> [k, v.text()] } } || [A: '1']
        'stop_grace_period: 1m30s'                          | { it.process().stopGrace() }   || Duration.ofSeconds(90)
        'ports: ["8080:80", "81/udp"]'                      | { it.links().ports() }         || [new Port(80, 8080, '', 'tcp'), new Port(81, 0, '', 'udp')]
        'ports: ["127.0.0.1:1:2"]'                          | { it.links().ports() }         || [new Port(2, 1, '127.0.0.1', 'tcp')]
        'network_mode: host'                                | { it.links().networkMode() }   || 'host'
        'extra_hosts: ["h:1.2.3.4"]'                        | { it.links().extraHosts() }    || [h: '1.2.3.4']
        'container_name: called'                            | { it.attachments()[0].aliases() } || ['called']
        'networks: {default: {aliases: [x], ipv4_address: 10.0.0.9}}' | { [it.attachments()[0].aliases(), it.attachments()[0].address()] } || [['x'], '10.0.0.9']
        'volumes: ["v:/v:ro", "/h:/h"]'                     | { it.mounts() }                || [new Mount.VolumeMount('v', '/v', true), new Mount.BindMount(Path.of('/h'), '/h', false, true)]
        'volumes: [/var/lib/x]'                             | { it.mounts() }                || [new Mount.VolumeMount('a-var-lib-x', '/var/lib/x', false)]
        'tmpfs: ["/run:size=1m"]'                           | { it.mounts() }                || [new Mount.TmpfsMount('/run', 1024 * 1024)]
        'depends_on: {b: {condition: service_healthy, restart: true}}' | { it.dependencies() } || [new Dependency('b', Dependency.Condition.HEALTHY, true)]
        'healthcheck: {test: "x", interval: 1s, retries: 4}' | { it.readiness() }            || Readiness.Command.shell('x', new Readiness.Pace(Duration.ofSeconds(1), Duration.ofSeconds(30), 4, Duration.ZERO))
        'healthcheck: {test: [CMD, x, y]}'                  | { it.readiness().command() }   || ['x', 'y']
        'healthcheck: {disable: true}'                      | { it.readiness() }             || Readiness.RUNNING
        ''                                                  | { it.readiness() }             || Readiness.BY_IMAGE
        'deploy: {resources: {limits: {memory: 64M, cpus: "0.5"}}}' | { [it.resources().memory(), it.resources().cpus()] } || [64L << 20, 0.5d]
        'ulimits: {nofile: {soft: 1, hard: 2}, nproc: 3}'   | { it.resources().ulimits() }   || [nofile: new Resources.Ulimit(1, 2), nproc: new Resources.Ulimit(3, 3)]
        'devices: [/dev/a:/dev/b:r]'                        | { it.security().devices() }    || ['/dev/a:/dev/b:r']
        'deploy: {restart_policy: {condition: on-failure, max_attempts: 2}}' | { it.restart() } || 'on-failure:2'
        'restart: always'                                   | { it.restart() }               || 'always'
        'deploy: {replicas: 3}'                             | { it.replicas() }              || 3
        'labels: [x=y]'                                     | { it.labels() }                || [x: 'y']
        'logging: {driver: local, options: {max-file: 2}}'  | { [it.logging().driver(), it.logging().options()] } || ['local', ['max-file': '2']]
    }

    def "a secret of a file appears below /run/secrets"() {
        expect:
        bound('secrets: [s]').mounts() == [new Mount.BindMount(folder.resolve('s'), '/run/secrets/s', true)]
    }

    def "a build is a recipe"() {
        expect:
        stack('services: {a: {build: {context: sub, dockerfile: D, target: t, args: {A: 1}}}}').services().a.images() ==
            [new ImageSource.Recipe(folder.resolve('sub'), 'D', [A: '1'], 't')]
    }

    def "a link gives its service a further name"() {
        expect:
        stack('services: {a: {image: a, links: ["b:database"]}, b: {image: b}}').services().b.attachments()[0].aliases() == ['database']
    }

    def "services with no replicas are left out, and none waits for them"() {
        expect:
        stack('services: {a: {image: a, depends_on: [b]}, b: {image: b, scale: 0}}').services().collect { it.value.dependencies().empty } == [true]
    }

    def "the stack has networks and volumes as described, and knows its file"() {
        given:
        def stack = stack('''
            services: {a: {image: a, networks: [n, e], volumes: ["v:/v", "w:/w"]}}
            networks: {n: {internal: true, ipam: {config: [{subnet: 10.9.0.0/24}]}}, e: {external: true, name: out}}
            volumes: {v: {driver: x, driver_opts: {o: 1}}, w: {external: true}}''')

        expect:
        stack.name() == 'shop'
        stack.origin().file() == folder.resolve('compose.yaml').toString()
        with(stack.networks()) {
            n.internal()
            n.subnet() == '10.9.0.0/24'
            e.external() == 'out'
        }
        with(stack.volumes()) {
            v.driver() == 'x'
            v.options() == [o: '1']
            w.external() == 'w'
        }
    }

    def "a key that has no effect is told once for each service, with its place and why"() {
        given:
        file('compose.yaml', '''\
            services:
              a: {image: a, attach: false, container_name: x}
              b: {image: b, attach: false, build: {context: ., ssh: [default], secrets: [s]}}
            networks: {default: {enable_ipv4: false}}
            secrets: {s: {file: ./s}}
            ''')
        def project = project()

        when:
        project.stack()

        then:
        project.warnings() == [
            "compose.yaml:2:17: service 'a' 'attach' is kept, but has no effect: 'orch start' shows no output of services; 'orch logs --follow' does",
            "compose.yaml:2:32: service 'a' 'container_name' is kept, but has no effect: orch's names tell copies apart; it is a DNS name of the service",
            "compose.yaml:3:17: service 'b' 'attach' is kept, but has no effect: 'orch start' shows no output of services; 'orch logs --follow' does",
            "compose.yaml:3:52: service 'b' 'build.ssh' is kept, but has no effect: this takes BuildKit",
            "compose.yaml:3:68: service 'b' 'build.secrets' is kept, but has no effect: this takes BuildKit",
            "compose.yaml:4:22: network 'default' 'enable_ipv4' is kept, but has no effect: it takes an engine of API 1.48"]
    }

    def "what would run otherwise than described is refused: #problem"() {
        when:
        stack("services:\n  a: {$line}\nsecrets: {s: {environment: X}, e: {external: true}}")

        then:
        def refusal = thrown(OrchException.BadInput)
        refusal.message == "compose.yaml:2:$problem"

        where:
        line                                          || problem
        'image: a, network_mode: bridged'             || "3: network mode 'bridged' is not possible: host, none, bridge, service:NAME or container:NAME"
        'build: {context: "https://x/y.git", dockerfile_inline: FROM x}' || "43: 'dockerfile_inline' goes with a folder; the engine fetches 'https://x/y.git'"
        'image: a, secrets: [s]'                      || "27: secret 's' is the value of the variable X, which is not set"
        'image: a, secrets: [e]'                      || "27: secret 'e' is external, kept by a swarm; one engine has none: give it a file"
        'image: a, volumes: [{type: image, source: i, target: /i}]' || "27: mounts of type 'image' are not possible: it takes an engine of API 1.48; a build can copy from an image"
        'image: a, credential_spec: {config: c}'      || "35: service 'a' takes its credential_spec from a swarm's config; name a file"
        'provider: {type: x}'                         || "7: service 'a' comes from a 'provider', a program of Compose's: orch runs containers"
        'image: a, ulimits: {n: .inf}'                || "3: 'Infinity' is no number that can be used here"
        'image: a, expose: ["x"]'                     || "3: 'x/tcp' is no port such as 80/tcp to expose"
        'image: "?"'                                  || "3: '?' cannot be the name of an image"
        'image: a, volumes: ["/x:y"]'                 || "3: mount target 'y' is not an absolute path in the container"
    }
}
