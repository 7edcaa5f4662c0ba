package orch.live

import orch.support.LiveSpec

/** How orch tells that a service is ready. */
class ReadinessSpec extends LiveSpec {
    def "http, tcp, log and command checks are waited for, whether or not a port is published"() {
        given: 'services that listen only after a while'
        describe """
            service('http') { build '$PROBE'; env DELAY: 1; healthcheck { http '/health', port: 8080 } }
            service('tcp') { build '$PROBE'; env DELAY: 1; healthcheck { tcp 8080 } }
            service('log') { build '$PROBE'; env DELAY: 1; healthcheck { log 'ready on \\\\d+' } }
            service('command') { build '$PROBE'; env DELAY: 1; healthcheck { command 'grep -q :1F90 /proc/net/tcp' } }
            service('published') { build '$PROBE'; env DELAY: 1; port 8080; healthcheck { tcp 8080 } }"""

        when:
        def run = orch.run('start')

        then: 'all of them listen when it returns'
        run.code == 0
        ['http', 'tcp', 'log', 'command', 'published'].every { output(it).contains('ready on 8080') }

        and: 'status agrees, by asking again'
        def status = orch.run('status', name, '--json')
        status.code == 0
        status.json.stacks[0].services*.health.every { it == 'healthy' }
    }

    def "a log line of an earlier run does not count"() {
        given: 'a service that tells each start at its end'
        describe "service('web') { build '$PROBE'; env DELAY: 1; healthcheck { log 'ready on' } }"
        assert orch.run('start').code == 0

        when:
        def run = orch.run('restart')

        then: 'the restart waits for the second line'
        run.code == 0
        output('web').readLines().count { it.contains('ready on') } == 2
    }

    def "the image's own health check is the default"() {
        given:
        orch.file('recipe/Dockerfile', """\
            FROM debian:bookworm-slim
            HEALTHCHECK --interval=1s CMD test -e /tmp/up
            CMD ["sh", "-c", "trap 'exit 0' TERM; sleep 1; touch /tmp/up; sleep 1000000 & wait"]
            """.stripIndent())
        describe "service 'web', build: 'recipe'"

        when:
        def run = orch.run('start')

        then:
        run.code == 0
        engine.exec(named('web'), 'ls', '/tmp/up') == '/tmp/up\n'
    }

    def "start --no-wait does not wait"() {
        given:
        describe "service('web') { build '$PROBE'; env DELAY: 5; healthcheck { http '/health', port: 8080 } }"

        when:
        def run = orch.run('start', '--no-wait')

        then:
        run.code == 0
        container('web').State.Running
        !output('web').contains('ready on')
        orch.run('status', name, '--json').json.stacks[0].services[0].health == 'starting'
    }

    private String output(String service) {
        engine.output(named(service))
    }
}
