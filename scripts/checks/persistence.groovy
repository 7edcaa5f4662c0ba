// orch scripts/checks/persistence.groovy [ARGUMENT=VALUE...]: just this check, on the stack that --stack names, else that of the folder.
theStack.check(['persistence', *args])
