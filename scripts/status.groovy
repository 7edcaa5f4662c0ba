describe 'what runs: one stack, or every stack that is ours on this engine'
args 'STACK', 'only this one'

def stacks = statuses(args)
show stacks
exit stacks.every { it.healthy() } ? 0 : 1
