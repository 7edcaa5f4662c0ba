describe 'removes what is ours and dead: copies whose run is gone, stacks of which nothing runs, services that left theirs; volumes stay'
option 'all', 'removes every shared stack of ours as well, running or not'
option 'dry-run', 'only shows what would be removed'

cleanup(all: options.all, dryRun: options.dryRun).each { show it }
