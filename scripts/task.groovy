describe 'containers that do their work and end: runs them, lists them, stops them; each state is kept on the disk'
option 'detach', 'run, retry: goes on at once; the task runs when its turn comes'
option 'state', 'STATE', 'list: only these, as running,failed'
option 'archived', 'list: those that are archived'
option 'follow', 'logs: goes on until the task has ended'
option 'older', 'AGE', 'archive: only what ended so long ago: 7d'
args 'run FILE|TASK [-- ARGS] | list | show ID | logs ID | cancel ID | kill ID | retry ID | archive [ID...] | wait ID | work',
     'what to do; without anything, list'

exit tasks(options, args)
