package orch.script

import groovy.lang.Binding
import orch.model.OrchException
import spock.lang.Specification
import spock.lang.TempDir

import java.lang.ref.WeakReference
import java.nio.file.Path

/** Lines that are typed one after the other. */
class LineCompilerSpec extends Specification {
    @TempDir
    Path temp

    LineCompiler lines = new LineCompiler('groovy.lang.Script', new ScriptStore(temp, 'spec', 'groovy.lang.Script', Libraries.NONE))
    Binding binding = new Binding()

    private Object run(String text) {
        def line = lines.compile(text)
        def script = line.compiled().create()
        script.binding = binding
        try {
            script.run()
        } finally {
            line.forget()
        }
    }

    def "variables stay, however they are declared"() {
        when:
        run('def a = 1')
        run('int b = 2.7')
        run('def (c, d) = [3, 4]')
        run('e = 5')
        run('def f')

        then:
        run('[a, b, c, d, e, f]') == [1, 2, 3, 4, 5, null]
    }

    def "imports and classes stay"() {
        when:
        run('import java.util.concurrent.TimeUnit')
        lines.compile('class Pair { int a }')

        then:
        run('TimeUnit.SECONDS.toMillis(3)') == 3000
        run('new Pair(a: 4).a') == 4

        when: 'they are forgotten'
        lines.reset()
        run('TimeUnit.SECONDS.toMillis(3)')

        then:
        thrown(MissingPropertyException)
    }

    def "what is no Groovy is told with its line"() {
        when:
        lines.compile('x = 1\ny = )')

        then:
        def error = thrown(OrchException.BadInput)
        error.message.startsWith('typed:2: ')
    }

    def "whether a line sets a variable is known"() {
        expect:
        lines.compile(text).assigns() == assigns

        where:
        text       | assigns
        'x = 1'    | true
        'def y = 2'| true
        'z += 3'   | true
        '1 + 1'    | false
        'x == 1'   | false
    }

    def "a loop without end ends when its thread is interrupted"() {
        given:
        def thread = new Thread({
            try {
                run('while (true) { }')
            } catch (InterruptedException ignored) {
                // as it should
            }
        })
        thread.daemon = true

        when:
        thread.start()
        thread.interrupt()
        thread.join(10_000)

        then:
        !thread.alive
    }

    def "the class of a line goes when nothing uses it any more"() {
        given:
        def classes = (1..50).collect {
            def line = lines.compile("[1, 2].collect { it * $it }")
            def script = line.compiled().create()
            assert script.run() == [it, it * 2]
            line.forget()
            new WeakReference<Class>(script.class)
        }

        when:
        def kept = []
        for (int round = 0; round < 20 && classes.count { it.get() != null } > 10; round++) {
            System.gc()
            kept << new byte[1_000_000]
        }

        then:
        classes.count { it.get() != null } <= 10
    }
}
