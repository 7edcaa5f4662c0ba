describe 'runs a command in a service and ends with its exit code'
args 'SERVICE -- CMD...', 'the service, and the command as it is typed'

if (args.size() < 2) {
    reject 'exec needs a service and a command', 'orch exec SERVICE -- COMMAND'
}
exit theStack.attach(args[0], args.drop(1))
