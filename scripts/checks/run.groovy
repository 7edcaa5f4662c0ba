// orch scripts/checks/run.groovy [ARGUMENT=VALUE...]: just this check, on the stack that --stack names, else that of the folder.
theStack.check(['run', *args])
