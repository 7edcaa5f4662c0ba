describe 'what start would do, and why; changes nothing'
option 'exit-code', 'ends with 6 when there are changes'
args 'SERVICE...', 'services, with what they depend on; all by default'

def plan = theStack.plan(args)
show plan
exit options.exitCode && !plan.empty ? 6 : 0
