package orch.live

import orch.support.LiveSpec

/** A stack of Compose files that somebody else runs already, or that goes on as a script. */
class AdoptionSpec extends LiveSpec {
    private static final String FILE = """\
        services:
          web:
            build: $PROBE
            ports: ["127.0.0.1::8080"]
            volumes: ["data:/data"]
            environment: {QUOTES: "it's \$\$x \\"y\\""}
            healthcheck: {test: "test -d /data", interval: 1s}
          base:
            build: $TINY
            mem_limit: 64m
            depends_on: {web: {condition: service_healthy}}
        volumes: {data: }
        """.stripIndent()

    def setup() {
        orch.environment.COMPOSE_PROJECT_NAME = name
        orch.file('compose.yaml', FILE)
    }

    def "what Compose runs already is refused with the project and the container named, and left as it is"() {
        given: 'a container as Compose makes it'
        def labels = ['com.docker.compose.project': name, 'com.docker.compose.service': 'web', 'com.docker.compose.container-number': '1',
                      'com.docker.compose.oneoff': 'False', 'com.docker.compose.config-hash': '0' * 64, 'com.docker.compose.version': '2.26.1']
        def id = engine.squat([Image: 'debian:bookworm-slim', Cmd: ['sleep', 'infinity'], Labels: labels], named('web'))

        when:
        def run = orch.run('start')

        then:
        run.code == 5
        run.problem[0] == "orch: container '${named('web')}' exists and is not ours; it was left as it is"
        run.problem.any { it.contains("held by Compose project '$name'") }
        run.problem.any { it.contains('a dedicated copy') }
        run.problem.last() == '  next: orch start --env dedicated'

        and: 'nothing was changed'
        container('web').Id == id
        container('web').State.Running
        engine.leftOf(name) == []

        and: 'what is said next works beside it'
        orch.run('start', '--env', 'dedicated').code == 0
        container('web').Id == id
    }

    def "a script written from a Compose file finds nothing to do where the file runs, and changes what it says"() {
        given:
        assert orch.run('start').code == 0

        when: 'the script has the stack go on'
        def written = orch.run('config', '--groovy')
        orch.file('generated.groovy', written.out)

        then:
        written.code == 0
        orch.run('plan', '-f', 'generated.groovy', '--exit-code').code == 0

        when: 'a script changes one service of the file'
        orch.file('changed.groovy', "compose('compose.yaml') { service('base') { env A: 'b' }; ensureHealthy within: 50.seconds }")
        def web = container('web').Id
        def base = container('base').Id
        def changed = orch.run('changed.groovy')

        then:
        changed.code == 0
        container('web').Id == web
        container('base').Id != base
        container('base').Config.Env.contains('A=b')
    }
}
