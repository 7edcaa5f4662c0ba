package orch.live

import java.nio.file.Files
import java.util.zip.ZipEntry
import java.util.zip.ZipOutputStream
import orch.own.RecentTasks
import orch.support.LiveSpec
import orch.support.Orch

/** {@code orch completion}: what a shell offers when somebody presses the key, in the shells themselves. */
class CompletionSpec extends LiveSpec {
    /** What is typed, and some of what is offered for it. */
    private List<List> cases() {
        [['orch st', ['start', 'status', 'stop']],
         ['orch se', ['seed']],
         ['orch start --no', ['--no-wait', '--no-color', '--no-setup']],
         ['orch seed --r', ['--rows']],
         ['orch logs --env ', ['shared', 'dedicated']],
         ['orch completion ', ['bash', 'zsh', 'fish']],
         ['orch --stack ' + name.take(4), [name]],
         ['orch status ' + name.take(4), [name]],
         ['orch start ', ['web', 'db']],
         ["orch exec --stack $name ".toString(), ['web']],
         ["orch logs $name/".toString(), ["$name/web".toString()]],
         ['orch gre', ['greet']],
         ['orch greet --wh', ['--whom']],
         ['orch rollback see', ['seeded']],
         ['orch start --from see', ['seeded']],
         ['orch task ca', ['cancel']],
         ['orch work ', ['once', 'status']],
         ['orch task show 1', ['1abcdefgh0', '1abcdefgh2']],
         ['orch task run li', ['lint']],
         ['orch stop --junit rep', ['reports']]]
    }

    private Map<String, String> path() {
        def bin = Files.createDirectories(temporary.resolve('bin'))
        Files.deleteIfExists(bin.resolve('orch'))
        Files.createSymbolicLink(bin.resolve('orch'), Orch.ROOT.resolve('orch'))
        [PATH: "$bin:${System.getenv('PATH')}".toString()]
    }

    private void script(String shell) {
        def run = orch.run('completion', shell)
        assert run.code == 0
        orch.file("orch.$shell", run.out)
    }

    private static void has(String shell) {
        def folder = Files.createTempDirectory('has-')
        def run = new Orch(folder).run('--setup', 'package', shell, env: [ORCH_SETUP: ''], limit: java.time.Duration.ofMinutes(5))
        folder.toFile().deleteDir()
        assert run.code == 0
    }

    /** The words that a shell offered, for each that was typed: lines between marks. */
    private Map<String, List<String>> offered(Orch.Run run) {
        assert run.code == 0: run
        def found = [:].withDefault { [] }
        String typed = null
        run.out.replaceAll(/\u001b\[[0-9;?]*[A-Za-z]|[\r\x08]/, ' ').eachLine { line ->
            if (line.startsWith('typed: ')) {
                typed = line.substring('typed: '.length()) - '.'
            } else if (typed != null) {
                found[typed].addAll(line.split(/\s+/).findAll())
            }
        }
        found
    }

    private List<String> missing(Map<String, List<String>> offered) {
        cases().collectMany { typed, words -> (words as List) - offered[typed as String].collect { it - ~'/$' } }
    }

    def "bash, zsh and fish offer verbs, options, and names that only the folder or the engine knows"() {
        given: 'a stack of which one service runs'
        describe "service('web') { build '$TINY' }\nservice('db') { build '$TINY' }"
        orch.file('scripts/seed.groovy', "describe 'fills it'\noption 'rows', 'N', 'how many'\n")
        Files.createDirectory(orch.folder.resolve('reports'))
        assert orch.run('start', 'web').code == 0
        and: 'a verb of a jar, and a snapshot'
        Files.createDirectories(orch.folder.resolve('lib/ext'))
        new ZipOutputStream(Files.newOutputStream(orch.folder.resolve('lib/ext/more.jar'))).withCloseable { zip ->
            zip.putNextEntry(new ZipEntry('orch/verbs/greet.groovy'))
            zip << "describe 'says hello'\noption 'whom', 'NAME', 'who is meant'\n"
        }
        Files.createDirectories(orch.state.resolve("orch/snapshots/$name/seeded"))

        and: 'tasks: one described, two kept'
        orch.file('tasks.groovy', "task('lint') { image 'app:1' }")
        Files.createDirectories(orch.state.resolve('orch/tasks'))
        ['1abcdefgh0', '1abcdefgh2'].each { new RecentTasks(orch.state.resolve('orch/tasks')).note(it, 'lint, not ended') }

        and:
        ['zsh', 'fish'].each { has(it) }
        ['bash', 'zsh', 'fish'].each { script(it) }

        when: 'bash: by the function, as bash itself calls it'
        def calls = cases().collect { "t ${it[0]}${it[0].endsWith(' ') ? "''" : ''}" }.join('\n')
        orch.file('b.sh', '''
            source ./orch.bash
            t() { COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMPREPLY=(); _orch; echo "typed: $*."; printf '%s\\n' "${COMPREPLY[@]}"; }
            ''' + calls)
        def bash = offered(orch.run('b.sh', launcher: 'bash', env: path()))

        then:
        missing(bash) == []

        when: 'fish: by its own word for it'
        orch.file('f.fish', 'source ./orch.fish\n' + cases().collect { "echo 'typed: ${it[0]}.'; complete -C'${it[0]}'" }.join('\n'))
        def fish = offered(orch.run('--no-config', 'f.fish', launcher: 'fish', env: path() + [HOME: temporary.toString()]))

        then:
        missing(fish) == []

        when: 'zsh: typed into a terminal'
        def zsh = offered(orch.run('-f', orch.file('z.zsh', ZSH).toString(), *cases().collectMany { [it[0], it[1].join(' ')] }, launcher: 'zsh', env: path() + [HOME: temporary.toString(), TERM: 'xterm', COLUMNS: '200']))

        then:
        missing(zsh) == []
    }

    /** A zsh on a terminal of its own: each is typed, then the key that lists; what is shown is read until it is all there. */
    static final String ZSH = '''
        zmodload zsh/zpty zsh/zselect
        zpty z zsh -f -i
        zpty -w z "PS1='>'; stty -echo cols 200; autoload -Uz compinit; compinit -u -d $HOME/dump; source ./orch.zsh"
        zpty -w z "LISTMAX=1000; bindkey '^X' list-choices '^U' kill-whole-line; print -r -- REA''DY"
        zpty -r -m z out $'*READY*'
        for typed expected in "$@"; do
          out='' shown='' missing=($=expected)
          zpty -w -n z "$typed"$'\\C-x'
          for ((tries = 0; tries < 200 && $#missing; tries++)); do
            if zpty -r -t z out; then shown+=$out; else zselect -t 5; fi
            for word in $missing; do [[ ${shown#*$typed} != *$word* ]] || missing=(${missing:#$word}); done
          done
          print -r -- "typed: $typed."
          print -r -- ${shown#*$typed}
          zpty -w -n z $'\\C-u'
        done
        zpty -d z
        '''.stripIndent()

    def "what is asked while somebody types is silent and makes nothing, whatever is wrong: #what"() {
        when:
        def run = orch.run(*words, env: variables.collectEntries { [(it.key): it.value.toString().replace('TEMP', temporary.toString())] })

        then:
        run.code == 0
        run.out == ''
        run.err == ''
        !Files.exists(orch.state)

        where:
        what                  | words                                        | variables
        'no engine'           | ['--complete', 'stacks', '']                 | [ORCH_ENGINE: 'unix://TEMP/none']
        'a wrong address'     | ['--complete', 'services', '']               | [ORCH_ENGINE: 'what?']
        'nothing of ours'     | ['--complete', 'stacks', '']                 | [:]
        'an unknown question' | ['--complete', 'colours', '']                | [:]
        'half a question'     | ['--complete']                               | [:]
        'a folder for a file' | ['--complete', 'services', '', '--stack', '/'] | [:]
    }

    def "an orch that must be built first is not built for a completion"() {
        given:
        def tree = Files.createDirectories(temporary.resolve('tree'))
        ['lib', 'dsl', 'scripts', 'pom.xml'].each { Files.createSymbolicLink(tree.resolve(it), Orch.ROOT.resolve(it)) }
        Files.copy(Orch.ROOT.resolve('orch'), tree.resolve('orch'))

        when:
        def run = orch.run('--complete', 'verbs', '', launcher: tree.resolve('orch'))

        then:
        run.code == 0
        run.out + run.err == ''
        !Files.exists(tree.resolve('target'))
    }

    def "a shell that is unknown is a mistake: #words"() {
        when:
        def run = orch.run('completion', *words)

        then:
        run.code == 2
        run.problem[0].contains(message)

        where:
        words    || message
        []       || 'bash, zsh or fish'
        ['fisch'] || "did you mean 'fish'?"
    }
}
