package orch.live

import orch.support.LiveSpec

/** A folder with a Compose file, on a real engine. */
class ComposeSpec extends LiveSpec {
    def setup() {
        orch.environment.COMPOSE_PROJECT_NAME = name
        orch.file('compose.yaml', """\
            services:
              web:
                build: $PROBE
                ports: ["8080"]
                volumes: ["data:/data", "./made:/made"]
                depends_on: {base: {condition: service_started}}
                healthcheck: {test: "test -d /made && test -d /data", interval: 1s}
              base:
                build: $TINY
            volumes: {data: }
            """.stripIndent())
    }

    def "start, status, plan and stop work on it, in its folder and by name"() {
        when:
        def start = orch.run('start')

        then:
        start.code == 0
        container('web').State.Running
        page("http://127.0.0.1:${hostPort(container('web'))}/health") == 'well'

        and: 'it is known by its file and by its name, and nothing is left to do'
        orch.run('status', '-f', 'compose.yaml').code == 0
        orch.run('status', name, '--json').out.contains('compose.yaml"')
        orch.run('plan', '--exit-code').code == 0

        when: 'its canonical form is asked for by both ways in'
        def quick = orch.run('config', '-f', 'compose.yaml')
        orch.environment.ORCH_LANE = 'full'
        def full = orch.run('config', '-f', 'compose.yaml')
        orch.environment.remove('ORCH_LANE')

        then:
        [quick.code, quick.out] == [0, full.out]

        when: 'a second file changes it'
        orch.file('more.yaml', 'services: {web: {environment: {A: b}}}')

        then:
        orch.run('plan', '--exit-code', '-f', 'compose.yaml', '-f', 'more.yaml').code == 6

        when:
        def stop = orch.run('stop')

        then:
        stop.code == 0
        container('web') == null
    }
}
