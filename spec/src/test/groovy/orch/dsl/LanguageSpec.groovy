package orch.dsl

import orch.model.Dependency
import orch.model.Dependency.Condition
import orch.model.ImageSource
import orch.model.Mount
import orch.model.Port
import orch.model.Readiness
import orch.model.Value
import spock.lang.Specification
import spock.lang.TempDir

import java.nio.file.Path
import java.time.Duration

/** What stack files say, and the records that come of it. */
class LanguageSpec extends Specification {
    @TempDir
    Path folder

    @Delegate
    private Scripts scripts

    def setup() {
        scripts = new Scripts(folder)
        file('images/app/Dockerfile', 'FROM scratch')
    }

    private service(String block) {
        stack("service('a') { image 'x:1'; $block }\n service 'b', image: 'x:1'").service('a')
    }

    def "a service on one line says the same as one in a block"() {
        when:
        def stack = stack("""
            service 'line', image: 'redis:7', healthcheck: 'redis-cli ping', port: 6379, env: [A: 'b']
            service('block') { image 'redis:7'; healthcheck 'redis-cli ping'; port 6379; env A: 'b' }""")

        then:
        def (line, block) = ['line', 'block'].collect { stack.service(it) }
        ['images', 'readiness', 'links', 'process'].every { line."$it"() == block."$it"() }
    }

    def "ways to an image are kept in the order of the file"() {
        expect:
        service("").images() == [new ImageSource.Named('x:1')]
        stack("service('a') { image 'p:1', otherwise: build('images/app') }").service('a').images() ==
                [new ImageSource.Named('p:1'), ImageSource.Recipe.of(folder.resolve('images/app'))]
        stack("service('a') { image 'p:1', otherwise: ['q', build('images/app', target: 't', args: [V: 1])] }").service('a').images() ==
                [new ImageSource.Named('p:1'), new ImageSource.Recipe(folder.resolve('images/app'), 'Dockerfile', [V: '1'], 't'),
                 new ImageSource.Named('q:latest')].sort { it instanceof ImageSource.Recipe ? 2 : 1 }
    }

    def "#text gives #expected"() {
        expect:
        property.split('[.]').inject(service(text)) { Object owner, part -> owner."$part"() } == expected

        where:
        text                                            | property                | expected
        'port 80'                                       | 'links.ports'           | [new Port(80, 0, '127.0.0.1', 'tcp')]
        "port 80, host: 81, address: '0.0.0.0'"         | 'links.ports'           | [new Port(80, 81, '0.0.0.0', 'tcp')]
        "port 53, protocol: 'udp'"                      | 'links.ports'           | [new Port(53, 0, '127.0.0.1', 'udp')]
        "env A: 1, B: null, C: 'c'"                     | 'process.environment'   | [A: new Value.Plain('1'), C: new Value.Plain('c')]
        "volume 'v', at: '/v', readOnly: true"          | 'mounts'                | [new Mount.VolumeMount('v', '/v', true)]
        "tmpfs '/t', size: 1.MB"                        | 'mounts'                | [new Mount.TmpfsMount('/t', 1048576)]
        "dependsOn 'b'"                                 | 'dependencies'          | [new Dependency('b', Condition.HEALTHY, false)]
        "dependsOn started('b'), restart: true"         | 'dependencies'          | [new Dependency('b', Condition.STARTED, true)]
        "dependsOn completed('b')"                      | 'dependencies'          | [new Dependency('b', Condition.COMPLETED, false)]
        "command 'redis-server --port 1'"               | 'process.command'       | ['redis-server', '--port', '1']
        "command 'echo \"a b\"'"                        | 'process.command'       | ['/bin/sh', '-c', 'echo "a b"']
        "command 'a', 'b c'"                            | 'process.command'       | ['a', 'b c']
        "memory 256.MB"                                 | 'resources.memory'      | 256L * 1024 * 1024
        'cpus 0.5'                                      | 'resources.cpus'        | 0.5d
        'stopGrace 2.minutes'                           | 'process.stopGrace'     | Duration.ofMinutes(2)
        "user 1000"                                     | 'process.user'          | '1000'
        "capAdd 'cap_net_admin'"                        | 'security.capAdd'       | ['NET_ADMIN']
        'readOnly()'                                    | 'security.readOnlyRoot' | true
        "restart 'unless-stopped'"                      | 'restart'               | 'unless-stopped'
        'oneShot()'                                     | 'oneShot'               | true
        'replicas 3'                                    | 'replicas'              | 3
        "labels team: 'x'"                              | 'labels'                | [team: 'x']
    }

    def "a health check of #text"() {
        expect:
        service("healthcheck { $text; every 100.ms; timeout 2.seconds; retries 4; startPeriod 1.minute }").readiness() == expected

        where:
        text                                   | expected
        "command 'a b'"                        | new Readiness.Command(['/bin/sh', '-c', 'a b'], PACE)
        "command 'a', 'b'"                     | new Readiness.Command(['a', 'b'], PACE)
        "http '/h', port: 80"                  | new Readiness.Http('/h', 80, 0, PACE)
        "http '/h', port: 80, status: 204"     | new Readiness.Http('/h', 80, 204, PACE)
        'tcp 80'                               | new Readiness.Tcp(80, PACE)
        "log 'ready.*'"                        | new Readiness.LogLine('ready.*', PACE)
        'none()'                               | Readiness.RUNNING
    }

    private static final Readiness.Pace PACE =
            new Readiness.Pace(Duration.ofMillis(100), Duration.ofSeconds(2), 4, Duration.ofMinutes(1))

    def "methods and variables of the script are at hand in its blocks"() {
        when:
        def handle = run('''
            def tag() { 'x:1' }
            shared = 'of the binding'
            def local = 'of the script'
            stack('dev') {
                ['a', 'b'].each { name ->
                    service(name) {
                        image tag()
                        env SHARED: shared, LOCAL: local
                    }
                }
            }''') as StackHandle

        then:
        handle.described().get().services().keySet() as List == ['a', 'b']
        handle.described().get().service('b').process().environment().values()*.text() == ['of the binding', 'of the script']
    }

    def "another script shares its methods and variables"() {
        given:
        file('lib/common.groovy', "def tag() { 'x:7' }\nregion = 'north'")

        expect:
        def handle = run("use 'lib/common.groovy'\nstack('dev') { service('a') { image tag(); env R: region } }") as StackHandle
        def a = handle.described().get().service('a')
        a.images() == [new ImageSource.Named('x:7')]
        a.process().environment().R.text() == 'north'
    }

    def "a stack without a name has that of its file, and stack.groovy that of its folder"() {
        expect:
        (run("stack { service 'a', image: 'x' }", 'my shop.groovy') as StackHandle).name == 'my-shop'
        (run("stack { service 'a', image: 'x' }", 'orders/stack.groovy') as StackHandle).name == 'orders'
    }

    def "a secret is the same each time, and never shown"() {
        when:
        def first = stack("service('a') { image 'x'; env P: secret('db') }").service('a').process().environment().P
        def second = stack("service('a') { image 'x'; env P: secret('db') }").service('a').process().environment().P
        run("println 'it is ${first.text()}'")

        then:
        first.text() == second.text()
        first.text().length() >= 32
        "$first" == 'secret(db)'
        printed.toString() == 'it is ***\n'
    }

    def "folders and files are read relative to the script"() {
        expect:
        run("stack('dev') { service('a') { build '../images/app'; mount 'conf', at: '/c' } }", 'sub/dev.groovy')
                .described().get().service('a').mounts() == [new Mount.BindMount(folder.resolve('sub/conf'), '/c', false)]
    }
}
