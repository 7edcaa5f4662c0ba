package orch.compose

import java.nio.file.Path
import orch.model.OrchException
import spock.lang.Specification
import spock.lang.TempDir

/** Several files as one: merged, extended, included. */
class SeveralFilesSpec extends Specification {
    @TempDir
    Path temporary
    @Delegate
    ComposeFolder compose

    def setup() {
        compose = new ComposeFolder(temporary)
    }

    private Map<String, Object> merged(String first, String second) {
        file('one.yaml', "services: {a: {image: a, $first}}")
        file('two.yaml', "services:\n  a: {$second}")
        project('one.yaml', 'two.yaml').canonical().services.a
    }

    def "#second over #first is #both"() {
        expect:
        merged(first, second)[both.keySet()[0]] == both.values()[0]

        where:
        first                                       | second                                     || both
        'hostname: x'                               | 'hostname: y'                              || [hostname: 'y']
        'environment: {A: 1, B: 1}'                 | 'environment: [B=2, C=2]'                  || [environment: [A: '1', B: '2', C: '2']]
        'command: [a, b]'                           | 'command: [c]'                             || [command: ['c']]
        'dns: [1.1.1.1]'                            | 'dns: [2.2.2.2, 1.1.1.1]'                  || [dns: ['1.1.1.1', '2.2.2.2']]
        'cap_add: [A]'                              | 'cap_add: !override [B]'                   || [cap_add: ['B']]
        'cap_add: [A]'                              | 'cap_add: !reset []'                       || [cap_add: null]
        'environment: {A: 1, B: 1}'                 | 'environment: {A: !reset null}'            || [environment: [B: '1']]
        'depends_on: [a1]'                          | 'depends_on: !reset []'                      || [depends_on: null]
        'logging: {driver: x, options: {a: 1}}'     | 'logging: {options: {b: 2}}'               || [logging: [driver: 'x', options: [a: '1', b: '2']]]
        'logging: {driver: x, options: {a: 1}}'     | 'logging: {driver: y}'                     || [logging: [driver: 'y']]
        'healthcheck: {test: a, retries: 2}'        | 'healthcheck: {test: [NONE]}'              || [healthcheck: [test: ['NONE'], retries: 2]]
        'ulimits: {nproc: 1}'                       | 'ulimits: {nproc: {soft: 1, hard: 2}}'     || [ulimits: [nproc: [soft: 1, hard: 2]]]
        'volumes: [/x:/data]'                       | 'volumes: [/y:/data:ro]'                   || [volumes: [[type: 'bind', source: '/y', target: '/data', read_only: true, bind: [create_host_path: true]]]]
    }

    def "ports add up, one that is given again stays one"() {
        expect:
        merged('ports: ["80:80"]', 'ports: ["81:81", {target: 80, published: 80, protocol: tcp}]').ports*.published == ['80', '81']
    }

    def "what cannot be put over the other is refused with both places"() {
        when:
        merged('deploy: {resources: {}}', 'deploy: ')
        merged('tmpfs: [/a]', 'tmpfs: {}')

        then:
        def refusal = thrown(OrchException.BadInput)
        refusal.message == 'two.yaml:2:7: services.a.tmpfs is a mapping; it takes text or a list'
    }

    def "a service takes over what it extends: of the same file, and of another with paths of its own"() {
        given:
        file('sub/base.yaml', '''
            services:
              base: {extends: root, build: ., volumes: ["./d:/d"], environment: {A: base, B: base}}
              root: {tty: true, command: [x]}
              other: {broken: true}''')

        expect:
        config('''
            services:
              a:
                extends: {file: sub/base.yaml, service: base}
                environment: {B: own}
              b: {extends: a, hostname: b}''').services.b.subMap('tty', 'environment', 'hostname', 'build') == [
                tty: true, environment: [A: 'base', B: 'own'], hostname: 'b',
                build: [context: folder.resolve('sub').toString(), dockerfile: 'Dockerfile']]
        config().services.a.volumes[0].source == folder.resolve('sub/d').toString()
    }

    def "marks count between a service and the one that it extends, and on whole sections"() {
        given:
        file('base.yaml', '''
            services:
              root: {image: r, command: [x], tty: true}
              base: !override {image: b, extends: {service: root}, command: !reset [], tmpfs: /x}''')

        expect:
        config('''
            services: !override
              a: !override {extends: {file: base.yaml, service: base}, environment: !override {A: b}}
              b: {extends: a, command: [y], tmpfs: !reset []}''').services.b.subMap('image', 'command', 'tty', 'tmpfs', 'environment') ==
            [image: 'b', command: ['y'], tty: true, environment: [A: 'b']]
        config().services.a.command == null
    }

    def "extending #what is refused where it is asked for"() {
        given:
        file('other.yaml', 'services: {web: {image: a}}')

        expect:
        refusal("services:\n  a:\n    image: a\n    extends: $text\n  b: {extends: a}") == "compose.yaml:$problem"

        where:
        what                  | text                                 || problem
        'itself'              | 'a'                                  || "4:5: service 'a' extends itself: compose.yaml a -> compose.yaml a"
        'in a circle'         | 'b'                                  || "4:5: service 'a' extends itself: compose.yaml a -> compose.yaml b -> compose.yaml a"
        'what is not there'   | 'c'                                  || "4:5: service 'a' extends 'c', which is not in compose.yaml; did you mean 'a'?"
        'an unknown service'  | '{file: other.yaml, service: wed}'   || "4:5: service 'a' extends 'wed', which is not in other.yaml; did you mean 'web'?"
        'a file not there'    | '{file: none.yaml, service: a}'      || '4:15: there is no file none.yaml to extend from'
    }

    def "an included file has folder and variables of its own"() {
        given:
        file('sub/compose.yaml', 'services: {inner: {image: "i:$TAG", volumes: ["./d:/d"], env_file: e.env}}')
        file('sub/.env', 'TAG=2')
        file('sub/e.env', 'E=1')
        file('other.env', 'TAG=3')

        expect:
        config("include: $include\nservices: {a: {image: a, depends_on: [inner]}}").services.inner.subMap('image', 'environment') ==
            [image: image, environment: [E: '1']]
        config().services.inner.volumes[0].source == folder.resolve('sub/d').toString()

        where:
        include                                                  || image
        '[sub/compose.yaml]'                                     || 'i:2'
        '[{path: [sub/compose.yaml], env_file: other.env}]'      || 'i:3'
    }

    def "#what is refused where the include stands"() {
        given:
        file('twice.yaml', 'services: {a: {image: other}}')
        file('circle.yaml', 'include: [compose.yaml]')

        expect:
        refusal("include: [$include]\nservices:\n  a: {image: a}") == problem

        where:
        what                        | include       || problem
        'a file that is not there'  | 'none.yaml'   || 'compose.yaml:1:11: there is no file none.yaml to include'
        'a circle'                  | 'circle.yaml' || "circle.yaml:1:11: 'compose.yaml' includes itself, by way of circle.yaml"
        'another service a'         | 'twice.yaml'  || 'compose.yaml:3:3: services.a is also in an included file, at twice.yaml:1:12, and differs'
    }
}
