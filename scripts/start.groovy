describe 'makes the stack as described and waits until it is healthy'
option 'no-wait', 'does not wait'
option 'from', 'SNAPSHOT', 'fills the volumes of a dedicated copy from this snapshot'
args 'SERVICE...', 'services to start, with what they depend on; all by default'

def stack = theStack
stack.start args, wait: !options.noWait, from: options.from
show stack.status()
