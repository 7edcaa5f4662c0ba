describe 'the machine, the engine, room, ports, subnets, leftovers: each finding with its remedy'

def findings = doctor()
show findings
exit findings.any { it.error } ? 1 : 0
