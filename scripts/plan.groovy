describe 'what start would do, and why; changes nothing'
option 'exit-code', 'ends with 6 when there are changes'
option 'out', 'FILE', 'saves the plan, for orch apply'
args 'SERVICE...', 'services, with what they depend on; all by default'

def plan = theStack.plan(args)
if (options.out) {
    plan.save(options.out)
}
show plan
exit options.exitCode && !plan.empty ? 6 : 0
