package orch.work

import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.attribute.FileTime
import java.nio.file.attribute.PosixFilePermissions
import java.time.Clock
import java.time.Duration
import java.time.Instant
import orch.model.OrchException
import orch.own.StateFolder
import orch.support.Orch
import spock.lang.Specification
import spock.lang.TempDir
import spock.util.concurrent.PollingConditions

class CsvSourceSpec extends Specification {
    static final String HEADER = 'Project,Priority,Status,Agent,Last Update,Next Action\n'

    @TempDir
    Path temporary

    private Path file
    private CsvSource source
    private final List<String> news = [].asSynchronized()

    def setup() {
        file = temporary.resolve('priorities.csv')
    }

    def cleanup() {
        source?.close()
    }

    private CsvSource open() {
        source = new CsvSource(file, new StateFolder(temporary.resolve('state')), Clock.systemUTC(), { news << it })
    }

    /** Saved long ago. */
    private void saved(String text) {
        Files.writeString(file, text)
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(60)))
    }

    private static List<String> projects(WorkTable table) {
        table.rows().collect { it.cells()[0] }
    }

    /** Looks until there is news. */
    private WorkTable fresh() {
        def found = []
        new PollingConditions(timeout: 5, delay: 0.01).eventually {
            found << source.look()
            assert found.last() instanceof WorkSource.Look.Fresh
        }
        (found.last() as WorkSource.Look.Fresh).table()
    }

    private static Edit status(int row, String from, String to) {
        new Edit(row, [(Column.STATUS): new Edit.Cell([from] as Set, to)])
    }

    def "a file that lies there is read at once, and again only when it has changed"() {
        given:
        saved(HEADER + 'web,1,Pending,,,\n')
        open()

        expect:
        projects((source.look() as WorkSource.Look.Fresh).table()) == ['web']
        source.look() instanceof WorkSource.Look.Same
    }

    def "a file that is being saved is never misread: #what"() {
        given:
        saved(HEADER + 'web,1,Pending,,,\n')
        open()
        source.look()

        when:
        Files.writeString(file, half)

        then: 'no look takes it, however often'
        (1..20).every { Thread.onSpinWait(); source.look() instanceof WorkSource.Look.NotYet }

        when:
        Files.writeString(file, HEADER + 'web,1,Pending,,,\napi,2,Pending,,,\n')

        then:
        projects(fresh()) == ['web', 'api']

        where:
        what                               | half
        'it is empty'                      | ''
        'the header is cut'                | 'Project,Prio'
        'a row is cut'                     | HEADER + 'web,1,Pend'
        'a row is cut in a quoted cell'    | HEADER + 'web,1,Pending,,,"a,\n'
        'rows are missing'                 | HEADER
    }

    def "a last row without end counts when the file has been at rest"() {
        given:
        saved(HEADER)
        open()
        source.look()

        when:
        Files.writeString(file, HEADER + 'web,1,Pending')

        then:
        projects(fresh()) == ['web']
    }

    def "a changed file is noticed within a second, however it was saved: #how"() {
        given:
        saved(HEADER)
        open()
        source.look()
        source.await(Duration.ofMillis(1))

        when:
        save(file)
        def begin = System.nanoTime()
        def heard = source.await(Duration.ofSeconds(5))
        def table = fresh()

        then:
        heard
        projects(table) == ['web']
        System.nanoTime() - begin < 1_000_000_000L

        where:
        how             | save
        'echo >>'       | { Path f -> Files.writeString(f, 'web,1,Pending,,,\n', java.nio.file.StandardOpenOption.APPEND) }
        'a new file'    | { Path f -> Files.move(Files.writeString(f.resolveSibling('x'), HEADER + 'web,1,Pending,,,\n'), f, java.nio.file.StandardCopyOption.REPLACE_EXISTING) }
    }

    def "it is replaced as a whole and stays what it was: mode, links, and no file beside it"() {
        given:
        def target = Files.createDirectory(temporary.resolve('elsewhere')).resolve('list.csv')
        Files.writeString(target, HEADER + 'web,1,Pending,,,"keep, this"\n')
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString('rw-rw-r--'))
        Files.createSymbolicLink(file, target)
        open()
        def table = fresh()

        when:
        def written = source.write(table, [status(0, 'Pending', 'Running')])

        then:
        written instanceof WorkSource.Written.Merged
        Files.readString(target) == HEADER + 'web,1,Running,,,"keep, this"\n'
        Files.isSymbolicLink(file)
        PosixFilePermissions.toString(Files.getPosixFilePermissions(target)) == 'rw-rw-r--'
        target.parent.toFile().list() as Set == ['list.csv'] as Set
    }

    def "while a spreadsheet has it open nothing is written, and its lock file is named: #lock"() {
        given:
        saved(HEADER + 'web,1,Pending,,,\n')
        open()
        def table = fresh()
        def open = Files.createFile(temporary.resolve(lock))

        when:
        def written = source.write(table, [status(0, 'Pending', 'Running')])

        then:
        (written as WorkSource.Written.Later).why().contains(lock)
        Files.readString(file) == HEADER + 'web,1,Pending,,,\n'

        when:
        Files.delete(open)

        then:
        source.write(table, [status(0, 'Pending', 'Running')]) instanceof WorkSource.Written.Merged

        where:
        lock << ['.~lock.priorities.csv#', '~$priorities.csv']
    }

    def "what is no list of work is told once, with what helps"() {
        given:
        saved('a,b\n1,2\n')
        open()

        when:
        source.look()

        then:
        def e = thrown(OrchException.BadInput)
        e.message == "$file has no column 'Project'"

        expect:
        source.look() instanceof WorkSource.Look.Same
    }

    def "a line that is added to the file in the moment of its replacement is not lost"() {
        given:
        saved(HEADER + 'web,1,Pending,,,\n')
        open()
        def table = fresh()
        def appending = new FileOutputStream(file.toFile(), true)

        when: 'somebody has opened it before, and writes after'
        source.write(table, [status(0, 'Pending', 'Running')])
        appending.withCloseable { it.write('api,2,Pending,,,\n'.bytes) }

        then:
        projects(fresh()) == ['web', 'api']
        Files.readString(file) == HEADER + 'web,1,Running,,,\napi,2,Pending,,,\n'
    }

    def "two hundred edits of another process, and as many of ours: nothing is lost"() {
        given:
        int rows = 40
        def edits = 200
        def seed = System.nanoTime() % 1_000_000
        Files.writeString(file, HEADER + (0..<rows).collect { "p$it,$it,Pending,,,\n" }.join(''))
        open()
        def table = fresh()
        def editor = new ProcessBuilder('perl', "${Orch.ROOT}/spec/src/test/resources/work/editor.pl", "$file", "$rows", "$edits", "$seed")
                .redirectErrorStream(true).start()
        def written = 0

        when: 'orch sets one status after the other, and again those over which an older copy was saved'
        def wanted = [:]
        while (editor.alive || wanted.size() < rows) {
            wanted[wanted.size() % rows] = 'Running'
            def merged = source.write(table, wanted.keySet().collect { int row -> status(row, 'Pending', 'Running') })
            assert merged instanceof WorkSource.Written.Merged: "$merged"
            table = merged.table()
            written += merged.merge().changes().size()
            // of the rows that the person adds none comes before ours
            assert projects(table).take(rows) == (0..<rows).collect { "p$it".toString() }: "seed $seed"
        }
        def told = editor.inputStream.text.readLines()
        // once more, after all
        table = fresh()
        source.write(table, (0..<rows).collect { status(it, 'Pending', 'Running') })

        then:
        editor.exitValue() == 0
        def lines = Files.readAllLines(file).tail()
        lines.findAll { it.startsWith('p') }.size() == rows
        lines.findAll { it.startsWith('p') }.every { it.split(',')[2] == 'Running' }
        told.findAll { it.startsWith('added') }.findAll { added -> !lines.any { it.startsWith("$added,") } } == []
        told.findAll { it.startsWith('p') }.findAll { line ->
            def (row, note) = line.split(' ')
            !lines.any { it.startsWith("$row,") && it.endsWith(",$note") }
        } == []
        written >= rows
        news.findAll { it.contains('rescued') || it.contains('somebody wrote') } == []
    }
}
