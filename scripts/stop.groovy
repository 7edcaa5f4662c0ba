describe 'stops gracefully and removes containers and networks; volumes stay'
option 'volumes', 'removes the volumes as well, after an automatic snapshot of the data in them'
option 'no-snapshot', 'takes no snapshot of the volumes before'
args 'SERVICE...', 'services to stop; all by default'

show theStack.stop(args, volumes: options.volumes, snapshot: !options.noSnapshot)
