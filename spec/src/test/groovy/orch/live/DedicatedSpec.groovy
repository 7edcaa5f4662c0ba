package orch.live

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
}
