import orch.dsl.SnapshotText

describe 'puts volumes of the stack back to what a snapshot holds; what they hold now is saved before'
option 'no-snapshot', 'does not save before what the volumes hold now'
args 'SNAPSHOT [VOLUME...]', 'the snapshot, and the volumes to put back; all of it by default'

if (!args) {
    reject 'rollback needs a snapshot', 'orch rollback SNAPSHOT', 'orch snapshot --list'
}
def before = theStack.rollback(args[0], *args.drop(1), snapshot: !options.noSnapshot)
print SnapshotText.rolledBack(args[0], before)
