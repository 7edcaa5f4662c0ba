package orch.cli

import java.nio.file.Path
import java.time.Duration
import orch.model.Next
import orch.model.OrchException
import orch.script.Signature
import spock.lang.Specification
import spock.lang.TempDir

class ArgumentsSpec extends Specification {
    static final List<Signature.Option> OPTIONS = [
        new Signature.Option('tail', 'N', 'lines from the end'), new Signature.Option('since', 'DURATION', 'how far back'),
        new Signature.Option('out-file', 'FILE', 'where to'), new Signature.Option('follow', '', 'goes on, 100%n and %')]

    @TempDir
    Path folder

    def "an option of a script is read by its kind: #words"() {
        expect:
        read(words).options() == [tail: null, since: null, outFile: null, follow: false] + options

        where:
        words                            || options
        []                               || [:]
        ['--tail', '20']                 || [tail: 20]
        ['--tail=0']                     || [tail: 0]
        ['--since', '5m']                || [since: Duration.ofMinutes(5)]
        ['--out-file', 'a b.txt']        || [outFile: 'a b.txt']
        ['--out-file=']                  || [outFile: '']
        ['--out-file', '"quoted"']       || [outFile: '"quoted"']
        ['--follow']                     || [follow: true]
        ['--tail', '1', '--follow']      || [tail: 1, follow: true]
    }

    def "an option whose value may be left out never takes the next word for it: #words"() {
        given:
        def signature = new Signature('', 'draws', [new Signature.Option('graph', '[svg]', 'how')], 'STACK', '')

        when:
        def read = new Arguments('draw', signature).read(words, [:])

        then:
        read.options().graph == graph
        read.arguments() == arguments

        where:
        words                          || graph | arguments
        []                             || null  | []
        ['--graph']                    || ''    | []
        ['--graph', 'dev']             || ''    | ['dev']
        ['--graph=svg', 'dev']         || 'svg' | ['dev']
        ['dev', '--', '--graph']       || null  | ['dev', '--graph']
    }

    def "an option of a script can be set as a variable too, and the command line wins"() {
        given:
        def variables = [ORCH_TAIL: '7', ORCH_SINCE: '1h', ORCH_OUT_FILE: 'set', ORCH_FOLLOW: '1']

        expect:
        read([], variables).options() == [tail: 7, since: Duration.ofHours(1), outFile: 'set', follow: true]
        read(['--tail', '1', '--out-file', 'typed'], variables).options() ==
            [tail: 1, since: Duration.ofHours(1), outFile: 'typed', follow: true]
        read([], variables.collectEntries { [it.key, ''] }).options() == [tail: null, since: null, outFile: null, follow: false]
        !read([], [ORCH_FOLLOW: 'no']).options().follow
    }

    def "common options are handed on, wherever they stand"() {
        when:
        def read = read(['web', '--json', '-f', 'a.groovy', '--tail', '1', '--stack=b.groovy', 'db', '--timeout', '5m'])

        then:
        read.common() == ['--json': ['true'], '--stack': ['a.groovy', 'b.groovy'], '--timeout': ['5m']]
        read.arguments() == ['web', 'db']
        !read.help()
    }

    def "what follows -- is taken as it is"() {
        expect:
        read(['web', '--', 'ls', '-la', '--json', '--', '--tail']).arguments() == ['web', 'ls', '-la', '--json', '--', '--tail']
    }

    def "a word that begins with @ is that word, even where a file is called so"() {
        given:
        def file = folder.resolve('body.json')
        file.toFile().text = '--json --tail 5'

        when:
        def read = read(words.collect { it.replace('FILE', file.toString()) })

        then:
        read.arguments() == arguments.collect { it.replace('FILE', file.toString()) }
        read.common() == [:]
        read.options().tail == null

        where:
        words                                 || arguments
        ['web', '--', 'curl', '-d', '@FILE']  || ['web', 'curl', '-d', '@FILE']
        ['@FILE']                             || ['@FILE']
    }

    def "help is asked for by #word"() {
        expect:
        read([word]).help()

        where:
        word << ['-h', '--help']
    }

    def "a mistake is told with the nearest option and where to read on: #words"() {
        when:
        read(words)

        then:
        def e = thrown(OrchException.BadInput)
        e.message == message
        e.next().get() == Next.verb('help', 'logs')

        where:
        words           || message
        ['--tial']      || "unknown option '--tial' of logs; did you mean '--tail'?"
        ['--jsn']       || "unknown option '--jsn' of logs; did you mean '--json'?"
        ['--nothing-like-it'] || "unknown option '--nothing-like-it' of logs"
        ['-x']          || "unknown option '-x' of logs; did you mean '-f'?"
    }

    def "a value that is #wrong is told with the option: #words"() {
        when:
        read(words)

        then:
        def e = thrown(OrchException.BadInput)
        e.message.contains(named)

        where:
        wrong              | words                    || named
        'no number'        | ['--tail', 'many']       || "--tail 'many' is no whole number"
        'negative'         | ['--tail=-1']            || "--tail '-1' is no whole number"
        'too large'        | ['--tail', '9999999999'] || "--tail '9999999999' is no whole number"
        'no duration'      | ['--since', 'ever']      || "--since 'ever' is no duration"
        'missing'          | ['--tail']               || "'--tail'"
        'another option'   | ['--tail', '--follow']   || "'--tail'"
        'given twice'      | ['--tail=1', '--tail=2'] || "'--tail'"
    }

    def "a script that takes no arguments says so"() {
        when:
        new Arguments('logs', new Signature('Logs', '', [], '-', '')).read(['web'], [:])

        then:
        def e = thrown(OrchException.BadInput)
        e.message == "unknown argument 'web' of logs"
    }

    def "a script that declares nothing gets all words that are no options"() {
        expect:
        new Arguments('dev.groovy', new Signature('Dev', '', [], '', '')).read(['a', '--json', 'b'], [:]).arguments() == ['a', 'b']
    }

    def "an option before a command's -- is told how to be handed on"() {
        when:
        new Arguments('exec', new Signature('Exec', '', [], 'SERVICE -- COMMAND', '')).read(['web', 'ls', '-la'], [:])

        then:
        def e = thrown(OrchException.BadInput)
        e.evidence() == ['what follows -- is taken as it is: orch exec SERVICE -- COMMAND -la']
    }

    def "help tells the summary, the options with their texts and the arguments"() {
        given:
        def usage = new Arguments('logs', signature()).usage()

        expect:
        usage.startsWith('Usage: orch logs')
        ['shows %s', '--tail=N', 'lines from the end', '--out-file=FILE', 'goes on, 100%n and %', 'SERVICE...', 'which %n',
         '--timeout=DURATION', '-f, --stack'].every { usage.contains(it) }
    }

    def "#name is read in a script as #camel"() {
        expect:
        Arguments.camelCase(name) == camel

        where:
        name                || camel
        'tail'              || 'tail'
        'out-file'          || 'outFile'
        'keep-old-volumes'  || 'keepOldVolumes'
    }

    private static Signature signature() {
        new Signature('Logs', 'shows %s', OPTIONS, 'SERVICE...', 'which %n')
    }

    private static Arguments.Read read(List<String> words, Map<String, String> environment = [:]) {
        new Arguments('logs', signature()).read(words, environment)
    }
}
