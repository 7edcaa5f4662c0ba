describe 'a table of priorities that is worked off: a task for each item whose turn comes, its state written back'
args 'once [FILE] [-- ARGS] | status [FILE] [-- ARGS] | [FILE] [-- ARGS]',
     'works until it is stopped; once: until nothing can be begun; status: only tells. FILE: work.groovy unless named'

exit workOn(args)
