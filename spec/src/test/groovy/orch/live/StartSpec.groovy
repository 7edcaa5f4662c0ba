package orch.live

import orch.support.LiveSpec

/** The main job: a stack is made to run, shown, and taken away again. */
class StartSpec extends LiveSpec {
    private void twoServices() {
        describe """
            service('db') {
                build '$PROBE'
                volume 'data', at: '/data'
                healthcheck { command 'test', '-d', '/data'; every 1.second }
            }
            service('web') {
                build '$PROBE'
                dependsOn 'db'
                port 8080
                healthcheck { http '/health', port: 8080 }
            }
            ensureHealthy()"""
    }

    def "a script makes its stack run and says so with exit code 0"() {
        given:
        twoServices()

        when: 'the script is run'
        def run = orch.run('stack.groovy')

        then: 'everything in it runs'
        run.code == 0
        run.out.contains('2/2 healthy')
        container('db').State.Running
        container('web').State.Running

        and: 'it is reached where status says'
        page("http://127.0.0.1:${hostPort(container('web'))}/health") == 'well'

        and: 'it has a network and a volume of its own'
        engine.networks(name) == ["${name}_default".toString()]
        engine.volumes(name) == ["${name}_data".toString()]
    }

    def "status as JSON tells what the engine tells"() {
        given:
        twoServices()
        assert orch.run('start').code == 0

        when:
        def run = orch.run('status', name, '--json')

        then:
        run.code == 0
        def stack = run.json.stacks[0]
        run.json.stacks.size() == 1
        stack.keySet() as List == ['name', 'env', 'run', 'healthy', 'source', 'services']
        stack.name == name
        stack.env == 'shared'
        stack.run == null
        stack.healthy
        stack.source == 'stack.groovy'
        stack.services*.name == ['db', 'web']

        and: 'a service'
        def web = stack.services[1]
        def real = container('web')
        web.keySet() as List == ['name', 'state', 'health', 'image', 'replicas', 'ports', 'containers']
        web.state == 'running'
        web.health == 'healthy'
        web.image == real.Config.Image
        web.replicas == 1
        web.ports == [[container: 8080, host: hostPort(real), address: '127.0.0.1', protocol: 'tcp']]

        and: 'its container'
        web.containers == [[id: real.Id, name: named('web'), state: 'running', health: 'healthy', restarts: 0,
                            startedAt: real.State.StartedAt]]
    }

    def "stop removes containers and networks and leaves the volumes"() {
        given:
        twoServices()
        assert orch.run('start').code == 0

        when:
        def run = orch.run('stop')

        then:
        run.code == 0
        engine.containers(name).isEmpty()
        engine.networks(name).empty
        engine.volumes(name) == ["${name}_data".toString()]

        and: 'there is nothing left to tell about'
        orch.run('status').out == 'no stacks of ours on this engine\n'

        and: 'a second stop has nothing to do'
        orch.run('stop').code == 0
    }

    def "a whole stack is stopped by what its containers carry: #words, although its script has a mistake by now"() {
        given:
        twoServices()
        assert orch.run('start').code == 0
        describe('service(')

        when:
        def run = orch.run(words.collect { it.replace('FOLDER', orch.folder.toString()) } as String[])

        then:
        run.code == 0
        run.out.contains("removed  ${named('web')}")
        engine.containers(name).isEmpty()
        engine.networks(name).empty

        and: 'what is asked for beyond that needs the script'
        orch.run('stop', '--json').code == 2

        where:
        words << [['stop'], ['stop', '-f', 'stack.groovy'], ['stop', '--stack', 'FOLDER/stack.groovy']]
    }

    def "where a file has made several stacks, stop asks the script which one is meant"() {
        given:
        orch.file('two.groovy', "['a', 'b'].each { one -> stack(\"$name-\$one\") { service('web') { build '$TINY' } }.start() }")
        assert orch.run('two.groovy').code == 0

        when:
        def run = orch.run('stop', '-f', 'two.groovy')

        then:
        run.code == 0
        engine.containers("$name-a").isEmpty()
        !engine.containers("$name-b").isEmpty()
    }

    def "a second start changes nothing on the engine"() {
        given:
        twoServices()
        assert orch.run('stack.groovy').code == 0
        def before = engine.ids(name)
        def proxy = watched()

        when:
        def run = orch.run('stack.groovy')

        then:
        run.code == 0
        proxy.requests.size() > 0
        proxy.mutating() == []
        proxy.hidden == []
        engine.ids(name) == before
    }

    def "a start that has something to do goes through the same socket"() {
        given:
        twoServices()
        def proxy = watched()

        expect: 'so that counting nothing means something'
        orch.run('stack.groovy').code == 0
        proxy.mutating().count { it.startsWith('POST /containers/create') } == 2
        proxy.mutating().count { it ==~ 'POST /containers/[^/]+/start' } == 2
        proxy.hidden == []
    }

    def "everything that orch makes says whose it is"() {
        given:
        twoServices()

        when:
        assert orch.run('start').code == 0
        def labels = [container('web').Config.Labels,
                      engine.socket.get("/networks/${name}_default").Labels,
                      engine.socket.get("/volumes/${name}_data").Labels]

        then:
        labels.every { it['orch.stack'] == name }
        labels.every { it['orch.env'] == 'shared' }
        labels.every { it['orch.host'] }
        labels.every { it['orch.source'] == orch.folder.resolve('stack.groovy').toString() }
        labels.every { it['orch.version'] }
        labels.every { it['com.docker.compose.project'] == name }
        labels[0]['orch.service'] == 'web'
        labels[0]['orch.config']
        labels[0]['com.docker.compose.service'] == 'web'
    }

    def "a snippet and standard input do what a file does"() {
        given:
        def stack = "stack('$name') { service 'web', build: '$PROBE', port: 8080, healthcheck: 'true'; ensureHealthy() }"

        when: 'typed on the command line'
        def snippet = orch.run('-e', stack)

        then:
        snippet.code == 0
        container('web').State.Running

        when: 'piped in'
        def before = engine.ids(name)
        def piped = orch.run('-', stdin: stack)

        then: 'it is the same stack'
        piped.code == 0
        engine.ids(name) == before
    }

    def "DOCKER_HOST leads to the engine as ORCH_ENGINE does"() {
        given:
        twoServices()
        def address = orch.environment.remove('ORCH_ENGINE')

        when:
        def run = orch.run('start', env: [DOCKER_HOST: address])

        then:
        run.code == 0
        container('web').State.Running
        orch.run('status', name, env: [DOCKER_HOST: address]).code == 0
    }
}
