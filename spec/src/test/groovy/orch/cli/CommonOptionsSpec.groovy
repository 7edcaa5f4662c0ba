package orch.cli

import java.time.Duration
import orch.dsl.Settings
import orch.model.OrchException
import orch.report.ProgressLines.Detail
import spock.lang.Specification

class CommonOptionsSpec extends Specification {
    def "without any option or variable the settings are plain"() {
        expect:
        settings() == new Settings([], Optional.empty(), false, Detail.TTY, Optional.empty(), false, false, false,
            Optional.empty(), Optional.empty())
    }

    def "#option can be given on the command line or as #variable, and the command line wins"() {
        expect:
        settings([(option): [typed]])[part] == asTyped
        settings([:], [(variable): set])[part] == asSet
        settings([(option): [typed]], [(variable): set])[part] == asTyped
        settings([:], [(variable): ''])[part] == settings()[part]

        where:
        option       | variable        | part       | typed             | set        || asTyped                            | asSet
        '--stack'    | 'ORCH_STACK'    | 'stacks'   | 'dev.groovy'      | 'test'     || ['dev.groovy']                     | ['test']
        '--env'      | 'ORCH_ENV'      | 'env'      | 'shared'          | 'dedicated' || Optional.of('shared')             | Optional.of('dedicated')
        '--progress' | 'ORCH_PROGRESS' | 'progress' | 'quiet'           | 'json'     || Detail.QUIET                       | Detail.JSON
        '--timeout'  | 'ORCH_TIMEOUT'  | 'timeout'  | '5m'              | '10'       || Optional.of(Duration.ofMinutes(5)) | Optional.of(Duration.ofSeconds(10))
        '--engine'   | 'ORCH_ENGINE'   | 'engine'   | 'unix:///a'       | 'tcp://b'  || Optional.of('unix:///a')           | Optional.of('tcp://b')
    }

    def "the flag #option is set by the option, or by #variable as true or 1"() {
        expect:
        settings([(option): ['true']])[part]
        settings([:], [(variable): 'true'])[part]
        settings([:], [(variable): '1'])[part]
        !settings([:], [(variable): 'false'])[part]
        !settings([:], [(variable): '0'])[part]
        !settings([:], [(variable): ''])[part]
        settings([(option): ['true']], [(variable): 'false'])[part]

        where:
        option       | variable        | part
        '--json'     | 'ORCH_JSON'     | 'json'
        '--verbose'  | 'ORCH_VERBOSE'  | 'verbose'
        '--no-color' | 'ORCH_NO_COLOR' | 'noColor'
        '--no-setup' | 'ORCH_NO_SETUP' | 'noSetup'
    }

    def "proving that nothing of others was changed is asked for by option or variable, and forbidden by the variable"() {
        expect:
        settings(given, variables).proveUntouched() == asked

        where:
        given                           | variables                       || asked
        [:]                             | [:]                             || Optional.empty()
        ['--prove-untouched': ['true']] | [:]                             || Optional.of(true)
        ['--prove-untouched': ['true']] | [ORCH_PROVE_UNTOUCHED: 'false'] || Optional.of(true)
        [:]                             | [ORCH_PROVE_UNTOUCHED: 'true']  || Optional.of(true)
        [:]                             | [ORCH_PROVE_UNTOUCHED: '1']     || Optional.of(true)
        [:]                             | [ORCH_PROVE_UNTOUCHED: 'false'] || Optional.of(false)
    }

    def "every common option is one of those above"() {
        expect:
        CommonOptions.ALL*.name().sort() == ['--engine', '--env', '--json', '--junit', '--no-color', '--no-setup', '--progress', '--prove-untouched', '--report',
                                            '--stack', '--timeout', '--verbose']
        CommonOptions.ALL*.variable().sort() == CommonOptions.ALL*.name().sort().collect {
            'ORCH_' + it.substring(2).toUpperCase().replace('-', '_')
        }
    }

    def "a stack of several files is taken as given"() {
        expect:
        settings(['--stack': ['a.groovy', 'b.groovy']], [ORCH_STACK: 'c']).stacks() == ['a.groovy', 'b.groovy']
    }

    def "ORCH_SETUP=#value leaves the machine alone: #alone"() {
        expect:
        settings([:], [ORCH_SETUP: value]).noSetup() == alone

        where:
        value    || alone
        'never'  || true
        'always' || false
        ''       || false
    }

    def "progress '#progress' on a #where with CI '#ci' is told as #detail"() {
        expect:
        CommonOptions.settings(progress ? ['--progress': [progress]] : [:], [CI: ci], where == 'terminal').progress() == detail

        where:
        progress | where      | ci     || detail
        ''       | 'terminal' | ''     || Detail.TTY
        'auto'   | 'terminal' | ''     || Detail.TTY
        'auto'   | 'terminal' | 'true' || Detail.PLAIN
        ''       | 'pipe'     | ''     || Detail.PLAIN
        'auto'   | 'pipe'     | 'true' || Detail.PLAIN
        'tty'    | 'pipe'     | 'true' || Detail.TTY
        'plain'  | 'terminal' | ''     || Detail.PLAIN
        'json'   | 'terminal' | ''     || Detail.JSON
        'quiet'  | 'terminal' | ''     || Detail.QUIET
    }

    def "#option '#value' is refused with what is possible, typed or set"() {
        when:
        settings(given, variables)

        then:
        def e = thrown(OrchException.BadInput)
        e.message == message

        where:
        [option, value, message, given, variables] << [
            ['--env', 'private', "--env is 'shared' or 'dedicated', not 'private'"],
            ['--env', 'Shared', "--env is 'shared' or 'dedicated', not 'Shared'"],
            ['--progress', 'loud', "--progress is auto, tty, plain, json or quiet, not 'loud'"],
            ['--timeout', '1d', "--timeout '1d' is no duration: 500ms, 60s, 5m or 1h"],
        ].collectMany { [it + [[(it[0]): [it[1]]], [:]], it + [[:], [('ORCH_' + it[0].substring(2).toUpperCase()): it[1]]]] }
    }

    def "'#word' takes the next word: #takes"() {
        expect:
        CommonOptions.takesNextWord(word) == takes

        where:
        word              || takes
        '--stack'         || true
        '-f'              || true
        '--timeout'       || true
        '--json'          || false
        '--no-setup'      || false
        '--timeout=5m'    || false
        '--tail'          || false
        'start'           || false
    }

    private static Settings settings(Map<String, List<String>> given = [:], Map<String, String> environment = [:]) {
        CommonOptions.settings(given, environment, true)
    }
}
