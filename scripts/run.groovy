describe 'makes a dedicated copy healthy, runs a command here with its addresses in the environment, ends with its exit code'
option 'env-file', 'FILE', 'writes the addresses into this file as well'
option 'logs', 'FOLDER', 'where the output of all services is kept when the command fails'
option 'from', 'SNAPSHOT', 'fills the volumes of the copy from this snapshot'
args '-- CMD...', 'the command, as it is typed'

if (!args) {
    reject 'run needs a command', 'orch run -- COMMAND'
}
exit theCopy.run(args, envFile: options.envFile, logs: options.logs, from: options.from)
