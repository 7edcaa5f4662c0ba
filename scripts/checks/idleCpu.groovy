// orch scripts/checks/idleCpu.groovy [ARGUMENT=VALUE...]: just this check, on the stack that --stack names, else that of the folder.
theStack.check(['idleCpu', *args])
