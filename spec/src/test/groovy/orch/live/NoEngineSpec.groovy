package orch.live

import orch.support.Orch
import spock.lang.Specification
import spock.lang.TempDir

import java.nio.file.Path

/** Where no engine answers: what was tried, and nothing in its place. */
class NoEngineSpec extends Specification {
    @TempDir
    Path temporary

    def "#words[0] without an engine ends with exit code 3 and says where it looked"() {
        given:
        def orch = new Orch(temporary)
        orch.file('stack.groovy', "stack('nothing') { service 'web', image: 'web:1' }")

        when:
        def run = orch.run(*words, '--no-setup', env: [(variable): "unix://$temporary/none.sock".toString()])

        then:
        run.code == 3
        run.problem[0].contains("no engine answers at unix://$temporary/none.sock")
        run.problem[0].contains(variable)
        run.problem.last() == '  next: orch doctor'
        run.out == ''
        !(run.out + run.err).contains('docker ')

        where:
        words      | variable
        ['start']  | 'ORCH_ENGINE'
        ['plan']   | 'ORCH_ENGINE'
        ['status'] | 'ORCH_ENGINE'
        ['start']  | 'DOCKER_HOST'
        ['status'] | 'DOCKER_HOST'
    }

    def "under --json the error is a document on standard output"() {
        given:
        def orch = new Orch(temporary, [ORCH_ENGINE: "unix://$temporary/none.sock".toString()])

        when:
        def run = orch.run('status', '--json')

        then:
        run.code == 3
        run.json.error.exitCode == 3
        run.json.error.problem.contains('none.sock')
    }

    def "what needs no engine asks none"() {
        given:
        def orch = new Orch(temporary, [ORCH_ENGINE: "unix://$temporary/none.sock".toString()])

        expect:
        orch.run(*words).code == 0

        where:
        words << [['help'], ['help', 'start'], ['help', 'port'], ['version'], ['version', '--json'], ['start', '--help'], ['-e', 'println 1 + 1']]
    }

    def "an address that is none, and a context that does not exist, are mistakes"() {
        given:
        def orch = new Orch(temporary)

        when:
        def run = orch.run('status', env: variables)

        then:
        run.code == 2
        run.problem[0].contains(variables.values()[0])

        where:
        variables << [[ORCH_ENGINE: 'nonsense'], [DOCKER_HOST: 'ftp://somewhere'], [DOCKER_CONTEXT: 'no-such-context']]
    }
}
