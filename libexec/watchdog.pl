# Waits until the owner of lock file $ARGV[0] is dead, however it died, and becomes the command that follows, which
# removes what its run left. perl, since the JVM's locks are fcntl's and flock(1) knows others. One byte on stdout tells
# that it waits from now on. A run that ended by itself has removed the file. The launcher runs this file; where orch is
# a library and has no launcher, the JVM hands its text to perl.
use Fcntl qw(:DEFAULT :flock SEEK_SET);
use Errno qw(EINTR);
my ($file, @command) = @ARGV;
chdir "/";
$SIG{$_} = "IGNORE" for qw(HUP INT TERM PIPE);
open my $lock, "+<", $file or exit 1;
syswrite STDOUT, "w";
open STDOUT, ">", "/dev/null";
my $whole = pack "s s x![q] q q i x![q]", F_WRLCK, SEEK_SET, 0, 0, 0;
until (fcntl $lock, F_SETLKW, $whole) { $! == EINTR or exit 1 }
-e $file or exit 0;
close $lock;
$SIG{$_} = "DEFAULT" for qw(HUP INT TERM PIPE);
$ENV{ORCH_SETUP} = "never";
exec @command;
