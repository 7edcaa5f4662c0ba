describe 'what runs: one stack, or every stack that is ours on this engine'
option 'graph', '[svg]', 'draws which service depends on which: as text, or as an SVG picture'
args 'STACK', 'only this one'

def stacks = statuses(args)
if (options.graph == null) {
    show stacks
} else {
    show dependencies(stacks, options.graph)
}
exit stacks.every { it.healthy() } ? 0 : 1
