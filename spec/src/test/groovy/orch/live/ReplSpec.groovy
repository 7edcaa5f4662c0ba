package orch.live

import orch.support.LiveSpec
import orch.support.Orch
import orch.support.Tmux
import spock.lang.Requires
import spock.lang.Shared
import spock.lang.TempDir

import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.attribute.PosixFilePermissions
import java.time.Duration

/** The interactive session, driven as a person does: keys typed into a terminal, its screen read. */
@Requires({ Files.isExecutable(Path.of('/usr/bin/tmux')) || System.getProperty('user.name') == 'root' && Files.exists(Path.of('/usr/bin/apt-get')) })
class ReplSpec extends LiveSpec {
    @Shared
    @TempDir
    Path setupFolder

    Tmux tmux

    def setupSpec() {
        assert new Orch(setupFolder).run('--setup', 'package', 'tmux', env: [ORCH_SETUP: ''], limit: Duration.ofMinutes(5)).code == 0
    }

    def cleanup() {
        tmux?.close()
    }

    private void open(Map<String, String> more = [:], String... command) {
        def home = Files.createDirectories(temporary.resolve('home'))
        def environment = orch.environment + [HOME: home.toString(), XDG_CONFIG_HOME: home.resolve('config').toString(),
                                              TERM: 'xterm-256color', LC_ALL: 'C.UTF-8'] + more
        tmux = new Tmux(orch.folder, environment.findAll { !(it.key in ['TMUX', 'TMUX_PANE', '_', 'PWD', 'OLDPWD']) }, 110, 30,
                [Orch.ROOT.resolve('orch').toString(), *command])
    }

    def "a session from its start-up file to Ctrl-D"() {
        given:
        def rc = temporary.resolve('home/config/orch/rc.groovy')
        Files.createDirectories(rc.parent)
        Files.writeString(rc, 'def greeting = "from the start-up file"')
        describe "service('web') { build '$PROBE'; command 'sh', '-c', 'echo line one; exec sleep 1000' }"
        open()
        tmux.prompt()

        expect: 'variables of the start-up file are there, and _ is the last result'
        tmux.line('greeting.size()')
        tmux.sees { assert '22' in screen }
        tmux.line('_ + 1')
        tmux.sees { assert '23' in screen }

        and: 'a mistake is told with the nearest word, and ends nothing'
        tmux.line('stats')
        tmux.sees { assert screen.any { it.contains("did you mean 'stack'?") || it.contains("did you mean 'status'?") } }
        tmux.line('1 / 0')
        tmux.sees { assert screen.any { it.contains('Division by zero') } && screen.any { it.contains(':trace shows') } }
        tmux.prompt()
        tmux.line('strat web')
        tmux.sees { assert screen.any { it.contains("unknown word 'strat'; did you mean 'start'?") } }

        and: 'the prompt does not stand behind what was printed without an end of line'
        tmux.prompt()
        tmux.line('print "half a line"')
        tmux.sees { assert screen.any { it.startsWith('half a line') && !it.contains('orch>') } }

        and: 'a long list of words fits the window: names alone'
        tmux.prompt()
        tmux.keys("stack { service('a') { ", 'Tab')
        tmux.sees { assert screen.any { it.contains('workingDir') } && screen.any { it.contains('archive ') } }
        tmux.keys('C-c')

        when: 'the stack of the folder is started by a verb that Tab completes'
        tmux.prompt()
        tmux.keys('sta')
        tmux.keys('r', 'Tab')
        tmux.sees { assert screen.any { it.startsWith('orch> start ') } }
        tmux.keys('Enter')

        then: 'a table tells how far it is, its status is printed, and the line at the bottom follows'
        tmux.sees { assert screen.any { it ==~ /  \S web +ready .*/ } }
        tmux.sees { assert screen.any { it ==~ /  web +running .*/ } }
        tmux.sees { assert screen.last() ==~ / engine [0-9.].*\| $name \| 1\/1 healthy/ }
        container('web').State.Running

        when: 'a service is named by Tab'
        tmux.prompt()
        tmux.keys('logs w', 'Tab')
        tmux.sees { assert 'orch> logs web' in screen }
        tmux.keys('Enter')

        then:
        tmux.sees { assert 'line one' in screen }

        when: 'a command runs on a terminal of its own, which follows the window'
        tmux.prompt()
        tmux.line('exec web -- bash')
        tmux.sees { assert screen.any { it.contains('root@') } }
        tmux.line('tty; until [ "$(stty size)" = "30 110" ]; do sleep 0.1; done; stty size')
        tmux.sees { assert '/dev/pts/0' in screen && '30 110' in screen }
        tmux.resize(90, 25)
        tmux.line('until [ "$(stty size)" = "25 90" ]; do sleep 0.1; done; stty size')
        tmux.sees { assert '25 90' in screen }

        and: 'Ctrl-C in it is for what runs there'
        tmux.line('echo begun; sleep 1000; echo ended')
        tmux.sees { assert 'begun' in screen }
        tmux.keys('C-c')
        tmux.sees { assert screen.findAll { it }[-1] ==~ /root@.*#/ && !('ended' in screen) }
        tmux.line('exit')

        then:
        tmux.prompt()

        when: 'Ctrl-C stops a command, and the session and the stack go on'
        tmux.line('logs --follow')
        tmux.sees { assert screen.count { it == 'line one' } >= 2 }
        tmux.keys('C-c')

        then:
        tmux.sees { assert screen.any { it == 'orch: stopped by Ctrl-C' } && !screen.any { it.contains('interrupted') } }
        container('web').State.Running

        when: 'it clears a line that is typed'
        tmux.prompt()
        tmux.keys('not meant', 'C-c')
        tmux.prompt()

        and: 'a stack spans lines; words are those of the block'
        tmux.line("more = stack('$name-b') {")
        tmux.sees { assert screen.any { it == '    >' } }
        tmux.keys("service('idle') { bui", 'Tab')
        tmux.sees { assert screen.any { it.contains("service('idle') { build ") } }
        tmux.line("'$TINY' } }")
        tmux.line('more.start()')

        then: 'its name is completed a moment later'
        tmux.sees { assert screen.last().contains("$name-b | 1/1 healthy") }
        tmux.keys("status $name-", 'Tab', 'Enter')
        tmux.sees { assert "orch> status $name-b".toString() in screen && screen.any { it ==~ /  idle +running.*/ } }
        tmux.line(':json [a: [1, 2]]')
        tmux.sees { assert '{"a":[1,2]}' in screen }

        when: 'status is watched, and a container dies'
        tmux.prompt()
        tmux.line("watch status $name-b")
        tmux.sees { assert screen.any { it.contains('1/1 healthy') } }
        engine.kill("$name-b-idle-1")

        then:
        tmux.sees { assert screen.any { it ==~ /  idle +exited.*/ } && screen.last().contains('not well: idle') }

        when:
        tmux.keys('q')
        tmux.prompt()
        tmux.line(':save typed.groovy')
        tmux.sees { assert screen.any { it.startsWith('orch: wrote ') } }

        then: 'it is a script, in which verbs are told as comments'
        Files.readString(orch.folder.resolve('typed.groovy')).contains('// orch start')
        orch.run('plan', '--stack', 'typed.groovy').out.contains("$name-b-idle-1")

        when: 'Ctrl-D leaves'
        tmux.prompt()
        tmux.keys('C-d')
        tmux.sees { assert ended }

        then: 'the stacks stay, and so does what was typed, for its owner only'
        container('web').State.Running
        def history = orch.state.resolve('orch/history')
        PosixFilePermissions.toString(Files.getPosixFilePermissions(history)) == 'rw-------'
        Files.readString(history).contains('exec web -- bash')

        cleanup:
        engine.removeAll("$name-b")
    }

    def "keys are those of the user's inputrc, what was typed is found again, and a file is run as if it were typed"() {
        given:
        def home = Files.createDirectories(temporary.resolve('home'))
        Files.writeString(home.resolve('.inputrc'), 'set editing-mode vi\n')
        Files.writeString(orch.folder.resolve('more.groovy'), "answer = 6 * 7\ndef twice(n) { n * 2 }\n")
        open()
        tmux.prompt()

        expect: 'vi: a command, the beginning of the line, one character away'
        tmux.keys('x6 * 9', 'Escape', '0x', 'Enter')
        tmux.sees { assert 'orch> 6 * 9' in screen && '54' in screen }

        and: 'a file is run here, and what it defines stays'
        tmux.prompt()
        tmux.line(':load more.groovy')
        tmux.prompt()
        tmux.line('twice(answer)')
        tmux.sees { assert '84' in screen }

        when: 'an earlier line is looked for by a part of it'
        tmux.prompt()
        tmux.keys('C-r', '* 9')
        tmux.sees { assert screen.any { it.contains("bck-i-search: * 9") } && screen.any { it == 'orch> 6 * 9' } }
        tmux.keys('Enter')

        then: 'it runs again'
        tmux.sees { assert screen.count { it == '54' } == 2 }
        tmux.prompt()
        tmux.line(':history 3')
        tmux.sees { assert screen.any { it ==~ / +\d+ +twice\(answer\)/ } && screen.any { it ==~ / +\d+ +6 \* 9/ } }

        when:
        tmux.prompt()
        tmux.line(':reset')
        tmux.prompt()
        tmux.line('answer')

        then: 'variables are gone; a mistake in a meta command is told'
        tmux.sees { assert screen.any { it.contains("unknown word 'answer'") } }
        tmux.prompt()
        tmux.line(':lod more.groovy')
        tmux.sees { assert screen.any { it.contains("did you mean ':load'?") } }
        tmux.prompt()
        tmux.line(':load nowhere.groovy')
        tmux.sees { assert screen.any { it.startsWith('orch: ') && it.contains('nowhere.groovy') } }
    }

    def "exec in a shell's terminal has one too, which follows the window; its exit code is the command's"() {
        given:
        describe "service('web') { build '$PROBE'; command 'sleep', '1000' }; ensureHealthy()"
        orch.run('start')

        when:
        open([:], 'exec', 'web', '--', 'bash')
        tmux.sees { assert screen.any { it.contains('root@') } }
        tmux.line('until [ "$(stty size)" = "30 110" ]; do sleep 0.1; done; tty; stty size')

        then:
        tmux.sees { assert '/dev/pts/0' in screen && '30 110' in screen }

        when:
        tmux.resize(90, 25)
        tmux.line('until [ "$(stty size)" = "25 90" ]; do sleep 0.1; done; stty size')
        tmux.sees { assert '25 90' in screen }
        tmux.line('exit 7')
        tmux.sees { assert ended }

        then:
        tmux.exitCode == 7
    }

    def "a result as JSON tells all that a command would"() {
        given:
        describe "service('web') { build '$TINY' }; ensureHealthy()"
        orch.run('start')
        open()
        tmux.prompt()

        when:
        tmux.line('status')
        tmux.prompt()
        tmux.line(':json _')

        then:
        tmux.sees { assert all.replaceAll('\n', '').contains('"restarts":0') }
    }

    def "a dedicated copy of the session goes when it is left, which asks first where data would be lost; on a dumb terminal as well"() {
        given:
        open(TERM: 'dumb')
        tmux.prompt()

        when:
        tmux.line("stack('$name') { dedicated(); service('db') { build '$TINY'; volume 'data', at: '/data' }; ensureHealthy() }")
        tmux.sees { assert screen.any { it.startsWith("stack '$name' with db") } }

        then:
        engine.containers(name).size() == 1

        when:
        tmux.prompt()
        tmux.keys('C-d')
        tmux.sees { assert screen.any { it.startsWith('leave? [y/N]') } }
        tmux.line('')
        tmux.prompt()

        then: 'it was not left'
        engine.containers(name).size() == 1

        when:
        tmux.keys('C-d')
        tmux.sees { assert screen.count { it.startsWith('leave? [y/N]') } == 2 }
        tmux.line('y')
        tmux.sees { assert ended }

        then:
        engine.containers(name).isEmpty()
        engine.volumes(name).isEmpty()
    }
}
