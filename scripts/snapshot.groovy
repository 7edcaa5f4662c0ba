import orch.dsl.SnapshotText

describe 'saves volumes of the stack under a name; lists, shows, removes, exports and imports what was saved'
option 'pause', 'freezes the services meanwhile, in place of stopping them'
option 'list', 'lists the snapshots of the stack, as without a name'
option 'show', 'SNAPSHOT', 'shows one'
option 'remove', 'SNAPSHOT', 'removes one'
option 'export', 'SNAPSHOT', 'writes one to the file that --to names'
option 'to', 'FILE', 'where --export writes'
option 'import', 'FILE', 'reads one from a file that --export made'
option 'prune', 'removes all but the newest, as many as --keep says'
option 'keep', 'N', 'how many --prune keeps: 5 unless given'
args 'NAME [VOLUME...]', 'the name for the snapshot, and the volumes to save; all by default'

def asked = ['list', 'show', 'remove', 'export', 'import', 'prune'].findAll { options[it] }
if (asked.size() > 1 || asked && args) {
    reject "one thing at a time: ${(asked.collect { "--$it" } + args).join(', ')}", 'orch snapshot NAME', 'orch snapshot --list'
}
if (options.export && !options.to) {
    reject 'export needs a file', "orch snapshot --export $options.export --to FILE"
}
def stack = theStack
def file = { java.nio.file.Path.of(it as String).toAbsolutePath() }
if (options.show) {
    show stack.snapshots().find(options.show)
} else if (options.remove) {
    stack.snapshots().remove(options.remove)
    println "removed snapshot '$options.remove'"
} else if (options.export) {
    print SnapshotText.exported(stack.snapshots().export(options.export, file(options.to)), options.to)
} else if (options['import']) {
    show stack.snapshots().importFrom(file(options['import']), Optional.empty())
} else if (options.prune) {
    def removed = stack.snapshots().prune(options.keep == null ? 5 : options.keep as int)
    println removed ? "removed ${removed.join(', ')}" : 'there is nothing to remove'
} else if (args) {
    show stack.snapshot(args[0], *args.drop(1), pause: options.pause)
} else {
    show stack.snapshots()
}
