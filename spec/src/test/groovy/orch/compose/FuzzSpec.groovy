package orch.compose

import java.nio.file.Path
import orch.model.OrchException
import spock.lang.Specification
import spock.lang.TempDir

/** Files with slips of all kinds: they load, or they are refused as the user's mistake, and nothing else happens. */
class FuzzSpec extends Specification {
    // jqwik brings an engine of its own beside Spock's and shrinks what has no shape; slips into real files need a seed, no more
    /** How many files: 3,000 unless {@code -Dorch.fuzz=100000} or the like says otherwise. */
    static final int FILES_IN_ALL = Integer.getInteger('orch.fuzz', 3000)

    static final List<String> FILES = [
        """\
        x-base: &base {restart: always, environment: [A=1, "B=${'$'}{C:-c}"]}
        services:
          web:
            <<: *base
            build: {context: ., args: {V: 1}, target: last, ssh: [default]}
            ports: ["8080:80", {target: 81, published: "8081"}]
            depends_on: {db: {condition: service_healthy, restart: true}}
            volumes: ["data:/data:ro", {type: tmpfs, target: /t, tmpfs: {size: 1m}}]
            networks: {front: {aliases: [w], ipv4_address: 10.1.0.9}}
            deploy: {replicas: 1, resources: {limits: {memory: 64M, cpus: "0.5"}}}
          db:
            image: db:1
            command: run --it "a b"
            healthcheck: {test: [CMD, x], interval: 1s, retries: 3}
            env_file: [{path: none.env, required: false}]
            ulimits: {nofile: {soft: 1, hard: 2}}
            profiles: [all]
        volumes: {data: {driver: local, labels: [a=b]}}
        networks: {front: {ipam: {config: [{subnet: 10.1.0.0/24}]}}}
        """.stripIndent(),
        """\
        name: shop
        services:
          a: {image: a, extends: {service: b}, secrets: [s], configs: [{source: c, target: /c}]}
          b: {image: b, extra_hosts: {h: 1.2.3.4}, tmpfs: /run, sysctls: [x=1], logging: {driver: l, options: {m: 1}}}
        secrets: {s: {file: ./s}}
        configs: {c: {file: ./c}}
        """.stripIndent(),
        """\
        services:
          a:
            build: {context: "https://example.org/a.git#v1:sub", platforms: [linux/amd64], shm_size: 1m, cache_from: [x], tags: [t]}
            pull_policy: every_12h
            network_mode: service:b
            pid: service:b
            volumes_from: ["b:ro", "container:c"]
            blkio_config: {weight: 300, device_read_bps: [{path: /dev/a, rate: 1m}]}
            cpu_rt_period: 400ms
            gpus: all
            post_start: [{command: x y, user: "0", environment: [A=1]}]
            volumes: [{type: bind, source: ./s, target: /s, bind: {propagation: rslave, selinux: z}}, {type: volume, source: v, target: /v, volume: {nocopy: true}}]
          b:
            image: b
            expose: ["80", "90-95/udp"]
            tmpfs: ["/t:size=1m,mode=700"]
            networks: {n: {priority: 3, mac_address: "02:42:0a:00:00:05", link_local_ips: [169.254.1.1]}}
            secrets: [{source: s, uid: "5", mode: 0400}, {source: e, target: x}]
            healthcheck: {test: x, start_interval: 100ms}
            mem_swappiness: 5
            oom_score_adj: 100
            deploy: {resources: {reservations: {devices: [{capabilities: [gpu], count: 1}]}}, restart_policy: {condition: on-failure}}
        networks: {n: {name: m, enable_ipv6: true, ipam: {config: [{subnet: 10.1.0.0/24, gateway: 10.1.0.1, aux_addresses: {x: 10.1.0.9}}]}}}
        volumes: {v: {name: w, labels: [a=b]}}
        secrets: {s: {file: ./s}, e: {environment: C}}
        """.stripIndent()]
    static final List<String> PARTS = ['null', '[]', '{}', '!reset ', '!override ', '- ', 'x: ', '&a ', '*a', '<<: ', '\n', '  ', '"', "'",
                                       '${A', '${A:-b}', '$$', '123', 'true', '1e400', '? ', ': ', '|', '> ', '~', '[a, b]', '{a: b}',
                                       'services:', '!!int x', '\t', '#', '-1', '99999999999999999999', 'a:b:c:d', '/', '..', '.inf', '\u0000']

    @TempDir
    Path temporary

    def "without a slip each file ends in a stack"() {
        given:
        def folder = folder()
        folder.profiles = ['*']

        expect:
        FILES.every { folder.stack(it).services }
    }

    def "#count slips of seed #seed end in a project or in a refusal"() {
        given:
        def random = new Random(seed)
        def folder = folder()
        def loaded = 0
        def refused = 0

        when:
        count.times {
            def text = new StringBuilder(FILES[random.nextInt(FILES.size())])
            (1 + random.nextInt(3)).times { slip(text, random) }
            folder.interpolate = random.nextInt(8) > 0
            folder.profiles = random.nextInt(8) > 0 ? ['*'] : []
            try {
                folder.file('compose.yaml', text.toString())
                def project = folder.project()
                project.yaml()
                if (folder.interpolate) {
                    project.stack()
                }
                loaded++
            } catch (OrchException.BadInput e) {
                assert e.message
                refused++
            } catch (Throwable e) {
                throw new IllegalStateException("seed $seed: $e for\n$text", e)
            }
        }

        then:
        loaded > count / 50
        loaded + refused == count

        where:
        seed << [1, 2, 3]
        count = FILES_IN_ALL.intdiv(3)
    }

    private ComposeFolder folder() {
        def folder = new ComposeFolder(temporary)
        folder.environment.C = 'c'
        folder
    }

    private static void slip(StringBuilder text, Random random) {
        def at = random.nextInt(text.length())
        switch (random.nextInt(4)) {
            case 0:
                text.insert(at, PARTS[random.nextInt(PARTS.size())])
                break
            case 1:
                text.delete(at, Math.min(text.length() - 1, at + 1 + random.nextInt(15)))
                break
            case 2:
                def colon = text.indexOf(':', at)
                def end = colon < 0 ? -1 : text.indexOf('\n', colon)
                if (end > 0) {
                    text.replace(colon + 1, end, ' ' + PARTS[random.nextInt(PARTS.size())])
                }
                break
            default:
                text.setCharAt(at, (32 + random.nextInt(95)) as char)
        }
    }
}
