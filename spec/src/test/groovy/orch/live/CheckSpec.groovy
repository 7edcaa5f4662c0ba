package orch.live

import java.nio.file.Files
import orch.support.LiveSpec

/** {@code orch check}: proofs about a stack, and the broken twins on which they fail. */
class CheckSpec extends LiveSpec {
    private static List<Map> results(run) {
        run.json.checks as List<Map>
    }

    private static Map<String, String> outcomes(run) {
        results(run).collectEntries { [it.name, it.outcome] }
    }

    private static String reasons(run) {
        results(run)*.reasons.flatten().join('\n')
    }

    private void sound() {
        describe """
            network 'front'
            network 'back'
            service('web') {
                build '$PROBE'
                port 8080
                network 'front'
                volume 'shared', at: '/shared'
                restart 'unless-stopped'
                logging 'json-file', 'max-size': '1m', 'max-file': '2'
                healthcheck { http '/health', port: 8080 }
            }
            service('api') {
                build '$PROBE'
                network 'front'
                network 'back'
                volume 'shared', at: '/data'
                env PASSWORD: secret('password')
                restart 'unless-stopped'
                healthcheck { http '/health', port: 8080 }
            }
            service('db') {
                build '$PROBE'
                network 'back'
                volume 'rows', at: '/data'
                restart 'unless-stopped'
                healthcheck { http '/health', port: 8080 }
            }"""
    }

    def "a sound stack passes all that applies to it, each check says what could have failed it, and nothing is left"() {
        given:
        sound()

        when:
        def run = orch.run('check', '--json', '--junit', 'report.xml', '--facts', 'FACTS.md', limit: java.time.Duration.ofSeconds(120))

        then:
        run.code == 0
        outcomes(run).findAll { it.value != 'passed' } == [loadBalancing: 'skipped']
        results(run).findAll { it.outcome == 'passed' }.every { it.control }
        reasons(run) == 'no service has replicas'

        and: 'who reaches whom is shown as a matrix'
        results(run).find { it.name == 'networkIsolation' }.evidence.any { it.startsWith('web reaches ') && it.contains('db:no') }

        and: 'test reports and the fact log have them as well'
        def report = Files.readString(orch.folder.resolve('report.xml'))
        report.contains('name="check: persistence"')
        Files.readAllLines(orch.folder.resolve('FACTS.md')).count { it ==~ /FACT: \S+ $name check \w+ passed.*/ } == 14

        and: 'the shared stack was not even started, and of the copy nothing is left'
        engine.leftOf(name) == []
    }

    def "broken twins: data without a volume, networks that are one, SIGTERM that is ignored, output that is lost, budgets that are exceeded"() {
        given: 'one stack that has all of these faults'
        describe """
            service('web') {
                build '$PROBE'
                command 'sh', '-c', 'trap "" TERM; mkdir -p /data/runs; echo 1 > /data/runs/1; while true; do :; done'
                cpus 0.2
                stopGrace 1.second
                logging 'none'
                restart 'unless-stopped'
            }
            service('db') {
                build '$PROBE'
                healthcheck { http '/health', port: 8080 }
            }"""

        when:
        def run = orch.run('check', '--json', '--facts', 'FACTS.md', 'persistence', 'networkIsolation', 'apart=web:db', 'run', 'logs', 'bounded=true',
                'memory', 'atMost=1MB', 'idleCpu', 'atMost=5', 'imageSize', 'atMost=1MB', 'startup', 'within=1ms')

        then:
        run.code == 1
        outcomes(run) == [persistence: 'failed', networkIsolation: 'failed', run: 'failed', logs: 'failed', memory: 'failed',
                          idleCpu: 'failed', imageSize: 'failed', startup: 'failed']
        reasons(run).contains("service 'web' writes to /data/runs, which has no volume: it lives in the container's own layer")
        reasons(run).contains('web -> db: reaches ')
        reasons(run) =~ /web-1 ignored SIGTERM and was killed after 1/
        reasons(run) =~ /the output of \S+web-1 is lost/
        reasons(run).contains("nothing bounds the disk that the output of service 'db' takes")
        reasons(run) =~ /memory of all \S+ MB is more than 1 MB/
        reasons(run) =~ /idle processor time \S+ % is more than 5 %/
        reasons(run) =~ /image \S+ \S+ MB is more than 1 MB/
        reasons(run) =~ /stopped to healthy \S+ s is more than 0.0 s/

        and: 'the error names what failed and how to see it again; nothing of it became a fact'
        run.problem[0].startsWith("orch: checks of stack '$name' failed: persistence, networkIsolation, run, logs, memory")
        run.problem.last() == '  next: orch check persistence'
        !Files.exists(orch.folder.resolve('FACTS.md'))
        engine.leftOf(name) == []
    }

    def "broken twins: a secret in the image, an image that builds no more, writes and facts that are torn, a service that does not come back or dies again and again"() {
        given: 'an image that could be built once, on a base that has moved on since'
        engine.tag(engine.specImage('probe'), "$name-base", '1')
        orch.file('leaky/Dockerfile', """
            FROM $name-base:1
            LABEL orch.spec=leaky
            COPY password /tmp/password
            RUN rm /tmp/password && [ -e /usr/local/bin/server ]""".stripIndent())
        describe """
            service('db') {
                build 'leaky'
                env PASSWORD: secret('password')
                command 'sh', '-c', 'trap "exit 0" TERM; sleep 1000000 & wait'
                volume 'rows', at: '/data'
            }
            service('loop') {
                build '$PROBE'
                command 'sh', '-c', 'trap "exit 0" TERM; sleep 1 & wait; exit 3'
                restart 'always'
            }"""
        orch.file('leaky/password', '')
        orch.run('config')
        orch.file('leaky/password', orch.state.resolve("orch/secrets/$name/password").text)
        assert orch.run('start').code == 0
        engine.tag(engine.specImage('tiny'), "$name-base", '1')

        when:
        def run = orch.run('check', '--json', '--here', 'build', 'service=db', 'sharedStorage',
                'writer=i=0; exec 3<>"$1"; while [ $i -lt 500 ]; do i=$((i+1)); echo "$3 $2 $i end" >&3; done',
                'messageBus', 'writer=i=0; while [ $i -lt 100 ]; do i=$((i+1)); printf "$3 " >> "$1"; echo "$2 $i end" >> "$1"; done',
                'restart', 'within=3s')

        then:
        run.code == 1
        outcomes(run) == [build: 'failed', sharedStorage: 'failed', messageBus: 'failed', restart: 'failed']
        reasons(run) =~ /secret 'password' is in a layer of image/
        reasons(run).contains("the build of 'leaky' does not succeed from clean")
        reasons(run) =~ /writer 1 wrote 500 lines, \d+ of them are there/
        reasons(run) =~ /\d+ lines are torn/
        reasons(run) =~ /service 'loop' .*crash loop/
    }

    def "a script says its own checks, with power assertions in the report, and checks of a running stack leave it as it was"() {
        given:
        sound()
        orch.file('mine.groovy', '''
            theStack.check {
                imageSize(atMost: 500.MB)
                custom('answers') {
                    control 'another path is not found'
                    assert http.get(url('web', 8080) + '/nowhere').status == 404
                    eventually(within: 5.seconds) { assert http.get(url('web', 8080) + '/health').text == 'well' }
                    assert exec('db', 'echo', nonce()).out.trim() == nonce()
                    assert tcp('127.0.0.1', url('web', 8080).split(':').last() as int)
                }
                custom('wrong') { assert 'well'.size() == 5 }
            }'''.stripIndent())
        orch.run('start').code == 0
        def before = ['web', 'api', 'db'].collect { container(it).Id }

        when:
        def run = orch.run('mine.groovy')

        then:
        run.code == 1
        run.out.contains('passed  answers')
        run.out.contains('failed  wrong')
        run.out.contains("'well'.size() == 5")
        run.problem[0] == "orch: checks of stack '$name' failed: wrong"
        ['web', 'api', 'db'].collect { container(it).Id } == before

        cleanup:
        orch.run('stop', '--volumes', '--no-snapshot')
    }

    def "what is asked wrongly changes nothing and ends with exit code 2"() {
        given:
        sound()

        expect:
        orch.run('check', 'persistense').problem[0] == "orch: there is no check 'persistense'; did you mean 'persistence'?"
        def wrong = orch.run('check', 'memory', 'build', 'atmost=5MB')
        wrong.code == 2
        wrong.problem[0] == "orch: check 'build' has no argument 'atmost'; did you mean 'atMost'?"
        orch.run('check', '--list').out.contains('networkIsolation: services reach those they share a network with')
    }
}
