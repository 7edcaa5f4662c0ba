describe 'removes what is ours and dead: stacks of which nothing runs, services that left their stack; volumes stay'
option 'all', 'removes every stack of ours, running or not'
option 'dry-run', 'only shows what would be removed'

cleanup(all: options.all, dryRun: options.dryRun).each { show it }
