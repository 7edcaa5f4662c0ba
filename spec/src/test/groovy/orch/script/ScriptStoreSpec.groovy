package orch.script

import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.attribute.FileTime
import java.time.Duration
import java.time.Instant
import java.util.concurrent.CyclicBarrier
import java.util.concurrent.Executors
import java.util.concurrent.TimeUnit
import orch.model.OrchException
import spock.lang.Specification
import spock.lang.TempDir

class ScriptStoreSpec extends Specification {
    static final Instant LONG_AGO = Instant.parse('2020-01-01T00:00:00Z')

    @TempDir
    Path temp
    Path folder

    def setup() {
        folder = temp.resolve('cache/scripts')
    }

    def "a script runs from its text"() {
        expect:
        store().compiled('hello.groovy', "'hello ' + 6 * 7").create().run() == 'hello 42'
    }

    def "a script runs whatever its file is called: #file"() {
        expect:
        store().compiled(file, '[1, 2].collect { it * 21 }').create().run() == [21, 42]

        where:
        file << ['short.groovy', 'int.groovy', 'void.groovy', 'class.groovy', 'String.groovy', '1-2 3.groovy']
    }

    def "the same script is compiled once: the second time no file is written"() {
        given:
        store().compiled('hello.groovy', 'def list = [1, 2]; list.collect { it * 2 }')
        files().each { Files.setLastModifiedTime(it, FileTime.from(LONG_AGO)) }
        def before = files()

        when:
        def again = store().compiled('hello.groovy', 'def list = [1, 2]; list.collect { it * 2 }')

        then:
        again.create().run() == [2, 4]
        files() == before
        before.every { Files.getLastModifiedTime(it).toInstant() == LONG_AGO }
    }

    def "what a newer JDK compiled runs on JDK 17 as well"() {
        when:
        store().compiled('hello.groovy', "'hello'")

        then: 'class files say in their eighth byte for which JDK they are: 61 is 17'
        def classes = files().findAll { it.toString().endsWith('.class') }
        classes.size() > 0
        classes.every { Files.readAllBytes(it)[7] == 61 as byte }
    }

    def "another #what is another entry"() {
        given:
        store('1').compiled('a.groovy', '1')

        when:
        def other = store(version).compiled(name, text)

        then:
        other.create().run() == result
        entries().size() == 2

        where:
        what      | version | name       | text || result
        'text'    | '1'     | 'a.groovy' | '2'  || 2
        'name'    | '1'     | 'b.groovy' | '1'  || 1
        'version' | '2'     | 'a.groovy' | '1'  || 1
    }

    def "two scripts of one name do not know each other's classes"() {
        given:
        def store = store()

        when:
        def first = store.compiled('a.groovy', 'class Mine { int number = 1 }\nnew Mine().number').create()
        def second = store.compiled('a.groovy', 'class Mine { int number = 2 }\nnew Mine().number').create()

        then:
        [first.run(), second.run()] == [1, 2]
    }

    def "each object of a script is a fresh one"() {
        given:
        def compiled = store().compiled('a.groovy', 'count = binding.hasVariable("count") ? count + 1 : 1')

        expect:
        compiled.create().run() == 1
        compiled.create().run() == 1
    }

    def "what is not Groovy is told with file and line, and nothing is kept of it: #text"() {
        when:
        store().compiled('dev.groovy', text)

        then:
        def refusal = thrown(OrchException.BadInput)
        refusal.message ==~ /dev\.groovy:$line: .+/
        !refusal.message.contains('\n')
        entries().empty

        where:
        text                                 || line
        "\nstack {\n 1"                       || 2
        "def x = 'open\n"                    || 1
        "def x = 1\ndef x = 2"               || 2
        "\n\nclass A extends Nowhere { }\n1" || 3
    }

    def "a file that holds classes only has nothing to run"() {
        when:
        store().compiled('types.groovy', 'class A { }')

        then:
        def refusal = thrown(OrchException.BadInput)
        refusal.message == 'types.groovy: it holds classes only, nothing to run'
    }

    def "processes that compile the same script at the same time all get it"() {
        given:
        def count = 6
        def together = new CyclicBarrier(count)
        def threads = Executors.newFixedThreadPool(count)

        when:
        def runs = (1..count).collect {
            threads.submit({
                together.await(20, TimeUnit.SECONDS)
                store().compiled('race.groovy', '(1..3).collect { it * 2 }.sum()').create().run()
            } as java.util.concurrent.Callable)
        }

        then:
        runs.every { it.get(60, TimeUnit.SECONDS) == 12 }
        entries().size() == 1

        cleanup:
        threads.shutdownNow()
    }

    def "what was not used for a month is removed when something new is kept, what was used is not"() {
        given:
        store().compiled('old.groovy', '1')
        def old = entries()[0]
        store().compiled('used.groovy', '2')
        def used = entries().find { it != old }
        age(old, Duration.ofDays(31))
        age(used, Duration.ofDays(31))
        Files.createDirectory(folder.resolve('.new-left'))
        age(folder.resolve('.new-left'), Duration.ofDays(31))

        when:
        store().compiled('used.groovy', '2')
        store().compiled('new.groovy', '3')

        then:
        !Files.exists(old)
        Files.exists(used)
        !Files.exists(folder.resolve('.new-left'))
    }

    def "what is younger than a month stays, used or not"() {
        given:
        store().compiled('young.groovy', '1')
        age(entries()[0], Duration.ofDays(29))

        when:
        store().compiled('new.groovy', '2')

        then:
        entries().size() == 2
    }

    def "a folder that cannot be written is told, with the way to move it"() {
        given:
        Files.writeString(temp.resolve('cache'), 'a file where the folder should be')

        when:
        store().compiled('a.groovy', '1')

        then:
        def failure = thrown(OrchException.Failed)
        failure.message == "cannot keep compiled scripts in $folder"
        failure.evidence().last() == 'the folder can be moved with XDG_CACHE_HOME'
    }

    private ScriptStore store(String version = '1') {
        new ScriptStore(folder, version, 'groovy.lang.Script')
    }

    private List<Path> entries() {
        Files.exists(folder) ? Files.list(folder).sorted().toList() : []
    }

    private List<Path> files() {
        Files.walk(folder).filter { Files.isRegularFile(it) }.sorted().toList()
    }

    private static void age(Path entry, Duration time) {
        Files.setLastModifiedTime(entry, FileTime.from(Instant.now() - time))
    }
}
