package orch.own

import spock.lang.Specification
import spock.lang.TempDir

import java.nio.file.Files
import java.nio.file.Path

/** What is completed of tasks without opening their store. */
class RecentTasksSpec extends Specification {
    @TempDir
    Path folder

    def "the latest come first, each once, with what was last known of it"() {
        given:
        def tasks = new RecentTasks(folder)

        when:
        tasks.note('a', 'lint, not ended')
        tasks.note('b', 'test, not ended')
        tasks.note('a', 'lint, failed')

        then:
        tasks.all() == [a: 'lint, failed', b: 'test, not ended']
        tasks.all().keySet().toList() == ['a', 'b']
    }

    def "the file stays short, however many there were"() {
        given:
        def tasks = new RecentTasks(folder)

        when:
        (1..2000).each { tasks.note(sprintf('%010d', it), 'lint, not ended') }

        then:
        Files.size(folder.resolve('recent')) < 20_000
        tasks.all().size() == RecentTasks.MOST
        tasks.all().keySet().first() == '0000002000'
        folder.toFile().list().toList() == ['recent']
    }

    def "what is archived is no longer among them"() {
        given:
        def tasks = new RecentTasks(folder)
        ['a', 'b', 'c'].each { tasks.note(it, 'lint, succeeded') }

        when:
        tasks.replace([c: 'lint, succeeded', a: 'lint, failed'])

        then:
        tasks.all().keySet().toList() == ['c', 'a']
    }

    def "where nothing can be written or read there are none"() {
        expect:
        new RecentTasks(folder.resolve('absent')).with {
            note('a', 'lint')
            replace([a: 'lint'])
            all() == [:]
        }
    }
}
