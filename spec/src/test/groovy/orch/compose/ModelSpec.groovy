package orch.compose

import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir

/** The whole of a project: its files, its name, what is filled in, and what must hold. */
class ModelSpec extends Specification {
    @TempDir
    Path temporary
    @Delegate
    ComposeFolder compose

    def setup() {
        compose = new ComposeFolder(temporary)
    }

    def "of the usual files the first is taken, with its override: #names"() {
        given:
        names.each { file(it, "services: {a: {image: ${it.replace('.', '-')}}}") }

        expect:
        project().files()*.fileName*.toString() == taken

        where:
        names                                                              || taken
        ['compose.yaml', 'docker-compose.yml']                             || ['compose.yaml']
        ['docker-compose.yml', 'docker-compose.override.yml']              || ['docker-compose.yml', 'docker-compose.override.yml']
        ['compose.yml', 'compose.override.yaml']                           || ['compose.yml', 'compose.override.yaml']
    }

    def "COMPOSE_FILE names files, in the environment or in .env"() {
        given:
        file('a.yaml', 'services: {a: {image: a}}')
        file('b.yaml', 'services: {b: {image: b}}')
        file('.env', 'COMPOSE_FILE=b.yaml')

        expect:
        config().services.keySet() == ['b'] as Set

        when:
        environment.COMPOSE_FILE = 'a.yaml,b.yaml'
        environment.COMPOSE_PATH_SEPARATOR = ','

        then:
        config().services.keySet() == ['a', 'b'] as Set
    }

    def "the project's name is COMPOSE_PROJECT_NAME, else the last that a file says, else the folder's"() {
        given:
        file('one.yaml', 'name: First\nservices: {a: {image: "a:$COMPOSE_PROJECT_NAME"}}')
        file('two.yaml', 'name: ${WHO:-second}')
        file('none.yaml', 'services: {a: {image: a}}')

        expect:
        project('none.yaml').name() == 'shop'
        project('one.yaml').name() == 'first'
        project('one.yaml', 'two.yaml').canonical().services.a.image == 'a:second'

        when:
        environment.COMPOSE_PROJECT_NAME = 'asked'

        then:
        project('one.yaml').name() == 'asked'
    }

    def "only services of active profiles are wanted, and only what they use"() {
        given:
        def text = '''
            services:
              a: {image: a, networks: [n]}
              b: {image: b, profiles: [test, debug], volumes: ["v:/v"]}
            networks: {n: , unused: }
            volumes: {v: }'''

        expect:
        config(text).keySet() == ['name', 'services', 'networks'] as Set
        config(text).networks.keySet() == ['n'] as Set
        project().profiles() == ['test', 'debug'] as Set

        when:
        environment.COMPOSE_PROFILES = active

        then:
        config(text).services.keySet() == ['a', 'b'] as Set
        config(text).volumes.keySet() == ['v'] as Set

        where:
        active << ['debug', '*', 'other, test']
    }

    def "networks, volumes, secrets and configs have names of the project, external ones their own"() {
        expect:
        config('''
            services:
              a: {image: a, networks: [n, e], volumes: ["v:/v", "w:/w"], secrets: [s], configs: [c]}
            networks: {n: {driver: bridge}, e: {external: {name: outside}}}
            volumes: {v: {name: mine}, w: {external: true}}
            secrets: {s: {file: ./s}}
            configs: {c: {content: text}}''').subMap('networks', 'volumes', 'secrets', 'configs') == [
                networks: [n: [driver: 'bridge', name: 'shop_n'], e: [external: true, name: 'outside']],
                volumes : [v: [name: 'mine'], w: [external: true, name: 'w']],
                secrets : [s: [file: folder.resolve('s').toString(), name: 'shop_s']],
                configs : [c: [content: 'text', name: 'shop_c']]]
    }

    def "who uses something of another service depends on it: #line"() {
        expect:
        config("services: {b: {image: b}, a: {image: a, $line}}").services.a.depends_on == [b: dependency]

        where:
        line                         || dependency
        'links: ["b:c"]'             || [condition: 'service_started', restart: true, required: true]
        'network_mode: "service:b"'  || [condition: 'service_started', restart: true, required: true]
        'volumes_from: ["b:ro"]'     || [condition: 'service_started', required: true]
        'depends_on: [b]'            || [condition: 'service_started', required: true]
    }

    def "#what is refused: #problem"() {
        expect:
        refusal("services:\n  a: {image: a}\n  b: {$line}") == "compose.yaml:3:$problem"

        where:
        what                     | line                                                     || problem
        'no image'               | 'tty: true'                                              || "3: service 'b' has neither 'image' nor 'build'"
        'an unknown network'     | 'image: b, networks: [net]'                              || "28: service 'b' uses network 'net', which is not there"
        'an unknown volume'      | 'image: b, volumes: ["v:/v"]'                            || "27: service 'b' uses volume 'v', which is not there"
        'an unknown secret'      | 'image: b, secrets: [s]'                                 || "27: service 'b' uses secret 's', which is not there"
        'an unknown service'     | 'image: b, depends_on: [aa]'                             || "30: service 'b' depends on service 'aa', which is not there; did you mean 'a'?"
        'itself'                 | 'image: b, depends_on: [b]'                              || "3: service 'b' depends on itself: b -> b"
        'mode and networks'      | 'image: b, network_mode: host, networks: [default]'      || "17: service 'b' has 'network_mode' and 'networks'; only one is possible"
        'a test without kind'    | 'image: b, healthcheck: {test: [a, b]}'                  || "31: a health check's test begins with CMD, CMD-SHELL or NONE"
        'two counts'             | 'image: b, scale: 2, deploy: {replicas: 3}'              || "17: service 'b' has 'scale' 2 and 'replicas' 3"
        'one name for two'       | 'image: b, scale: 2, container_name: x'                  || "27: service 'b' has 2 replicas, which cannot all have one name"
        'no folder to mount'     | 'image: b, volumes: [{type: bind, target: /x}]'          || "27: service 'b' mounts no folder at /x"
        'no image after all'     | 'image: "$NONE"'                                         || "3: service 'b' has neither 'image' nor 'build'"
        'some, and which'        | 'image: b, gpus: [{count: 1, device_ids: [x]}]'          || "35: service 'b' has a device with 'count' and 'device_ids'; only one is possible"
        'two Dockerfiles'        | 'build: {dockerfile: x, dockerfile_inline: y}'           || "30: service 'b' has 'dockerfile' and 'dockerfile_inline'; only one is possible"
    }

    def "a secret is from one place, and an external volume has no settings"() {
        expect:
        refusal('services:\n  a: {image: a, secrets: [s]}\nsecrets:\n  s: {file: x, environment: Y}') ==
            "compose.yaml:4:3: secret 's' takes just one of file, environment"
        refusal('services:\n  a: {image: a, volumes: ["v:/v"]}\nvolumes:\n  v: {external: true, driver: x}') ==
            "compose.yaml:4:23: volume 'v' is external, which excludes 'driver'"
    }

    def "the canonical form, written as a file, says the same again"() {
        given:
        def first = config('''
            services:
              a:
                image: a
                command: sh -c "echo $$HOME"
                environment: {A: "1e3", B: "yes", C: "0o17", D: "", E: "two\\nlines\\n", F: "#", G: }
                ports: ["127.0.0.1:8080:80/udp", "9000-9001:9000-9001"]
                volumes: ["data:/data", "./x:/x:ro"]
                healthcheck: {test: "true", interval: 90s}
            volumes: {data: }''')
        file('again/compose.yaml', project().yaml())

        expect:
        new ComposeLoader([:], folder.resolve('again'), folder).load([], ComposeLoader.Options.DEFAULT).canonical() == first
    }
}
