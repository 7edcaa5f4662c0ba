package orch.live

import orch.support.LiveSpec

/** Mistakes in a script: exit code 2, file and line, and the engine is not even asked. */
class ScriptErrorSpec extends LiveSpec {
    def "#mistake is told with file and line, and nothing is asked of the engine"() {
        given:
        def proxy = watched()
        orch.file('stack.groovy', "// the first line\nstack('$name') {\n    service('web') { build '$PROBE' }\n    $line\n}\n")

        when:
        def run = orch.run('start')

        then:
        run.code == 2
        run.problem[0].startsWith('orch: stack.groovy:4: ')
        run.problem[0].contains(told)
        proxy.requests == []

        where:
        mistake               | line                                                        || told
        'an unknown word'     | "service('db') { imagee 'postgres' }"                       || "did you mean 'image'?"
        'a wrong argument'    | "service('db') { image 'x'; port 'http' }"                  || "the text 'http'"
        'an impossible port'  | "service('db') { image 'x'; port 70000 }"                   || '70000'
        'no image'            | "service('db') { port 80 }"                                 || 'image'
        'a second of a name'  | "service('web') { image 'x' }"                              || "service 'web' is described twice"
        'an unknown service'  | "service('db') { image 'x'; dependsOn 'wbe' }"              || "did you mean 'web'?"
        'a circle'            | "service('a') { image 'x'; dependsOn 'a' }"                 || 'a'
        'a missing recipe'    | "service('db') { build 'nowhere' }"                         || 'no Dockerfile'
        'a wrong duration'    | "service('db') { image 'x'; healthcheck { tcp 1; every 5 } }" || 'every'
        'two health checks'   | "service('db') { image 'x'; healthcheck { tcp 1; log 'a' } }" || 'not two'
        'an unknown variable' | "service(nobody) { image 'x' }"                             || "nobody"
    }

    def "what is not Groovy is told with file and line"() {
        given:
        def proxy = watched()
        orch.file('stack.groovy', "stack('$name') {\n    service 'web', image: 'x\n}\n")

        when:
        def run = orch.run('stack.groovy')

        then:
        run.code == 2
        run.problem[0].startsWith('orch: stack.groovy:2: ')
        proxy.requests == []
    }

    def "a mistake on the command line is told with what is nearest"() {
        given:
        def proxy = watched()
        describe "service('web') { build '$PROBE' }"

        when:
        def run = orch.run(*words)

        then:
        run.code == 2
        run.problem[0].contains(told)
        proxy.mutating() == []

        where:
        words                        || told
        ['strat']                    || "did you mean 'start'?"
        ['start', '--no-wiat']       || "did you mean '--no-wait'?"
        ['start', 'wbe']             || "did you mean 'web'?"
        ['start', '--timeout', 'x']  || "'x' is no duration"
        ['start', '--env', 'mine']   || "'mine'"
        ['nowhere.groovy']           || 'there is no file'
        ['plan', '-f', 'no/x.groovy'] || 'there is no file'
        ['-e', 'stack { }']          || 'has no services'
        ['exec', 'web']              || 'exec needs a service and a command'
    }

    def "a folder without a stack says what was looked for"() {
        when:
        def run = orch.run('start')

        then:
        run.code == 2
        run.problem.any { it.contains('stack.groovy') && it.contains('scripts/dev.groovy') }
    }

    def "orch without words, and not on a terminal, shows its usage on stderr"() {
        when:
        def run = orch.run()

        then:
        run.code == 2
        run.out == ''
        run.err.contains('start')
    }
}
