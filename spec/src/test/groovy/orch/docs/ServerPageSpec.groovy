package orch.docs

import orch.support.LiveSpec
import orch.support.Orch

import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration

/** What docs/server.md shows is done here, as it stands there. */
class ServerPageSpec extends LiveSpec {
    static final String PAGE = Files.readString(Orch.ROOT.resolve('docs/server.md'))

    private static List<String> blocks(String language) {
        (PAGE =~ /(?ms)^```$language\n(.*?)^```$/).collect { it[1] as String }
    }

    def "the script of the page serves, and its commands answer"() {
        given: 'what the page types its commands with'
        assert orch.run('--setup', 'package', 'curl', env: [ORCH_SETUP: ''], limit: Duration.ofMinutes(5)).code == 0

        and: 'the script of the page'
        describe "service('a') { build '$TINY' }"
        def list = orch.file('priorities.csv', 'Project,Priority,Status,Next Action\n')
        orch.file('server.groovy', blocks('groovy')[0])
        def server = orch.start('server.groovy')
        eventually(30) { assert server.out.startsWith('http://') }

        when: 'its commands are typed'
        def typed = blocks('sh')[0].readLines().collect { line ->
            def run = new ProcessBuilder('bash', '-c', line).redirectErrorStream(true)
            run.environment().SERVER = server.out.strip()
            run.start().inputStream.text
        }

        then:
        typed[0].contains('"name":"hello"')
        typed[1] == 'hello\n'
        eventually(30) { assert container('a')?.State?.Running }

        when: 'a line is added to the list'
        list.toFile() << "$name,1,Pending,look\n"

        then: 'it is worked off'
        eventually(30) { assert list.toFile().text =~ /(?m)^$name,1,Done,/ }
        orch.support.EngineSocket.JSON.readValue(page("${server.out.strip()}/api/v1/work"), Map)

        cleanup:
        server?.signal('TERM')
        server?.await()
    }

    def "the page names what the server answers"() {
        given:
        def document = orch.support.EngineSocket.JSON.readValue(getClass().getResource('/orch/serve/http/openapi.json').text, Map)
        def named = (PAGE =~ /(?m)^\| `(.*?)\|/).collect { it[1].replace('`', '') }.join(' ')

        expect:
        document.paths.keySet().findAll { !(it.endsWith('openapi.json')) }.every { path ->
            named.contains((path - '/api/v1').replaceAll(/\{task}/, 'ID').replaceAll(/\{stack}/, 'NAME').replaceAll(/ID\/(kill|retry)/, 'ID/cancel, $1')) ||
                named.contains((path - '/api/v1').tokenize('/').last())
        }
    }
}
