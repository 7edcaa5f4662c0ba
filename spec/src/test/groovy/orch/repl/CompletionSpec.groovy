package orch.repl

import orch.dsl.StackHandle
import orch.script.Signature
import spock.lang.Specification
import spock.lang.TempDir

import java.nio.file.Files
import java.nio.file.Path

/** What Tab proposes, and what is told of a word while it is typed. */
class CompletionSpec extends Specification {
    private static final Map<String, Signature> VERBS = [
        logs  : new Signature('', 'what services print',
                [new Signature.Option('follow', '', 'goes on'), new Signature.Option('tail', 'N', 'the last lines')], 'SERVICE...', ''),
        exec  : new Signature('', 'runs a command in a service', [], 'SERVICE -- CMD...', ''),
        status: new Signature('', 'what runs', [], 'STACK', ''),
        rollback: new Signature('', 'puts volumes back', [], 'SNAPSHOT [VOLUME...]', ''),
        task  : new Signature('', 'tasks', [], 'run FILE|TASK [-- ARGS] | list | show ID', ''),
        apply : new Signature('', 'does a plan', [], 'PLANFILE', ''),
    ]

    @TempDir
    Path folder

    KnownNames names = new KnownNames([dev: ['auth', 'db'], other: ['web']], ['backend'], ['pg-data'], ['redis:7', 'orch/auth:1'])
    Map<String, Object> variables = [copies: [size: 1], text: 'abc']
    Optional<String> stack = Optional.of('dev')

    private Proposals at(String line) {
        def groovy = new GroovyCompletion(new Vocabulary(), { variables })
        new Completion({ VERBS }, { names }, { stack }, { ['seeded'] }, { [abc1: 'lint, failed'] }, folder, groovy).at(line, line.length())
    }

    /** What is proposed for the word at the end, as JLine would choose from it. */
    private List<String> proposed(String line) {
        def all = at(line)
        def word = line.substring(all.start())
        all.all()*.text().findAll { it.startsWith(word) }
    }

    def "after '#line' Tab knows #words"() {
        expect:
        proposed(line).containsAll(words)

        where:
        line                          | words
        ''                            | ['logs', 'exec', 'status', 'stack', 'help', 'watch', 'copies']
        'lo'                          | ['logs']
        'logs '                       | ['auth', 'db', 'other/']
        'logs a'                      | ['auth']
        'logs other/'                 | ['other/web']
        'logs --stack '               | ['dev', 'other']
        'logs -f other '              | ['web']
        'logs --fo'                   | ['--follow']
        'logs --'                     | ['--follow', '--tail', '--json', '--timeout']
        'logs --env '                 | ['shared', 'dedicated']
        'logs --progress t'           | ['tty']
        'orch logs d'                 | ['db']
        'watch status o'              | ['other']
        'exec db '                    | ['--']
        'task '                       | ['run', 'list', 'show']
        'task show '                  | ['abc1']
        'rollback s'                  | ['seeded']
        'help heal'                   | ['healthcheck']
        ':s'                          | [':save']
        'sta'                         | ['status', 'stack', 'statuses']
        "stack('a') { ser"            | ['service']
        "stack('a') { service('b') {" | ['image', 'port', 'env', 'healthcheck']
        "stack('a') {\n service('b') { healthcheck { ev" | ['every']
        "stack('a') { [1].each { ser" | ['service']
        "stack('a') { service('b') { image 'redis" | ['redis:7']
        "stack('a') { service('b') { volume 'pg"   | ['pg-data']
        "stack('a') { service('b') { network '"    | ['backend']
        "theStack.logs('a"            | ['auth']
        'theStack.re'                 | ['restart']
        "stack('a') { }.sta"          | ['start', 'status']
        'copies.s'                    | ['size']
        'text.toUpp'                  | ['toUpperCase(']
    }

    def "words of another block are not proposed: '#line' knows no #absent"() {
        expect:
        !proposed(line).contains(absent)

        where:
        line                            | absent
        "stack('a') { "                 | 'image'
        "stack('a') { service('b') { "  | 'statuses'
        "stack('a') { } "               | 'service'
        'logs --follow --fo'            | '--follow'
        'exec db -- '                   | 'auth'
        'x = '                          | 'logs'
    }

    def "files are proposed where one is wanted"() {
        given:
        Files.createFile(folder.resolve('a.plan'))
        Files.createDirectory(folder.resolve('plans'))
        Files.createFile(folder.resolve('plans/b.plan'))

        expect:
        proposed('apply ') == ['a.plan', 'plans/']
        proposed('apply plans/') == ['plans/b.plan']
        proposed(':load a') == ['a.plan']
    }

    def "while '#line' is typed it is told what that is"() {
        given:
        def groovy = new GroovyCompletion(new Vocabulary(), { variables })

        expect:
        new Completion({ VERBS }, { names }, { stack }, { ['seeded'] }, { [:] }, folder, groovy).tip(line).contains(tip)

        where:
        line                          | tip
        'logs'                        | 'what services print'
        'logs --tail'                 | 'the last lines'
        ':save'                       | 'FILE'
        'stack'                       | 'describes a stack'
        "stack('a') { service"        | 'a service'
        'theStack.restart'            | 'stops and starts'
    }

    def "another stack does not stand in the way of a service that is meant"() {
        given:
        names = new KnownNames([dev: ['auth', 'db'], abacus: ['web']], [], [], [])

        expect:
        proposed('logs a') == ['auth']
        proposed('logs ab') == ['abacus/']
        proposed('logs ').containsAll('auth', 'abacus/')
    }

    def "200 services are proposed in no time"() {
        given:
        names = new KnownNames([dev: (1..200).collect { "service$it".toString() }], [], [], [])
        at('logs ')

        when:
        def begin = System.nanoTime()
        100.times { at('logs serv') }

        then:
        (System.nanoTime() - begin) / 100 < 10_000_000
    }
}
