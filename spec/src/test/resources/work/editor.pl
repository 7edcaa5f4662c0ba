# A person at a table who knows nothing of orch: 200 edits, in the ways in which programs save files.
# Arguments: the file, how many rows it has, how many edits, the seed.
use strict;
use warnings;
my ($file, $rows, $edits, $seed) = @ARGV;
srand($seed);
my %notes;
for my $edit (1 .. $edits) {
    my $how = int(rand(3));
    if ($how == 0) {    # echo >>
        open(my $out, '>>', $file) or die;
        syswrite($out, "added$edit,9,On hold,,,\n");
        close($out);
        print "added$edit\n";
    } else {
        my $text = '';
        while ($text !~ /\n\z/) {    # another one is saving it
            open(my $in, '<', $file) or die;
            local $/;
            $text = <$in> // '';
            close($in);
        }
        my $row = int(rand($rows));
        $text =~ s/^(p$row,(?:[^,\n]*,){4})[^,\n]*$/$1note$edit/m or die "no row p$row";
        $notes{$row} = "note$edit";
        if ($how == 1) {    # in place, in two parts
            open(my $out, '>', $file) or die;
            syswrite($out, substr($text, 0, length($text) / 2));
            select(undef, undef, undef, rand(0.01)) if $edit % 4 == 0;
            syswrite($out, substr($text, length($text) / 2));
            close($out);
        } else {    # another file that takes its name
            open(my $out, '>', "$file.new") or die;
            syswrite($out, $text);
            close($out);
            rename("$file.new", $file) or die;
        }
    }
    select(undef, undef, undef, rand(0.02));
}
print "p$_ $notes{$_}\n" for keys %notes;
