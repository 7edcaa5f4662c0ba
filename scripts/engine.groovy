describe 'which engine is used, and why that one; start sets one up, stop ends one that orch started'
args 'start|stop|status', 'status ends with 1 when none answers'

if (args.size() > 1 || !['start', 'stop', 'status'].containsAll(args)) {
    reject "engine knows start, stop and status, not '${args.join(' ')}'", 'orch engine [start|stop|status]'
}
def report = args == ['start'] ? theEngine.start() : args == ['stop'] ? theEngine.stop() : theEngine.report()
show report
exit report.answers() || args == ['stop'] ? 0 : args == ['status'] ? 1 : 3
