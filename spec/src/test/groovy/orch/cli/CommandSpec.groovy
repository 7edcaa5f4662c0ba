package orch.cli

import java.nio.charset.StandardCharsets
import java.nio.file.Files
import java.nio.file.Path
import orch.model.OrchException
import spock.lang.Specification
import spock.lang.TempDir

class CommandSpec extends Specification {
    @TempDir
    Path temp
    Path folder
    def out = new ByteArrayOutputStream()
    def err = new ByteArrayOutputStream()

    def setup() {
        folder = Files.createDirectories(temp.resolve('work'))
    }

    def "a snippet that #what ends with #code"() {
        expect:
        orch('-e', snippet) == code

        where:
        what                       | snippet                                                              || code
        'does its work'            | 'println 1'                                                          || 0
        'says how it ends'         | 'exit 7'                                                             || 7
        'fails'                    | "fail 'it is so'"                                                    || 1
        'has a false assertion'    | 'assert 1 == 2'                                                      || 1
        'fails by itself'          | "throw new IllegalStateException('broken')"                          || 1
        'rejects its input'        | "reject 'it needs a file'"                                           || 2
        'has an unknown word'      | 'frobnicate 3'                                                       || 2
        'is not Groovy'            | 'stack {'                                                            || 2
        'uses a method wrongly'    | "'a'.substring('b')"                                                 || 2
        'needs an engine'          | "stack { service 'a', image: 'a'; ensureHealthy() }"                 || 3
        'runs out of time'         | "throw new orch.model.OrchException.TimedOut('late', [], null)"      || 4
        'is refused'               | "throw new orch.model.OrchException.Refused('not ours', [], null)"   || 5
    }

    def "what a user did wrong is told with file and line and without a stack trace: #snippet"() {
        when:
        orch('-e', snippet)

        then:
        told == message

        where:
        snippet                                              || message
        'prntln 1'                                           || "orch: snippet.groovy:1: unknown word 'prntln'\n"
        "\n'a'.substring('b')"                               || 'orch: snippet.groovy:2: No signature of method: substring\n'
        "\nthrow new IllegalStateException('broken')"        || 'orch: snippet.groovy:2: IllegalStateException: broken\n  --verbose shows where it comes from\n'
        "def s = null\ns.length()"                           || 'orch: snippet.groovy:2: NullPointerException: Cannot invoke method length() on null object\n  --verbose shows where it comes from\n'
        "assert 1 == 2: 'sums are wrong'"                    || 'orch: snippet.groovy:1: sums are wrong. Expression: (1 == 2)\n'
        'fail "it is so", "see"'                             || 'orch: it is so\n  see\n'
        'stack()'                                            || "orch: snippet.groovy:1: 'stack' is written: stack('dev') { service 'db', image: 'postgres:16' }\n"
    }

    def "an assertion shows what it found"() {
        when:
        orch('-e', 'def found = 41\nassert found == 42')

        then:
        told == '''\
            orch: snippet.groovy:2: assertion failed
              assert found == 42
                     |     |
                     41    false
            '''.stripIndent()
    }

    def "--verbose shows where an error comes from"() {
        when:
        orch('-e', "throw new IllegalStateException('broken')", '--verbose')

        then:
        told.contains('at snippet.run(snippet.groovy:1)') || told.contains('snippet.run(snippet.groovy:1)')
    }

    def "under --json an error is a document on standard output, beside the text for people"() {
        when:
        int code = orch('-e', "fail 'it is so', 'see'", '--json')

        then:
        code == 1
        printed == '{"error":{"problem":"it is so","evidence":["see"],"next":null,"exitCode":1}}\n'
        told == 'orch: it is so\n  see\n'
    }

    def "without an engine a command tells what is missing, and --no-setup that nothing was set up"() {
        given:
        file('stack.groovy', "stack { service 'a', image: 'a' }")

        expect:
        orch('plan', '--no-setup') == 3
        told.startsWith("orch: no engine answers at unix://$temp/none.sock (ORCH_ENGINE or --engine)\n")
    }

    def "an engine address of an unknown kind is one error"() {
        given:
        file('stack.groovy', "stack { service 'a', image: 'a' }")

        expect:
        orch('start', '--engine', 'ftp://x') == 2
        told == "orch: engine address 'ftp://x' (ORCH_ENGINE or --engine) is not supported: unix:///path, tcp://host:port or https://host:port\n"
        printed == ''
    }

    def "a command without a word tells how it is used, and fails"() {
        expect:
        orch() == 2
        printed == ''
        told.startsWith('orch FILE.groovy [ARGS]')
    }

    def "'#words' is help, on standard output"() {
        expect:
        orch(*words) == 0
        printed.startsWith(beginning)
        told == ''

        where:
        words                 || beginning
        ['--help']            || 'orch FILE.groovy [ARGS]'
        ['-h']                || 'orch FILE.groovy [ARGS]'
        ['help']              || 'orch FILE.groovy [ARGS]'
        ['help', 'start']     || 'Usage: orch start'
        ['start', '--help']   || 'Usage: orch start'
        ['help', 'memory']    || 'memory in service { }: most memory'
    }

    def "'#words' is told as a mistake: #message"() {
        expect:
        orch(*words) == 2
        told == message

        where:
        words                             || message
        ['strat']                         || "orch: unknown verb 'strat'; did you mean 'start'?\n  next: orch help\n"
        ['frobnicate']                    || "orch: unknown verb 'frobnicate'\n  next: orch help\n"
        ['-e']                            || 'orch: -e needs a snippet\n  next: orch help\n'
        ['none.groovy']                   || 'orch: there is no file FOLDER/none.groovy\n'
        ['start', '--no-wiat']            || "orch: unknown option '--no-wiat' of start; did you mean '--no-wait'?\n  next: orch help start\n"
        ['start', '--timeout', 'soon']    || "orch: --timeout 'soon' is no duration: 500ms, 60s, 5m or 1h\n"
        ['plan', '--env', 'mine']         || "orch: --env is 'shared' or 'dedicated', not 'mine'\n"
        ['start']                         || 'orch: no stack is named, and there is none in this folder\n' +
            '  looked for stack.groovy, scripts/dev.groovy, compose.yaml, compose.yml, docker-compose.yaml, docker-compose.yml\n' +
            '  name one with --stack FILE or --stack NAME\n  next: orch status\n'
    }

    def "a script is run by its file, with its own options and arguments"() {
        given:
        file('tools/greet.groovy', '''
            describe 'greets'
            option 'loud', 'in capitals'
            option 'times', 'N', 'how often'
            args 'NAME', 'whom'
            def text = ('hello ' + args[0] + ' ') * (options.times ?: 1)
            println options.loud ? text.toUpperCase() : text''')

        expect:
        orch('tools/greet.groovy', '--times', '2', 'ada', '--loud') == 0
        printed == 'HELLO ADA HELLO ADA \n'
    }

    def "a script of the folder's scripts is a verb"() {
        given:
        file('scripts/greet.groovy', "describe 'greets'\nprintln 'hello'")

        expect:
        orch('greet') == 0
        printed == 'hello\n'
    }

    def "options may stand before the verb"() {
        given:
        file('scripts/greet.groovy', "describe 'greets'\nargs 'NAME', 'whom'\nprintln 'hello ' + args[0]")

        expect:
        orch('--timeout', '5s', '--no-color', 'greet', 'ada') == 0
        printed == 'hello ada\n'
    }

    def "a script cannot have an option that every command has: #name"() {
        given:
        file('mine.groovy', "\noption '$name', 'my own'\nprintln 1")

        expect:
        orch('mine.groovy', 'x') == 2
        told == "orch: mine.groovy cannot have an option --$name of its own: every command has one\n  next: orch help\n"

        where:
        name << ['json', 'timeout', 'help', 'stack']
    }

    def "a secret is masked in what goes wrong: #snippet"() {
        when:
        int code = orch('-e', "def s\nstack { service('a') { image 'a'; s = secret('db').text() } }\n$snippet", '--verbose')

        then:
        code == 1
        told.contains('***')
        !Files.readString(temp.resolve('state/orch/secrets/work/db')).split('\n').any { told.contains(it) || printed.contains(it) }

        where:
        snippet << ['fail "it is $s"', 'throw new IllegalStateException("it is $s")', 'assert s == ""']
    }

    private int orch(String... words) {
        out.reset()
        err.reset()
        def environment = [XDG_CACHE_HOME: temp.resolve('cache').toString(), XDG_STATE_HOME: temp.resolve('state').toString(),
                           ORCH_ENGINE: "unix://$temp/none.sock".toString(), ORCH_SETUP: 'never']
        def main = new Main(environment, folder, stream(out), stream(err))
        main.run(words as List)
    }

    private Path file(String name, String text) {
        def file = folder.resolve(name)
        Files.createDirectories(file.parent)
        Files.writeString(file, text)
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        new PrintStream(bytes, true, StandardCharsets.UTF_8)
    }

    private String getPrinted() {
        out.toString(StandardCharsets.UTF_8)
    }

    private String getTold() {
        err.toString(StandardCharsets.UTF_8).replace(folder.toString(), 'FOLDER')
    }
}
