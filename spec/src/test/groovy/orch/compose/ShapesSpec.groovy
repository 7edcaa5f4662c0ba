package orch.compose

import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir

/** What may stand where, and where it is said that it may not. */
class ShapesSpec extends Specification {
    @TempDir
    Path temporary
    @Delegate
    ComposeFolder compose

    def setup() {
        compose = new ComposeFolder(temporary)
    }

    def "in a file #text is refused: #problem"() {
        expect:
        refusal(text) == "compose.yaml:$problem"

        where:
        text                                            || problem
        'servics: {}'                                   || "1:1: unknown key 'servics'; did you mean 'services'?"
        'services:'                                     || '1:1: services is empty; it takes a mapping'
        'services: {a: }'                               || '1:12: services.a is empty; it takes a mapping'
        'services: {"a b": {image: a}}'                 || "1:12: 'a b' in services is no name: letters, digits, '.', '_', '-'"
        'services: {a: {image: 1}}'                     || '1:16: services.a.image is a number; it takes text'
        'services: {}\nnetworks: {n: {drivr: x}}'       || "2:16: unknown key 'drivr' in networks.n; did you mean 'driver'?"
        'services: {}\nvolumes: [v]'                    || '2:1: volumes is a list; it takes a mapping'
    }

    def "in a service #line is refused: #problem"() {
        expect:
        refusalOf(line) == "compose.yaml:$problem"

        where:
        line                                        || problem
        'imge: a'                                   || "4:5: unknown key 'imge' in services.a; did you mean 'image'?"
        'tty: maybe'                                || "4:5: services.a.tty is 'maybe'; it takes true or false"
        'scale: some'                               || "4:5: services.a.scale is 'some'; it takes a whole number"
        'command: [sleep, 10]'                      || '4:22: services.a.command (item) is a number; it takes text'
        'environment: {A: [b]}'                     || '4:19: services.a.environment.A is a list; it takes text or a number or true or false or nothing'
        'environment:'                              || '4:5: services.a.environment is empty; it takes a mapping or a list'
        'deploy: {resources: {limits: {memory: 64}}}' || '4:35: services.a.deploy.resources.limits.memory is a number; it takes a text such as 64m'
        'ports: [{published: 80}]'                  || "4:13: services.a.ports (item) has no 'target'"
        'mem_limit: plenty'                         || "4:5: services.a.mem_limit is 'plenty'; it takes a size such as 64m"
        'stop_grace_period: 10'                     || '4:5: services.a.stop_grace_period is a number; it takes a duration such as 1m30s'
        'healthcheck: {interval: soon}'             || "4:19: services.a.healthcheck.interval is 'soon'; it takes a duration such as 1m30s"
        'cgroup: hst'                               || "4:5: services.a.cgroup is 'hst'; it takes 'host' or 'private'; did you mean 'host'?"
        'pull_policy: sometimes'                    || "4:5: services.a.pull_policy is 'sometimes'; it takes always, never, missing, build, refresh, daily, weekly or every_12h"
        'depends_on: {b: {restart: true}}'          || "4:18: services.a.depends_on.b has no 'condition'"
        'ulimits: {nofile: {soft: 1}}'              || "4:15: services.a.ulimits.nofile has no 'hard'"
        'volumes: [{target: /x}]'                   || "4:15: services.a.volumes (item) has no 'type'"
        'dns: [1.1.1.1, 2.2.2.2, 1]'                || '4:29: services.a.dns (item) is a number; it takes text'
        'security_opt: [a, a]'                      || "4:23: services.a.security_opt has 'a' twice, first at compose.yaml:4:20"
        'develop: {watch: [{path: .}]}'             || "4:23: services.a.develop.watch (item) has no 'action'"
    }

    def "texts that stand for flags and numbers become these: #line"() {
        expect:
        service(line).subMap(expected.keySet()) == expected

        where:
        line                                || expected
        "tty: 'yes'"                        || [tty: true]
        "scale: '2'"                        || [scale: 2]
        "privileged: 'TRUE'"                || [privileged: true]
        "healthcheck: {retries: '3'}"       || [healthcheck: [retries: 3]]
        "cpus: '0.5'"                       || [cpus: 0.5d]
    }

    def "keys of the user's own begin with x-, at the top and in groups"() {
        expect:
        service('x-own: {any: [thing]}')['x-own'] == [any: ['thing']]
        config('x-top: 1\nservices: {a: {image: a, build: {context: ., x-b: 1}}}').'x-top' == 1
    }

    def "every key of the specification is known: #keys"() {
        expect:
        service(keys)

        where:
        keys << ['blkio_config: {weight: 300, device_read_bps: [{path: /dev/x, rate: 1mb}]}', 'gpus: all', 'use_api_socket: true',
                 'annotations: [a=b]', 'attach: false', 'credential_spec: {file: x}', 'device_cgroup_rules: ["c 1:3 mr"]',
                 'models: [m]', 'provider: {type: x, options: {a: [1, 2]}}', 'post_start: [{command: a}]', 'pre_stop: [{command: [a]}]',
                 'storage_opt: {size: 1G}', 'deploy: {mode: global, placement: {preferences: [{spread: x}]}}', 'label_file: []',
                 'develop: {watch: [{path: ., action: sync+exec, exec: {command: a}}]}', 'oom_score_adj: -500', 'uts: host']
    }
}
