package orch.live

import java.nio.file.Files
import java.time.Duration
import orch.support.Alone
import orch.support.LiveSpec
import orch.support.Orch

/** {@code orch check}: proofs about a stack, and the broken twins on which they fail. */
class CheckSpec extends LiveSpec {
    private ServerSocket outside

    def cleanup() {
        outside?.close()
    }

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
            service('web') {
                build '$PROBE'
                port 8080
                healthcheck { http '/health', port: 8080 }
            }
            service('db') {
                build '$PROBE'
                volume 'rows', at: '/data'
                healthcheck { http '/health', port: 8080 }
            }"""
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

    def "broken twins: a secret in the image, an image that builds no more, writes and facts that are torn, a service that does not come back"() {
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
            }"""
        orch.file('leaky/password', '')
        orch.run('config')
        orch.file('leaky/password', Files.readString(orch.state.resolve("orch/secrets/$name/password")))
        assert orch.run('start').code == 0
        engine.tag('debian:bookworm-slim', "$name-base", '1')

        when:
        def run = orch.run('check', '--json', '--here', 'build', 'service=db', 'sharedStorage',
                'writer=i=0; exec 3<>"$1"; while [ $i -lt 500 ]; do i=$((i+1)); echo "$3 $2 $i end" >&3; done',
                'messageBus', 'writer=i=0; while [ $i -lt 20 ]; do i=$((i+1)); printf "$3 " >> "$1"; sleep 0.01; echo "$2 $i end" >> "$1"; done', 'facts=20',
                'restart', 'service=db', 'within=2s')

        then:
        run.code == 1
        outcomes(run) == [build: 'failed', sharedStorage: 'failed', messageBus: 'failed', restart: 'failed']
        reasons(run) =~ /secret 'password' is in a layer of image/
        reasons(run).contains("the build of 'leaky' does not succeed from clean")
        reasons(run) =~ /writer [1-4] wrote 500 lines, \d+ of them are there/
        reasons(run) =~ /\d+ lines are torn/
        reasons(run) =~ /db-1 was killed and did not come back within 2 s/
    }

    def "a service that dies again and again is told as a crash loop, although it runs in between"() {
        given:
        describe """
            service('loop') {
                build '$PROBE'
                command 'sh', '-c', 'trap "exit 0" TERM; sleep 1 & wait; exit 3'
                restart 'always'
            }"""

        when:
        def run = orch.run('check', '--json', 'restart')

        then:
        run.code == 1
        reasons(run) =~ /service 'loop' is in a crash loop: it ended by itself with exit code 3 and was started again \d+ times/
        engine.leftOf(name) == []
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
                    assert tcp('db', 8080) && !tcp('db', 8081)
                    assert tcp('127.0.0.1', url('web', 8080).split(':').last() as int)
                }
                custom('wrong') { assert 'well'.size() == 5 }
                custom('trips') { [:].none.none }
            }'''.stripIndent())
        orch.run('start').code == 0
        def before = ['web', 'db'].collect { container(it).Id }

        when:
        def run = orch.run('mine.groovy')

        then:
        run.code == 1
        run.out.contains('passed  answers')
        run.out.contains('failed  wrong')
        run.out.contains("'well'.size() == 5")
        run.out =~ /mine.groovy:13: .*null object/
        run.problem.last() == '  next: orch logs'
        run.problem[0] == "orch: checks of stack '$name' failed: wrong, trips"
        ['web', 'db'].collect { container(it).Id } == before

        cleanup:
        orch.run('stop', '--volumes', '--no-snapshot')
    }

    def "broken twins: a balancer that does not balance, a volume that somebody else has as well, a network that cannot go"() {
        given:
        describe """
            service('web') { build '$PROBE'; replicas 2; volume 'shared', at: '/shared'; healthcheck { http '/health', port: 8080 } }
            service('balancer') {
                build '$PROBE'
                command 'perl', '-MIO::Socket::INET', '-e', '''
                    \$SIG{TERM} = sub { exit 0 }; \$SIG{CHLD} = "IGNORE"; \$| = 1;
                    my \$server = IO::Socket::INET->new(Listen => 16, LocalPort => 8080, ReuseAddr => 1) or die;
                    while (1) {
                        my \$client = \$server->accept or next;
                        next if fork;
                        my \$to = IO::Socket::INET->new(PeerAddr => "$name-web-1:8080") or exit 1;
                        while (my \$line = <\$client>) { print \$to \$line; last if \$line =~ /^\\r?\$/ }
                        \$to->flush; print \$client \$_ while <\$to>; exit 0;
                    }'''
                dependsOn 'web'
                port 8080
                healthcheck { http '/health', port: 8080 }
            }"""
        assert orch.run('start').code == 0
        def stranger = engine.squat([Image: 'debian:bookworm-slim', Cmd: ['sleep', 'infinity'],
                                     HostConfig: [NetworkMode: "${name}_default".toString(), Binds: ["${name}_shared:/x".toString()]]], "$name-stranger")

        when:
        def run = orch.run('check', '--json', '--here', 'loadBalancing', 'after=1s', 'volumes', 'cleanup')

        then:
        run.code == 1
        outcomes(run) == [loadBalancing: 'failed', volumes: 'failed', cleanup: 'failed']
        reasons(run).contains("${named('web', 2)} gets next to none of the traffic")
        reasons(run) =~ /\d+ requests were lost in spite of retries/
        reasons(run).contains("container '$name-stranger', which is not of this copy, has its volumes as well")
        reasons(run).contains("network '${name}_default' stays as it is: a container that is not ours is in it")

        and: 'what is not ours was not touched, and what was stopped runs again'
        engine.container(stranger).State.Running
        ['web', 'balancer'].every { container(it).State.Running }

        cleanup:
        engine.remove("$name-stranger")
        orch.run('stop', '--volumes', '--no-snapshot')
    }

    def "a Compose file is checked as it is, on a copy that is gone afterwards; lean copies take less"() {
        given:
        orch.file('compose.yaml', """
            name: $name
            services:
              web:
                build: $PROBE
                healthcheck: {test: [CMD, perl, -e, exit 0], interval: 1s}
                volumes: [data:/data]
                networks: [front]
                logging: {driver: json-file, options: {max-size: 1m, max-file: '2'}}
              redis:
                build: {context: $PROBE}
                networks: [back]
            networks: {front: {}, back: {internal: true}}
            volumes: {data: {}}
            """.stripIndent())

        when:
        def run = orch.run('check', '--json', 'networkIsolation', "outside=$address", 'persistence', 'service=web', 'memory', 'lean=true',
                'logs', 'bounded=true', 'service=web', 'loadBalancing')

        then:
        run.code == 0
        outcomes(run) == [networkIsolation: 'passed', persistence: 'passed', memory: 'passed', logs: 'passed', loadBalancing: 'skipped']
        reasons(run) == 'no service has replicas'
        results(run)[0].evidence.containsAll(['web reaches redis:no outside:yes host:yes', 'redis reaches web:no outside:no host:yes'])
        results(run)[2].figures*.name.containsAll(['memory of a lean copy', 'saved by lean()'])
        engine.leftOf(name) == []
    }

    def "output of a process that became another user, as databases do, is checked as well"() {
        given: 'nobody else in the container may open it'
        describe "service('db') { build '$PROBE'; command 'setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', 'server' }"
        assert orch.run('start').code == 0
        assert engine.exec(named('db'), 'sh', '-c', 'true >> /proc/1/fd/1 || echo closed').contains('closed')

        when:
        def run = orch.run('check', '--json', '--here', 'logs', 'lines=3000')

        then:
        outcomes(run) == [logs: 'passed']
        results(run)[0].figures.find { it.name == 'lines had back' }.value == 2999
        results(run)[0].control == 'line 1501 was not printed, and its absence was noticed'
    }

    /** An address that is outside of all networks of the engine, and where something listens. */
    private String getAddress() {
        outside = outside ?: new ServerSocket(0, 1, InetAddress.getByName('0.0.0.0'))
        def socket = new DatagramSocket()
        socket.connect(new InetSocketAddress('192.0.2.254', 9))
        "$socket.localAddress.hostAddress:$outside.localPort"
    }

    def "what is asked wrongly changes nothing and ends with exit code 2"() {
        given:
        sound()

        expect:
        orch.run('check', 'persistense').problem[0] == "orch: there is no check 'persistense'; did you mean 'persistence'?"
        def wrong = orch.run('check', 'memory', 'build', 'atmost=5MB')
        wrong.code == 2
        wrong.problem[0] == "orch: check 'build' has no argument 'atmost'; did you mean 'atMost'?"

        and: 'the last value is read before the first check begins'
        def late = orch.run('check', 'persistence', 'logs', 'lines=many')
        late.code == 2
        late.problem[0] == "orch: 'lines' of check 'logs' is a whole number, not 'many'"
        orch.run('check', 'restart', 'service=dv').problem[0].contains("'dv'")
        engine.leftOf(name) == []

        and: 'help tells what there is'
        orch.run('check', '--list').out.contains('networkIsolation: services reach those they share a network with')
    }

    @Alone('one of its checks looks at all that is not ours')
    def "the conductor, a small but real system, passes every check, and a script of the page about checks as well"() {
        given: 'its own script, under a name of this feature'
        copyOf('images/conductor')
        copyOf('conductor')
        orch.file('stack.groovy', Files.readString(Orch.ROOT.resolve('scripts/conductor.groovy')).replace("stack('conductor')", "stack('$name')"))
        orch.file('prove.groovy', (Files.readString(Orch.ROOT.resolve('docs/checks.md')) =~ /(?ms)^```groovy\n(.*?)^```$/)[0][1] as String)

        when:
        def run = orch.run('check', '--json', '--junit', 'report.xml', '--facts', 'FACTS.md', limit: Duration.ofSeconds(300))

        then:
        run.code == 0
        outcomes(run).findAll { it.value != 'passed' } == [:]
        outcomes(run).size() == 15
        results(run).every { it.control }

        and: 'who reaches whom is shown as a matrix, both ways, with the host and the outside'
        results(run).find { it.name == 'networkIsolation' }.evidence.any { it.startsWith('web reaches api:no balancer:yes') && it.contains('host:') }
        results(run).find { it.name == 'networkIsolation' }.evidence.any { it == 'outside reaches balancer:no web:no' }

        and: 'test reports and the fact log have them as well'
        Files.readString(orch.folder.resolve('report.xml')).contains('name="check: persistence"')
        Files.readAllLines(orch.folder.resolve('FACTS.md')).count { it ==~ /FACT: \S+ $name check \w+ passed.*/ } == 15

        and: 'its images are small'
        results(run).find { it.name == 'imageSize' }.figures.every { it.value < 120 }

        when:
        def page = orch.run('prove.groovy', '--env', 'dedicated', limit: Duration.ofSeconds(120))

        then:
        page.code == 0
        engine.leftOf(name) == []
    }

    private void copyOf(String folder) {
        def from = Orch.ROOT.resolve('scripts').resolve(folder)
        Files.walk(from).withCloseable { files ->
            files.filter { Files.isRegularFile(it) }.forEach {
                def to = orch.folder.resolve(folder).resolve(from.relativize(it).toString())
                Files.createDirectories(to.parent)
                Files.copy(it, to)
            }
        }
    }
}
