package orch.live

import java.nio.file.Files
import orch.support.LiveSpec

/** What a Compose file says beside the usual arrives at a real engine. */
class ComposeKeysSpec extends LiveSpec {
    def setup() {
        orch.environment.COMPOSE_PROJECT_NAME = name
        orch.environment.HUSH = 'hush'
        orch.file('s.txt', 'of a file')
        orch.file('compose.yaml', """\
            services:
              base:
                image: $name:built
                build: {context: $TINY, labels: {made: $name}, tags: ["$name:second"], shm_size: 32m}
                networks:
                  front: {ipv4_address: 10.222.77.20, ipv6_address: "fd00:222::20", link_local_ips: [169.254.7.7], driver_opts: {a: b}}
                  back: {priority: 5, mac_address: "02:42:0a:dd:07:15"}
                volumes: [{type: volume, source: data, target: /data, volume: {nocopy: true}}, {type: tmpfs, target: /t, tmpfs: {size: 1m, mode: 0755}},
                          {type: bind, source: ./bound, target: /b, bind: {propagation: private, create_host_path: true}}]
                tmpfs: ["/scratch:size=2m,mode=711"]
                ipc: shareable
                expose: ["70", "71-72/udp"]
                secrets: [{source: s, mode: 0400}, env]
                configs: [{source: inline, target: /etc/inline.conf}]
                post_start: [{command: ["/bin/sh", "-c", "echo up \$\$A > /started"], environment: [A=1], user: "0", working_dir: /}]
                pre_stop: [{command: ["/bin/sh", "-c", "echo down > /data/stopped"]}]
                mem_limit: 64m
                memswap_limit: 80m
                mem_reservation: 32m
                cpu_shares: 512
                cpuset: "0"
                oom_score_adj: 100
                group_add: ["7"]
                device_cgroup_rules: ["c 1:3 mr"]
                dns_search: [example.org]
                dns_opt: ["ndots:2"]
                domainname: dom
                cgroup: private
                annotations: {x: y}
                extra_hosts: ["multi:1.1.1.1", "multi:2.2.2.2"]
              side:
                build:
                  context: ./empty
                  dockerfile_inline: |
                    FROM ${name}:second
                    LABEL inline=yes
                network_mode: service:base
                pid: service:base
                volumes_from: ["base:ro"]
            networks:
              front:
                name: $name-own
                enable_ipv6: true
                attachable: true
                labels: {l: m}
                ipam: {config: [{subnet: 10.222.77.0/26, gateway: 10.222.77.62, ip_range: 10.222.77.32/27, aux_addresses: {nas: 10.222.77.40}}, {subnet: "fd00:222::/64"}]}
              back: {internal: true}
            volumes: {data: {name: $name-data, labels: {v: w}}}
            secrets: {s: {file: ./s.txt}, env: {environment: HUSH}}
            configs: {inline: {content: "told \${HUSH}"}}
            """.stripIndent())
        orch.file('empty/.keep', '')
    }

    def "the engine has what the file says, hooks run at their time, and what shares a container follows it"() {
        when:
        def start = orch.run('start', 'base')
        def base = container('base')
        def host = base.HostConfig

        then: 'it starts, and tells what this engine is too old for'
        start.code == 0
        base.State.Running

        and: 'limits, namespaces and names are as described'
        [host.MemorySwap, host.MemoryReservation, host.CpuShares, host.CpusetCpus, host.OomScoreAdj] == [80 << 20, 32 << 20, 512, '0', 100]
        [host.IpcMode, host.CgroupnsMode, host.GroupAdd, host.DeviceCgroupRules] == ['shareable', 'private', ['7'], ['c 1:3 mr']]
        [host.DnsSearch, host.DnsOptions, base.Config.Domainname] == [['example.org'], ['ndots:2'], 'dom']
        host.ExtraHosts as Set == ['multi:1.1.1.1', 'multi:2.2.2.2'] as Set
        base.Config.ExposedPorts.keySet() == ['70/tcp', '71/udp', '72/udp'] as Set

        and: 'networks: the one of higher priority is the first, addresses are fixed'
        host.NetworkMode == "${name}_back"
        base.NetworkSettings.Networks["${name}_back".toString()].MacAddress == '02:42:0a:dd:07:15'
        with(base.NetworkSettings.Networks["$name-own".toString()]) {
            IPAddress == '10.222.77.20'
            GlobalIPv6Address == 'fd00:222::20'
            IPAMConfig.LinkLocalIPs == ['169.254.7.7']
            DriverOpts == [a: 'b']
            Gateway == '10.222.77.62'
        }

        and: 'mounts have their options'
        host.Mounts.find { it.Target == '/data' }.VolumeOptions.NoCopy
        host.Mounts.find { it.Target == '/data' }.Source == "$name-data"
        host.Tmpfs == ['/t': 'mode=755,size=1048576', '/scratch': 'mode=711,size=2097152']
        base.Mounts.find { it.Destination == '/b' }.Source == orch.folder.resolve('bound').toString()

        and: 'configs, secrets and the hook after the start are in the container'
        said('read a < /etc/inline.conf; read b < /run/secrets/env; read c < /run/secrets/s; read d < /started; echo $a, $b, $c, $d') ==
            'told hush, hush, of a file, up 1'

        when: 'a second service shares network, processes and volumes with it'
        def second = orch.run('start')
        def side = container('side')

        then:
        second.code == 0
        side.HostConfig.NetworkMode == "container:$base.Id"
        side.HostConfig.PidMode == "container:$base.Id"
        side.Mounts.find { it.Destination == '/data' }.RW == false

        when: 'the first gets a new container'
        orch.environment.HUSH = 'other'
        def changed = orch.run('start')

        then: 'so does the one that shares it, and the volume tells of the hook before the stop'
        changed.code == 0
        container('base').Id != base.Id
        container('side').HostConfig.NetworkMode == "container:${container('base').Id}"
        said('read a < /data/stopped; read b < /etc/inline.conf; echo $a, $b') == 'down, told other'

        when: 'a hook fails'
        orch.file('compose.yaml', Files.readString(orch.folder.resolve('compose.yaml')).replace('echo up $$A > /started', 'echo no room; exit 3'))
        def failed = orch.run('start', 'base')

        then: 'so does the start, with what it said'
        failed.code == 1
        failed.err.contains("post_start of service 'base' failed: '/bin/sh -c echo no room; exit 3' ended with exit code 3")
        failed.err.contains('  no room')

        cleanup:
        orch.run('stop', '--volumes', '--no-snapshot')
        ["$name:built", "$name:second"].each { engine.socket.send('DELETE', "/images/$it") }
        engine.removeImagesLabelled("made=$name")
    }

    private String said(String line) {
        orch.run('exec', 'base', '--', '/bin/sh', '-c', line).out.strip()
    }
}
