describe 'proves things about the stack: data survives, networks are apart, services end when asked to, and more'
option 'here', 'what stops, kills or writes is done to the stack itself, not to a dedicated copy'
option 'facts', 'FILE', 'appends a line for each check that passes to this file'
option 'list', 'lists the checks, what each proves and its arguments'
args 'NAME [ARGUMENT=VALUE...]...', 'the checks; all that there are by default'

if (options.list) {
    println knownChecks()
    return
}
if (options.facts) {
    facts options.facts
}
theStack.check(args, here: options.here)
