package orch.docs

import java.nio.file.Files
import orch.support.Job
import orch.support.JUnitReport
import orch.support.LiveSpec
import orch.support.Orch
import org.yaml.snakeyaml.Yaml
import spock.lang.Shared

/** What docs/ci.md shows is run as it stands there, as the runners of those systems run it. */
class ContinuousIntegrationSpec extends LiveSpec {
    @Shared
    String page = Files.readString(Orch.ROOT.resolve('docs/ci.md'))

    private List<String> snippets(String section, String language) {
        def text = page.split(/(?m)^## /).find { it.startsWith(section) }
        (text =~ /(?ms)^```$language\n(.*?)^```$/).collect { (it[1] as String).replace("stack('ci')", "stack('$name-ci')").replace('--stack ci', "--stack $name-ci") }
    }

    /** A folder with what the page supposes: a stack, a test that asks it, orch itself. */
    def setup() {
        describe "service('web') { build '$PROBE'; port 8080; env PASSWORD: secret('password'); healthcheck { http '/health', port: 8080 } }"
        orch.file('integration-tests.sh', '''#!/bin/bash
            [[ ${URL:-$ORCH_WEB_8080_URL} =~ ^http://([^:/]+):([0-9]+)$ ]]
            exec 3<>"/dev/tcp/${BASH_REMATCH[1]}/${BASH_REMATCH[2]}"
            printf 'GET /health HTTP/1.0\\r\\n\\r\\n' >&3
            grep well <&3''').toFile().executable = true
        Files.createSymbolicLink(orch.folder.resolve('orch'), Orch.ROOT.resolve('orch'))
        Files.createSymbolicLink(Files.createDirectories(orch.folder.resolve('images')).resolve('web'), PROBE)
    }

    def "every snippet for GitHub works, with the action of this repository"() {
        given:
        def action = Orch.ROOT.resolve('action.yml')
        def jobs = snippets('GitHub', 'yaml').collect {
            def described = new Yaml().load(it) as Map
            (described.steps ?: described.jobs.values().first().steps) as List<Map>
        }

        when:
        def ran = jobs.collect { steps ->
            def job = new Job(orch, temporary, [CI: 'true', GITHUB_ACTIONS: 'true', GITHUB_WORKSPACE: orch.folder.toString()])
            job.github(steps, action)
            job.ran
        }

        then:
        ran*.size() == [4, 1, 3]
        ran[0][0].summary.contains("| $name | web | :white_check_mark: well |")
        ran[0][1].run.out.contains('well')
        ran[1][0].run.out.contains('well')
        new JUnitReport(Files.readString(orch.folder.resolve('orch.xml'))).cases*.name == ['web', 'run: ./integration-tests.sh']

        and: 'what is stopped is gone, what was a copy as well'
        engine.leftOf("$name-ci") == []
        engine.containers(name).keySet() == [named('web')] as Set

        cleanup:
        engine?.removeAll("$name-ci")
    }

    def "the action hands words on as they were quoted, and expands nothing"() {
        given:
        orch.file('scripts/show.groovy', "args 'WORD...', 'any'\nprintln args.join('|')")
        def step = [id: 'a', uses: 'example/orch@v1', with: [command: 'show', args: '''one "two three" '$HOME $(touch expanded)' ''']]

        when:
        def job = new Job(orch, temporary, [CI: 'true', GITHUB_ACTIONS: 'true'])
        job.github([step], Orch.ROOT.resolve('action.yml'))

        then:
        job.ran[0].run.out == 'one|two three|$HOME $(touch expanded)\n'
        !Files.exists(orch.folder.resolve('expanded'))
    }

    def "the snippet for GitLab works, and its report is one"() {
        given:
        def described = new Yaml().load(snippets('GitLab', 'yaml')[0]).integration as Map

        when:
        def job = new Job(orch, temporary, [CI: 'true', GITLAB_CI: 'true'])
        job.shell(['bash', '-eo', 'pipefail'], (described.script as List<String>).join('\n'))

        then:
        job.ran[0].run.err.contains("[collapsed=true]\r\u001b[0Korch start $name")
        new JUnitReport(Files.readString(orch.folder.resolve(described.artifacts.reports.junit as String))).totals.failures == '0'
        engine.leftOf(name) == []
    }

    def "the snippet for Jenkins works, and its report is one"() {
        given:
        def pipeline = snippets('Jenkins', 'groovy')[0]
        def step = (pipeline =~ /(?m)^\s+sh '(.*)'$/)[0][1] as String
        def report = (pipeline =~ /(?m)^\s+junit '(.*)'$/)[0][1] as String

        when:
        new Job(orch, temporary, [CI: 'true', JENKINS_URL: 'http://localhost/', BUILD_ID: '1']).shell(['sh', '-xe'], step)

        then:
        new JUnitReport(Files.readString(orch.folder.resolve(report))).totals.failures == '0'
        engine.leftOf(name) == []
    }
}
