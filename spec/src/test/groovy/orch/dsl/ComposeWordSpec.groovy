package orch.dsl

import java.nio.file.Path
import java.time.Duration
import orch.model.Dependency
import orch.model.ImageSource
import orch.model.Mount
import orch.model.Port
import orch.model.Readiness
import orch.model.Service
import spock.lang.Specification
import spock.lang.TempDir

/** {@code compose 'docker-compose.yml'}: a stack from Compose files, and a block that changes it. */
class ComposeWordSpec extends Specification {
    @TempDir
    Path temp
    ScriptFolder scripts

    def setup() {
        scripts = new ScriptFolder(temp)
        scripts.file('shop/docker-compose.yml', '''\
            services:
              db:
                image: postgres:${TAG}
                command: [run, it]
                environment: {A: old, B: kept}
                ports: ["127.0.0.1:5432:5432", "127.0.0.1:9000:9000"]
                volumes: ["data:/data", "./conf:/conf:ro"]
                labels: {team: x}
                networks: [back]
                healthcheck: {test: pg_isready, interval: 1s, retries: 9}
                deploy: {replicas: 1, resources: {limits: {memory: 64M, cpus: "2"}}}
                restart: always
                stop_grace_period: 3s
                cap_add: [NET_ADMIN]
              web: {image: "web:1", depends_on: [db], networks: [back, front]}
              frontend: {image: "front:1", depends_on: [web], networks: [front], volumes: ["assets:/a"]}
              debug: {image: "debug:1", profiles: [debug]}
            networks: {back: {internal: true}, front: }
            volumes: {data: , assets: }
            '''.stripIndent())
        scripts.file('shop/.env', 'TAG=16\n')
    }

    private StackHandle made(String call) {
        (StackHandle) scripts.run(call, 'shop/dev.groovy')
    }

    private Service db(String words) {
        made("compose('docker-compose.yml') { service('db') { $words } }").described().get().services().db
    }

    def "the file is relative to the script, and has the variables of its folder"() {
        expect:
        with(made("compose 'docker-compose.yml'")) {
            name == 'shop'
            described().get().services().keySet() as List == ['db', 'web', 'frontend']
            described().get().services().db.images() == [new ImageSource.Named('postgres:16')]
            source().get() == scripts.folder.resolve('shop/dev.groovy')
        }
    }

    def "several files are merged, and profiles count"() {
        given:
        scripts.file('shop/more.yml', 'services: {db: {environment: {C: new}}}')

        expect:
        with(made("compose('docker-compose.yml', 'more.yml', profiles: ['debug'])").described().get().services()) {
            keySet().contains('debug')
            db.process().environment().keySet() as List == ['A', 'B', 'C']
        }
        made("compose('docker-compose.yml', 'more.yml', profiles: 'debug') { without 'frontend' }").described().get().services().size() == 3
    }

    def "a block that says nothing of a service changes nothing of it"() {
        given:
        def file = made("compose 'docker-compose.yml'").described().get().services().db

        expect:
        db('').toString().replaceAll(/origin=[^,]*/, '') == file.toString().replaceAll(/origin=[^,]*/, '')
    }

    def "#words changes just that"() {
        expect:
        of(db(words)) == value

        where:
        words                                       | of                           || value
        "env A: 'new', C: 'more'"                   | { it.process().environment().collectEntries { k, v -> [k, v.text()] } } || [A: 'new', B: 'kept', C: 'more']
        'port 5432, host: 15432'                    | { it.links().ports() }       || [new Port(9000, 9000, '127.0.0.1', 'tcp'), new Port(5432, 15432, '127.0.0.1', 'tcp')]
        'port 80'                                   | { it.links().ports().size() } || 3
        "tmpfs '/data'"                             | { it.mounts()*.target() }    || ['/conf', '/data']
        "tmpfs '/data'"                             | { it.mounts()[1].class }     || Mount.TmpfsMount
        "volume 'more', at: '/more'"                | { it.mounts()*.target() }    || ['/data', '/conf', '/more']
        "image 'other:1'"                           | { it.images() }              || [new ImageSource.Named('other:1')]
        "command 'walk'"                            | { it.process().command() }   || ['walk']
        "labels more: 'y'"                          | { it.labels() }              || [team: 'x', more: 'y']
        'memory 128.MB'                             | { [it.resources().memory(), it.resources().cpus()] } || [128L << 20, 2.0d]
        "restart 'no'"                              | { it.restart() }             || 'no'
        'replicas 1'                                | { [it.replicas(), it.restart()] } || [1, 'always']
        'stopGrace 10.seconds'                      | { it.process().stopGrace() } || Duration.ofSeconds(10)
        "capAdd 'SYS_TIME'"                         | { it.security().capAdd() }   || ['NET_ADMIN', 'SYS_TIME']
        "network 'front'"                           | { it.attachments()*.network() } || ['back', 'front']
        'healthcheck { retries 2 }'                 | { it.readiness() }           || Readiness.Command.shell('pg_isready', new Readiness.Pace(Duration.ofSeconds(1), Duration.ofSeconds(30), 2, Duration.ZERO))
        'healthcheck { tcp 5432; every 2.seconds }' | { it.readiness() }           || new Readiness.Tcp(5432, new Readiness.Pace(Duration.ofSeconds(2), Duration.ofSeconds(30), 9, Duration.ZERO))
        "healthcheck 'true'"                        | { it.readiness() }           || Readiness.Command.shell('true', Readiness.Pace.DEFAULT)
        'healthcheck { none() }'                    | { it.readiness() }           || Readiness.RUNNING
    }

    def "what a service waits for is changed by the other's name"() {
        expect:
        made("compose('docker-compose.yml') { service('web') { dependsOn 'db' } }").described().get().services().web.dependencies() ==
            [new Dependency('db', Dependency.Condition.HEALTHY, false)]
    }

    def "services are added and left out, and what nobody uses goes with them"() {
        given:
        def stack = made('''compose('docker-compose.yml') {
            service('mail') { image 'mail:1'; dependsOn 'db'; volume 'mails', at: '/m' }
            service 'cache', image: 'cache:1'
            network 'own'
            without 'frontend', 'web'
        }''').described().get()

        expect:
        stack.services().keySet() as List == ['db', 'mail', 'cache']
        stack.networks().keySet() == ['back', 'default', 'own'] as Set
        stack.volumes().keySet() == ['data', 'mails'] as Set
    }

    def "secrets, dedicated and definitions of other scripts work in the block as in a stack's"() {
        given:
        scripts.file('shop/common.groovy', "tag = 'x:2'\nvoid limits(s) { s.memory 32.MB }\n")

        when:
        def handle = made('''
            use 'common.groovy'
            compose('docker-compose.yml') {
                dedicated()
                service('db') { image tag; limits(delegate); env PASSWORD: secret('db') }
            }''')

        then:
        handle.dedicated
        with(handle.described().get().services().db) {
            images() == [new ImageSource.Named('x:2')]
            resources().memory() == 32L << 20
            process().environment().PASSWORD.text().length() == 32
        }
    }

    def "#what is refused: #problem"() {
        when:
        def refusal = scripts.refusal(call, 'shop/dev.groovy')

        then:
        refusal == problem

        where:
        what                   | call                                                             || problem
        'an unknown service'   | "compose('docker-compose.yml') {\n without 'frontent' }"         || "dev.groovy:2: the Compose files have no service 'frontent'; did you mean 'frontend'?"
        'one that others need' | "compose('docker-compose.yml') {\n without 'web' }"              || "dev.groovy:2: service 'web' cannot be left out: 'frontend' depends on it"
        'a new one, mistyped'  | "compose('docker-compose.yml') {\n service('dbb') { port 1 } }"  || "dev.groovy:2: the Compose files have no service 'dbb', and a new one has image '...' or build '...'; did you mean 'db'?"
        'one described twice'  | "compose('docker-compose.yml') { service('db') { port 1 }\n service('db') { port 2 } }" || "dev.groovy:2: service 'db' is described twice, first at dev.groovy:1"
        'a wrong value'        | "compose('docker-compose.yml') { service('db') {\n port 99999 } }" || 'dev.groovy:2: port 99999 is not possible: 1 to 65535'
        'an unknown word'      | "compose('docker-compose.yml') {\n withot 'web' }"               || "dev.groovy:2: unknown word 'withot' in compose of 'shop'; did you mean 'without'?"
        'no such file'         | "\ncompose 'other.yml'"                                          || "dev.groovy:2: there is no file shop/other.yml"
        'no file'              | "compose()"                                                      || "dev.groovy:1: 'compose' takes the name of a Compose file: compose 'docker-compose.yml'"
        'an unknown setting'   | "compose 'docker-compose.yml', profile: 'x'"                     || "dev.groovy:1: 'compose' has no 'profile:'; did you mean 'profiles'?"
        'its place'            | "stack {\n compose 'docker-compose.yml' }"                       || "dev.groovy:2: 'compose' in stack 'dev' is not possible: it stands beside stack { }, not in it"
    }

    def "what is wrong in the Compose file has its place there"() {
        given:
        scripts.file('shop/bad.yml', 'services:\n  a:\n    image: x\n    portz: [1]\n')

        expect:
        scripts.refusal("compose 'bad.yml'", 'shop/dev.groovy').startsWith('shop/bad.yml:4:5: ')
    }
}
