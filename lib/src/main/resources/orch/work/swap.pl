# Reads lines of two paths in hexadecimal digits and has the two files change their names:
# renameat2(AT_FDCWD, one, AT_FDCWD, other, RENAME_EXCHANGE), https://man7.org/linux/man-pages/man2/rename.2.html
use strict;
use warnings;
use POSIX ();
my %numbers = (x86_64 => 316, aarch64 => 276, riscv64 => 276, ppc64le => 357, s390x => 347, i686 => 353, armv7l => 382);
my $number = $numbers{(POSIX::uname())[4]};
$| = 1;
while (my $line = <STDIN>) {
    my ($one, $other) = map { pack('H*', $_) } $line =~ /([0-9a-f]+)/g;
    if (!defined $number) {
        print "impossible\n";
    } elsif (syscall($number, -100, $one, -100, $other, 2) == 0) {
        print "swapped\n";
    } else {
        print $! == POSIX::ENOENT() ? "gone\n" : "impossible\n";
    }
}
