describe 'carries out a plan that plan --out saved; refuses when anything has moved since'
option 'no-wait', 'does not wait'
args 'PLANFILE', 'the file that plan --out wrote'

if (args.size() != 1) {
    reject 'apply needs one plan', 'orch plan --out FILE', 'orch apply FILE'
}
show apply(args[0], wait: !options.noWait).status()
