// orch scripts/checks/all.groovy: every check that applies to the stack; of the others, why they do not.
theStack.check([])
