// Read by bench/work, which says what it measures.
import orch.own.StateFolder
import orch.work.Column
import orch.work.CsvSource
import orch.work.Edit
import orch.work.WorkSource

import java.nio.file.Files
import java.nio.file.Path
import java.time.Clock

def file = Path.of(args[0])
int rows = args[1] as int
int rounds = args[2] as int
Files.writeString(file, 'Project,Priority,Status,Agent,Last Update,Next Action,Deadline,GPU,Model,Comment\n' + (1..rows).collect {
    "project-${it % 97},${it % 13},Pending,,,\"build number $it, then test\",2027-01-${10 + it % 20},,model-${it % 5},\"a comment \"\"$it\"\"\"\n"
}.join(''))
println sprintf('%,d rows, %,d bytes', rows, Files.size(file))
def source = new CsvSource(file, new StateFolder(Path.of(System.getenv('XDG_STATE_HOME'), 'orch')), Clock.systemUTC(), { println it })
def median = { List<Double> of -> of.toSorted()[of.size().intdiv(2)] }
def time = { Closure work -> long begin = System.nanoTime(); def result = work(); [(System.nanoTime() - begin) / 1e6 as double, result] }
def read = { def look = source.look(); look instanceof WorkSource.Look.Fresh ? look.table() : null }
def reads = [], writes = []
rounds.times { round ->
    def table = null
    while (table == null) {
        def (took, found) = time(read)
        table = found
        if (table != null) {
            reads << took
        }
    }
    int row = (round * 7919) % rows
    def edit = new Edit(row, [(Column.STATUS): new Edit.Cell(['Pending'] as Set, 'Running')])
    def (took, written) = time { source.write(table, [edit]) }
    assert written instanceof WorkSource.Written.Merged && written.table().rows()[row].cells()[2] == 'Running'
    writes << took
}
source.close()
println sprintf('reading it: %.0f ms the first time, %.0f ms later (median)', reads[0], median(reads))
println sprintf('writing one cell: %.0f ms the first time, %.0f ms later (median), %.0f ms at most', writes[0], median(writes), writes.max())
