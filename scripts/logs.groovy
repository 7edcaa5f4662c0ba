describe 'what services print'
option 'follow', 'goes on until the services end'
option 'tail', 'N', 'only the last N lines of each'
option 'since', 'DURATION', 'only what is not older: 5m'
option 'timestamps', 'the time in front of each line'
args 'SERVICE...', 'services; all by default'

theStack.printLogs args, follow: options.follow, tail: options.tail, since: options.since, timestamps: options.timestamps
