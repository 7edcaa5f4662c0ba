package orch.live

import java.nio.file.Files
import orch.support.JUnitReport
import orch.support.LiveSpec

/** What CI systems read of a command: JUnit's XML, and what GitHub Actions and GitLab take from its output. */
class ReportsSpec extends LiveSpec {
    private JUnitReport report(String file = 'reports/orch.xml') {
        new JUnitReport(Files.readString(orch.folder.resolve(file)))
    }

    private Map<String, String> github() {
        [CI: 'true', GITHUB_ACTIONS: 'true', GITHUB_WORKSPACE: orch.folder.toString(),
         GITHUB_STEP_SUMMARY: "$temporary/summary".toString(), GITHUB_OUTPUT: "$temporary/output".toString()]
    }

    private String written(String file) {
        Files.readString(temporary.resolve(file))
    }

    private void stack(String words = '') {
        describe """
            service('web') { build '$PROBE'; port 8080; env PASSWORD: secret('password'); healthcheck { http '/health', port: 8080 } }
            service('db') { build '$PROBE' }
            $words"""
    }

    private String secret() {
        Files.readString(orch.state.resolve("orch/secrets/$name/password"))
    }

    def "a start on GitHub Actions: folded progress, masked secrets, a summary, addresses as outputs, a report"() {
        given:
        stack()

        when:
        def run = orch.run('start', '--json', '--junit', 'reports/orch.xml', env: github())

        then: 'the secret is told before anything else; standard output is the result and nothing else'
        run.code == 0
        def lines = run.err.readLines()
        lines[0] == "::add-mask::${secret()}"
        lines[1] == "::group::orch start $name"
        lines.last() == '::endgroup::'
        lines.count { it.contains(secret()) } == 1
        run.json.stacks[0].name == name

        and: 'addresses are outputs of the step'
        def url = "http://127.0.0.1:${hostPort(container('web'))}"
        def outputs = written('output').readLines()
        outputs.contains("web_url=$url".toString())
        outputs.contains("web_8080_url=$url".toString())
        outputs.contains("urls={\"web\":\"$url\"}".toString())
        def delimiter = outputs.find { it.startsWith('addresses<<') } - 'addresses<<'
        outputs.last() == delimiter
        outputs.contains("ORCH_WEB_8080_URL=$url".toString())

        and:
        written('summary').contains("| $name | web | :white_check_mark: well |")
        written('summary').contains(" $url |")

        and:
        report().totals == [name: 'orch start', tests: '2', failures: '0', errors: '0', skipped: '0']
        report().cases*.name.sort() == ['db', 'web']

        when: 'it is started again under GitLab, told by a variable of the job'
        def again = orch.run('restart', 'web', env: [GITLAB_CI: 'true', ORCH_JUNIT: 'second.xml'])

        then:
        again.code == 0
        again.err =~ /\u001b\[0Ksection_start:\d+:orch_\d+_1\[collapsed=true]\r\u001b\[0Korch restart $name\n/
        again.err =~ /\u001b\[0Ksection_end:\d+:orch_\d+_1\r\u001b\[0K\n/
        report('second.xml').cases*.name == ['web']

        when: 'a command that starts nothing comes after it'
        def before = Files.readString(orch.folder.resolve('second.xml'))
        def logs = orch.run('logs', 'web', env: [ORCH_JUNIT: 'second.xml'])

        then:
        logs.code == 0
        Files.readString(orch.folder.resolve('second.xml')) == before
    }

    def "a service that fails is a failed case with its last lines, an annotation at its line, and a folded report; nothing shows a secret"() {
        given:
        stack "service('sick') { build '$PROBE'; env SICK: 1, TOKEN: secret('password'); dependsOn 'web'; " +
                "command 'sh', '-c', 'echo the token is \$TOKEN; exec server'; healthcheck { http '/health', port: 8080; every 100.ms; retries 2 } }"

        when:
        def run = orch.run('start', '--junit', 'reports/orch.xml', env: github())

        then:
        run.code == 1
        def at = Files.readAllLines(orch.folder.resolve('stack.groovy')).findIndexOf { it.contains("service('sick')") } + 1
        def annotations = run.err.readLines().findAll { it.startsWith('::error ') }
        annotations.size() == 1
        annotations[0].startsWith("::error file=stack.groovy,line=$at,title=orch::service 'sick' is not healthy")

        and:
        report().of('web').kind == 'passed'
        report().of('sick').kind == 'failure'
        report().of('sick').message.startsWith("service 'sick' is not healthy")
        report().of('sick').text.contains('GET /health: 503')
        report().of('sick').text.contains('the token is ***')

        and:
        written('summary').contains('<details><summary>orch: service')
        written('summary').contains('the token is ***')
        !written('summary').contains(secret())
        !Files.readString(orch.folder.resolve('reports/orch.xml')).contains(secret())
        run.err.readLines().count { it.contains(secret()) } == 1
    }

    def "a command on a copy is a case; its copy's services are others"() {
        given:
        stack()

        when:
        def run = orch.run('run', '--junit', 'orch.xml', '--', 'sh', '-c', 'exit 3')

        then:
        run.code == 3
        report('orch.xml').cases.collect { [it.name, it.kind, it.message] } ==
                [['web', 'passed', ''], ['db', 'passed', ''], ['run: sh -c exit 3', 'failure', 'exit code 3']]
    }

    def "an interrupted start leaves its report, and takes an older one away"() {
        given:
        orch.file('orch.xml', 'an older one')
        describe "service('web') { build '$PROBE'; env SICK: 1; healthcheck { http '/health', port: 8080; startPeriod 60.seconds } }"
        def running = orch.start('start', '--junit', 'orch.xml')
        eventually(30) { assert container('web')?.State?.Running }

        when:
        running.signal('TERM')
        def run = running.await()

        then:
        run.code == 143
        report('orch.xml').of('web').kind == 'skipped'
        report('orch.xml').of('start').message == 'interrupted'
    }
}
