package orch.live

import orch.model.Subnet
import orch.support.LiveSpec

/** A private copy of a stack, for one command. */
class DedicatedSpec extends LiveSpec {
    def setup() {
        describe """
            service('web') {
                build '$PROBE'
                port 8080
                volume 'data', at: '/data'
                healthcheck { http '/health', port: 8080 }
            }"""
    }

    /** A script that tells its copy's address and waits for its input to end. */
    private void copy(String words = '') {
        orch.file('copy.groovy', """
            def s = stack('$name') {
                dedicated()
                service('web') {
                    build '$PROBE'
                    port 8080
                    volume 'data', at: '/data'
                    healthcheck { http '/health', port: 8080 }
                }
                $words
            }
            s.ensureHealthy()
            println s.service('web').url(8080)
            System.in.read()""")
    }

    def "a dedicated copy runs beside the shared one, and is gone when its command ends, volumes and all"() {
        given:
        assert orch.run('start').code == 0
        def shared = engine.ids(name)
        copy()

        when: 'a command with a copy runs'
        def running = orch.start('copy.groovy', stdin: null)
        eventually(30) { assert running.out.contains('http://') }
        def names = engine.ids(name).keySet() - shared.keySet()

        then: 'it has names and a host port of its own, and answers'
        names.size() == 1
        names[0] ==~ /$name-[a-z0-9]{5}-web-1/
        def copy = engine.container(names[0])
        copy.Config.Labels['orch.env'] == 'dedicated'
        names[0] == "$name-${copy.Config.Labels['orch.run']}-web-1"
        hostPort(copy) != hostPort(container('web'))
        page(running.out.readLines().find { it.startsWith('http://') } + '/health') == 'well'
        engine.networks(name).size() == 2
        engine.volumes(name).size() == 2

        when: 'the command ends'
        running.closeInput()
        def run = running.await()

        then: 'all of the copy is gone, and the shared one untouched'
        run.code == 0
        engine.ids(name) == shared
        engine.networks(name) == ["${name}_default".toString()]
        engine.volumes(name) == ["${name}_data".toString()]
        container('web').State.Running
    }

    def "--env dedicated makes a copy of any stack for one command"() {
        given:
        def since = engine.now() - 1

        when:
        def run = orch.run('start', '--env', 'dedicated')

        then: 'it was made, it was healthy, and nothing is left'
        run.code == 0
        run.out.contains('1/1 healthy')
        engine.leftOf(name) == []
        engine.events(name, since)*.replaceAll(/$name-[a-z0-9]{5}-/, '').containsAll(['web-1: create', 'web-1: start', 'web-1: destroy'])
    }

    def "two copies run side by side"() {
        given:
        copy()

        when:
        def both = [1, 2].collect { orch.start('copy.groovy', stdin: null) }
        eventually(30) { both.each { assert it.out.contains('http://') } }

        then:
        engine.ids(name).size() == 2
        both.collect { page(it.out.readLines().find { it.startsWith('http://') } + '/health') } == ['well', 'well']

        when:
        both*.closeInput()

        then:
        both*.await()*.code == [0, 0]
        engine.leftOf(name) == []
    }

    def "a dedicated copy that does not become healthy is torn down as well"() {
        given:
        copy "service('sick') { build '$PROBE'; env SICK: 1; healthcheck { http '/health', port: 8080; every 100.ms; retries 3 } }"

        when:
        def run = orch.run('copy.groovy')

        then:
        run.code == 1
        run.problem[0].contains("service 'sick'")
        engine.leftOf(name) == []
    }

    def "#signal tears a dedicated copy down first, and ends with #code"() {
        given:
        copy()
        def running = orch.start('copy.groovy', stdin: null)
        eventually(30) { assert running.out.contains('http://') }

        when:
        running.signal(signal)
        def run = running.await()

        then:
        run.code == code
        engine.leftOf(name) == []

        where:
        signal || code
        'INT'  || 130
        'TERM' || 143
    }

    def "a fixed host port is a free one in a copy, while the shared stack holds it"() {
        given:
        int port = freePort()
        orch.file('stack.groovy', """
            stack('$name') {
                service('web') { build '$PROBE'; port 8080, host: $port; healthcheck { http '/health', port: 8080 } }
            }""")
        orch.file('get', RunSpec.GET)
        assert orch.run('start').code == 0
        assert hostPort(container('web')) == port

        when:
        def run = orch.run('run', '--', 'sh', '-c', 'echo "$ORCH_WEB_8080_PORT"; bash get "$ORCH_WEB_8080_URL/health"')

        then:
        run.code == 0
        run.out.readLines()[0] as int != port
        run.out.readLines()[1] == 'well'
        hostPort(container('web')) == port
        page("http://127.0.0.1:$port/health") == 'well'
    }

    def "other commands reach a copy by its own name while its command runs"() {
        given:
        assert orch.run('start').code == 0
        def shared = engine.ids(name)
        copy()
        def running = orch.start('copy.groovy', stdin: null)
        eventually(30) { assert running.out.contains('http://') }
        def prefix = (engine.ids(name).keySet() - shared.keySet())[0] - '-web-1'
        page(running.out.readLines().find { it.startsWith('http://') } + '/health')

        when:
        def status = orch.run('status', prefix, '--json')
        def text = orch.run('status', '--stack', prefix)
        def logs = orch.run('logs', '--stack', prefix)
        def exec = orch.run('exec', "$prefix/web", '--', 'hostname')

        then:
        status.code == 0
        status.json.stacks*.run == [prefix - "$name-"]
        status.json.stacks[0].env == 'dedicated'
        status.json.stacks[0].services[0].containers*.name == ["$prefix-web-1".toString()]
        text.code == 0
        text.out.contains('1/1 healthy')
        logs.out.contains('GET /health: 200 OK')
        exec.out.strip() == engine.container("$prefix-web-1").Config.Hostname

        and: 'all copies are among all stacks'
        orch.run('status', '--json').json.stacks*.run as Set == [null, prefix - "$name-"] as Set

        when:
        def stop = orch.run('stop', '--stack', prefix)

        then: 'that one is stopped, with its data kept while its command runs'
        stop.code == 0
        engine.ids(name) == shared
        engine.volumes(name).size() == 2

        when:
        running.closeInput()

        then:
        running.await().code == 0
        engine.volumes(name) == ["${name}_data".toString()]
        engine.networks(name) == ["${name}_default".toString()]
    }

    def "an unknown copy's name is told with the nearest known: #verb"() {
        given:
        copy()
        def running = orch.start('copy.groovy', stdin: null)
        eventually(30) { assert running.out.contains('http://') }
        def known = engine.ids(name).keySet()[0] - '-web-1'
        def unknown = known[0..-2] + '_'
        def before = engine.ids(name)
        def proxy = watched()

        when:
        def run = orch.run(*(words.collect { it == 'COPY' ? unknown : it }))

        then:
        run.code == 2
        run.problem[0] == "orch: no stack '$unknown' on this engine; did you mean '$known'?"
        proxy.mutating() == []
        engine.ids(name) == before

        cleanup:
        running?.closeInput()
        running?.await()

        where:
        verb     | words
        'status' | ['status', 'COPY']
        'logs'   | ['logs', '--stack', 'COPY']
        'stop'   | ['stop', '--stack', 'COPY']
    }

    def "two networks of a copy have two small subnets of the pool"() {
        given:
        orch.file('copy.groovy', """
            def s = stack('$name') {
                dedicated()
                network 'back', internal: true
                service('web') { build '$PROBE'; network 'default'; network 'back'; healthcheck { http '/health', port: 8080 } }
            }
            s.ensureHealthy()
            println 'healthy'
            assert s.plan().changes().empty
            System.in.read()""")

        when:
        def running = orch.start('copy.groovy', stdin: null)
        eventually(30) { assert running.out.contains('healthy') }
        def networks = engine.networks(name).collect { engine.socket.get("/networks/$it") }
        def subnets = networks.collect { Subnet.parse(it.IPAM.Config[0].Subnet).get() }

        then:
        networks*.Name*.replaceAll(/$name-[a-z0-9]{5}_/, '') as Set == ['default', 'back'] as Set
        networks*.Labels*.get('orch.stack') == [name, name]
        subnets*.bits() == [26, 26]
        subnets.every { it.overlaps(Subnet.parse('10.213.0.0/16').get()) }
        !subnets[0].overlaps(subnets[1])

        when:
        running.closeInput()

        then:
        running.await().code == 0
        engine.leftOf(name) == []
    }

    def "'#verb --env dedicated' asks which copy is meant, and tells the names of those that there are"() {
        given:
        copy()
        def running = orch.start('copy.groovy', stdin: null)
        eventually(30) { assert running.out.contains('http://') }
        def before = engine.ids(name)

        when:
        def run = orch.run(verb, '--env', 'dedicated')

        then:
        run.code == 2
        run.problem[0].contains("which dedicated copy of stack '$name' is meant?")
        run.err =~ /name it with --stack: $name-\w{5}\n/
        engine.ids(name) == before

        cleanup:
        running?.closeInput()
        running?.await()

        where:
        verb << ['stop', 'restart', 'logs']
    }
}
