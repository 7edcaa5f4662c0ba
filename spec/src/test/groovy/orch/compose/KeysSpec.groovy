package orch.compose

import java.nio.file.Path
import orch.model.OrchException
import spock.lang.Specification
import spock.lang.TempDir

/** Nothing is dropped in silence: each key of the specification changes the stack, or is warned of, or refused. */
class KeysSpec extends Specification {
    /** A file around each group of the table, with '@' where its keys go. */
    static final Map<String, String> FILES = [
        file               : 'services: {a: {image: a}}\n@',
        include            : 'services: {a: {image: a}}\ninclude: [{path: other/compose.yaml, @}]',
        service            : 'services: {a: {image: a, @}, b: {image: b, init: true}}\nsecrets: {s: {file: ./s}}\nconfigs: {c: {file: ./c}}',
        build              : 'services: {a: {build: {context: ., @}}}\nsecrets: {s: {file: ./s}}',
        blkio              : 'services: {a: {image: a, blkio_config: {@}}}',
        blkio_rate         : 'services: {a: {image: a, blkio_config: {device_read_bps: [{path: /dev/a, rate: 1, @}]}}}',
        blkio_weight       : 'services: {a: {image: a, blkio_config: {weight_device: [{path: /dev/a, weight: 1, @}]}}}',
        grant              : 'services: {a: {image: a, secrets: [{source: s, @}]}}\nsecrets: {s: {file: ./s}, t: {file: ./t}}',
        credentials        : 'services: {a: {image: a, credential_spec: {@}}}\nconfigs: {c: {file: ./c}}',
        dependency         : 'services: {a: {image: a, depends_on: {b: {condition: service_started, @}}}, b: {image: b, profiles: [p]}}',
        device             : 'services: {a: {image: a, devices: [{source: /dev/a, target: /dev/b, @}]}}',
        env_file           : 'services: {a: {image: a, env_file: [{path: x.env, @}]}}',
        extends            : 'services: {a: {extends: {service: b, @}}, b: {image: b}, c: {image: c}}',
        gpu                : 'services: {a: {image: a, gpus: [{capabilities: [gpu], @}]}}',
        healthcheck        : 'services: {a: {image: a, healthcheck: {test: [CMD, x], @}}}',
        logging            : 'services: {a: {image: a, logging: {@}}}',
        model_use          : 'services: {a: {image: a, models: {m: {@}}}}\nmodels: {m: {model: x}}',
        attachment         : 'services: {a: {image: a, networks: {default: {@}, other: }}}\nnetworks: {other: }',
        port               : 'services: {a: {image: a, ports: [{target: 80, @}]}}',
        hook               : 'services: {a: {image: a, post_start: [{command: [x], @}]}}',
        step               : 'services: {a: {image: a, pre_start: [{@}]}}',
        provider           : 'services: {a: {provider: {type: x, @}}}',
        ulimit             : 'services: {a: {image: a, ulimits: {nofile: {soft: 1, hard: 2, @}}}}',
        mount              : 'services: {a: {image: a, volumes: [{type: volume, source: v, target: /v, @}]}}\nvolumes: {v: , w: }',
        bind               : 'services: {a: {image: a, volumes: [{type: bind, source: /s, target: /v, bind: {@}}]}}',
        volume_mount       : 'services: {a: {image: a, volumes: [{type: volume, source: v, target: /v, volume: {@}}]}}\nvolumes: {v: }',
        tmpfs              : 'services: {a: {image: a, volumes: [{type: tmpfs, target: /v, tmpfs: {@}}]}}',
        image_mount        : 'services: {a: {image: a, volumes: [{type: image, source: i, target: /v, image: {@}}]}}',
        develop            : 'services: {a: {image: a, develop: {@}}}',
        watch              : 'services: {a: {image: a, develop: {watch: [{action: sync, path: ., target: /t, @}]}}}',
        deploy             : 'services: {a: {image: a, deploy: {@}}}',
        update             : 'services: {a: {image: a, deploy: {update_config: {@}}}}',
        resources          : 'services: {a: {image: a, deploy: {resources: {@}}}}',
        limits             : 'services: {a: {image: a, deploy: {resources: {limits: {@}}}}}',
        reservations       : 'services: {a: {image: a, deploy: {resources: {reservations: {@}}}}}',
        reserved_device    : 'services: {a: {image: a, deploy: {resources: {reservations: {devices: [{capabilities: [gpu], @}]}}}}}',
        generic_resource   : 'services: {a: {image: a, deploy: {resources: {reservations: {generic_resources: [{@}]}}}}}',
        discrete_resource  : 'services: {a: {image: a, deploy: {resources: {reservations: {generic_resources: [{discrete_resource_spec: {@}}]}}}}}',
        restart_policy     : 'services: {a: {image: a, deploy: {restart_policy: {condition: on-failure, @}}}}',
        placement          : 'services: {a: {image: a, deploy: {placement: {@}}}}',
        preference         : 'services: {a: {image: a, deploy: {placement: {preferences: [{@}]}}}}',
        network            : 'services: {a: {image: a, networks: [n]}}\nnetworks: {n: {@}}',
        ipam               : 'services: {a: {image: a, networks: [n]}}\nnetworks: {n: {ipam: {@}}}',
        ipam_pool          : 'services: {a: {image: a, networks: [n]}}\nnetworks: {n: {ipam: {config: [{@}]}}}',
        volume             : 'services: {a: {image: a, volumes: ["v:/v"]}}\nvolumes: {v: {@}}',
        external           : 'services: {a: {image: a, volumes: ["v:/v"]}}\nvolumes: {v: {external: {@}}}',
        secret             : 'services: {a: {image: a, secrets: [s]}}\nsecrets: {s: {@}}',
        config             : 'services: {a: {image: a, configs: [c]}}\nconfigs: {c: {@}}',
        model              : 'services: {a: {image: a, models: [m]}}\nmodels: {m: {model: x, @}}']

    /** What is said where the kind alone does not tell. */
    static final Map<String, String> VALUES = [
        'file.version': '"3"', 'file.include': '[other/compose.yaml]', 'file.services': '{}', 'file.networks': '{default: {internal: true}}',
        'file.volumes': '{v: }', 'file.secrets': '{s: {file: ./s}}', 'file.configs': '{c: {file: ./c}}', 'file.models': '{m: {model: x}}',
        'include.path': 'third/compose.yaml', 'include.env_file': 'other.env', 'include.project_directory': 'third',
        'service.blkio_config': '{weight: 300}', 'service.build': '.', 'service.configs': '[c]', 'service.secrets': '[s]', 'service.command': '[x]',
        'service.entrypoint': '[x]', 'service.credential_spec': '{file: x}', 'service.depends_on': '[b]', 'service.deploy': '{replicas: 2}',
        'service.develop': '{watch: [{action: rebuild, path: .}]}', 'service.device_cgroup_rules': '["c 1:3 mr"]', 'service.devices': '[/dev/a]',
        'service.env_file': 'x.env', 'service.expose': '[80]', 'service.extends': 'b', 'service.external_links': '[x]', 'service.gpus': 'all',
        'service.extra_hosts': '["h:1.2.3.4"]', 'service.healthcheck': '{test: x}', 'service.label_file': 'labels.env', 'service.links': '["b:c"]',
        'service.logging': '{driver: local}', 'service.network_mode': 'host', 'service.networks': '[default, n]',
        'service.pid': 'host', 'service.ports': '[80]', 'service.post_start': '[{command: [x]}]', 'service.pre_start': '[{command: [x]}]',
        'service.pre_stop': '[{command: [x]}]', 'service.profiles': '[p]', 'service.provider': '{type: x}', 'service.pull_policy': 'always',
        'service.restart': 'always', 'service.storage_opt': '{size: 1G}', 'service.sysctls': '{a: 1}', 'service.tmpfs': '/t', 'service.ulimits': '{nofile: 1}',
        'service.volumes': '[/v]', 'service.volumes_from': '[b]', 'service.working_dir': '/w', 'service.scale': '2', 'service.image': 'other',
        'service.pull_refresh_after': '1h, pull_policy: refresh', 'service.isolation': 'default', 'service.oom_score_adj': '5',
        'build.additional_contexts': '{x: .}', 'build.dockerfile_inline': 'FROM x', 'build.secrets': '[s]', 'build.platforms': '[linux/arm64]',
        'build.extra_hosts': '["h:1.2.3.4"]', 'build.ulimits': '{nofile: 1}', 'build.dockerfile': 'Other', 'build.context': './sub',
        'blkio.device_read_bps': '[{path: /dev/a, rate: 1}]', 'blkio.device_read_iops': '[{path: /dev/a, rate: 1}]',
        'blkio.device_write_bps': '[{path: /dev/a, rate: 1}]', 'blkio.device_write_iops': '[{path: /dev/a, rate: 1}]',
        'blkio.weight_device': '[{path: /dev/a, weight: 1}]', 'blkio_rate.path': '/dev/b', 'blkio_weight.path': '/dev/b', 'blkio_rate.rate': '7',
        'grant.source': 't', 'grant.target': '/t', 'grant.uid': '"5"', 'grant.gid': '"5"', 'grant.mode': '0400', 'credentials.config': 'c',
        'dependency.condition': 'service_healthy', 'dependency.required': 'false', 'device.source': '/dev/x', 'device.target': '/dev/y', 'device.permissions': 'r',
        'env_file.path': 'y.env', 'env_file.required': 'false', 'env_file.format': 'raw', 'extends.service': 'c', 'extends.file': 'base.yaml',
        'gpu.capabilities': '[gpu, video]', 'reserved_device.capabilities': '[gpu, video]', 'gpu.device_ids': '["0"]', 'reserved_device.device_ids': '["0"]',
        'healthcheck.test': '[CMD, y]', 'attachment.ipv4_address': '10.1.0.5', 'attachment.ipv6_address': 'fd00::5', 'attachment.priority': '-5',
        'attachment.link_local_ips': '[169.254.1.1]', 'port.mode': 'host', 'port.host_ip': '127.0.0.1', 'port.protocol': 'udp', 'port.published': '"8080"',
        'hook.command': '[y]', 'mount.type': 'tmpfs', 'mount.source': 'w', 'mount.target': '/w', 'mount.bind': '{propagation: private}, type: bind',
        'mount.volume': '{nocopy: true}', 'mount.tmpfs': '{size: 1m}, type: tmpfs', 'mount.image': '{subpath: x}, type: image', 'bind.propagation': 'private',
        'bind.recursive': 'disabled', 'bind.selinux': 'z', 'watch.action': 'rebuild', 'develop.watch': '[{action: rebuild, path: .}]', 'watch.exec': '{command: [x]}',
        'deploy.mode': 'global', 'deploy.placement': '{constraints: [x]}', 'deploy.resources': '{limits: {cpus: 1}}', 'deploy.restart_policy': '{condition: any}',
        'deploy.rollback_config': '{parallelism: 1}', 'deploy.update_config': '{parallelism: 1}', 'deploy.replicas': '2', 'update.order': 'stop-first',
        'resources.limits': '{cpus: 1}', 'resources.reservations': '{memory: 16M}', 'reservations.devices': '[{capabilities: [gpu]}]',
        'reservations.generic_resources': '[{discrete_resource_spec: {kind: x, value: 1}}]', 'generic_resource.discrete_resource_spec': '{kind: x, value: 1}',
        'restart_policy.condition': 'any', 'placement.preferences': '[{spread: x}]', 'network.ipam': '{driver: x}', 'ipam.config': '[{subnet: 10.1.0.0/24}]',
        'network.external': 'true', 'network.enable_ipv4': 'false', 'volume.external': 'true', 'secret.external': 'true', 'config.external': 'true',
        'secret.environment': 'NOT_SET', 'config.environment': 'NOT_SET', 'secret.file': './f', 'config.file': './f', 'model.model': 'y',
        'secret.driver': 'x, file: ./s', 'secret.driver_opts': '{a: b}, driver: x, file: ./s', 'secret.labels': '{a: b}, file: ./s', 'config.labels': '{a: b}, file: ./c',
        'secret.template_driver': 'x, file: ./s', 'config.template_driver': 'x, file: ./c', 'secret.name': 'x, external: true', 'config.name': 'x, external: true',
        'model.runtime_flags': '[x]']

    /** What holds on one engine whether it is said or not. */
    static final Set<String> ANYWAY = [
        'file.version', 'file.services', 'file.secrets', 'file.configs', 'file.volumes', // nothing in them, or nobody who uses it
        'port.mode'] as Set // one engine publishes on its own host in both

    static final ShapeTable SHAPES = new ShapeTable()

    private final Map<String, Map> outcomes = [:]

    @TempDir
    Path temporary
    @Delegate
    ComposeFolder compose

    def setup() {
        compose = new ComposeFolder(temporary)
        file('other/compose.yaml', 'services: {o: {image: "${WHO:-o}", volumes: ["./x:/x"]}}')
        file('third/compose.yaml', 'services: {t: {image: t}}')
        file('base.yaml', 'services: {b: {image: of-base}}')
        file('other.env', 'WHO=other')
        file('x.env', 'A="1"')
        file('y.env', 'A=2')
        file('labels.env', 'l=1')
        ['s', 't', 'c'].each { file(it, it) }
    }

    def "#group: every key changes the stack, or is warned of, or is refused"() {
        given:
        def known = SHAPES.group(group).keys().keySet()

        expect:
        known.findAll { key -> silent(group, key) && !ANYWAY.contains("$group.$key".toString()) } as List == []

        where:
        group << FILES.keySet()
    }

    def "every group of the table is looked at, and every key that is kept is of the table"() {
        given:
        def table = ShapeTable.getResource('shapes.txt').readLines().findAll { it ==~ /\w.*/ }*.split(/\s/)*.first()

        expect:
        table as Set == FILES.keySet()
        Unapplied.kept().keySet().findAll { !(it.tokenize('.')[1] in SHAPES.group(it.tokenize('.')[0]).keys().keySet()) } == [] as Set
    }

    /** Whether a key makes no difference and nothing is said of it. */
    private boolean silent(String group, String key) {
        def without = outcomes.computeIfAbsent(group) { outcome(FILES[group].replace(', @', '').replace('@', '')) }
        def with = outcome(text(group, key))
        // within something that is kept or refused as a whole, that is what is said
        def whole = group in ['provider', 'image_mount'] ? without.refusal : without.warnings && group in
            ['model_use', 'step', 'develop', 'watch', 'update', 'placement', 'preference', 'generic_resource', 'discrete_resource', 'model']
        with == without && !whole
    }

    private String text(String group, String key) {
        def value = VALUES["$group.$key".toString()] ?: sample(SHAPES.group(group).keys()[key])
        def file = FILES[group].replaceFirst(/(?<=[{,] )$key: [^,}@]+, (?=.*@)/, '').replaceFirst(/(?<=\{)$key: [^,}@]+, (?=.*@)/, '')
        if (group == 'dependency' && key != 'required') {
            file = file.replace(', profiles: [p]', '')
        }
        if (group == 'env_file' && key == 'required') {
            file = file.replace('x.env', 'none.env')
        }
        if (group == 'service' && key == 'networks') {
            file += '\nnetworks: {n: }'
        }
        if (group == 'service' && key == 'models') {
            return 'services: {a: {image: a, models: [m]}}\nmodels: {m: {model: x}}'
        }
        file.replace('@', "$key: $value")
    }

    private static String sample(Shape shape) {
        if (shape instanceof Shape.OneOf) {
            return sample(shape.choices().first())
        } else if (shape instanceof Shape.MapOf) {
            return '{k: v}'
        } else if (shape instanceof Shape.ListOf) {
            return '[x]'
        } else if (shape instanceof Shape.Words) {
            return shape.known().first()
        }
        switch (shape) {
            case Shape.Simple.FLAG: return 'true'
            case Shape.Simple.BOOLEAN: return 'true'
            case Shape.Simple.TEXT: return 'x'
            case Shape.Simple.DURATION: return '7s'
            case Shape.Simple.BYTES: return '32m'
            case Shape.Simple.SIZE: return '32m'
            default: return '7'
        }
    }

    private Map outcome(String text) {
        def outcome = [stack: null, refusal: null, warnings: []]
        try {
            file('compose.yaml', text)
            def project = project()
            outcome.stack = placeless(project.stack())
            outcome.warnings = project.warnings().collect { it.replaceFirst(/^\S+: /, '') }
        } catch (OrchException.BadInput e) {
            outcome.refusal = e.message
        }
        outcome
    }

    /** The stack without places, which any change of the text moves. */
    private static String placeless(orch.model.Stack stack) {
        stack.toString().replaceAll(/Origin\[[^\]]*\]/, '')
    }
}
