describe 'stops and starts the same containers, keeps their data, waits until they are healthy'
option 'no-wait', 'does not wait'
args 'SERVICE...', 'services to restart; all by default'

def stack = theStack
stack.restart args, wait: !options.noWait
show stack.status()
