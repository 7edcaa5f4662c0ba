package orch.check;

import java.util.Map;

/** Several writers on one volume at once. */
final class SharedStorage implements Check {
  @Override
  public String name() {
    return "sharedStorage";
  }

  @Override
  public String proves() {
    return "several writers append to one file of a volume and rename files over each other, and "
        + "no line is lost or torn";
  }

  @Override
  public Map<String, String> arguments() {
    return Map.of(
        "writers", "how many at once; 4 by default",
        "lines", "how many each; 500 by default",
        "writer",
            "a line for the shell in place of our own writer: it appends LINES lines"
                + " \"$3 $2 NUMBER end\" to the file $1");
  }

  @Override
  public boolean harms() {
    return true;
  }

  @Override
  public void run(Subject subject, Arguments arguments, Protocol protocol) {
    int writers = Math.max(2, arguments.number("writers", 4));
    int lines = Math.max(1, arguments.number("lines", 500));
    SharedFolder folder = SharedFolder.find(subject);
    String file = ".orch-check-lines-" + protocol.nonce();
    String wrong = ".orch-check-wrong-" + protocol.nonce();
    String each = "i=0; while [ $i -lt " + lines + " ]; do i=$((i+1)); ";
    String line = "echo \"" + protocol.nonce() + " $2 $i xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx end\"";
    folder.write(
        writers,
        arguments
            .text("writer")
            .map(own -> "set -- \"$1/" + file + "\" $2 " + protocol.nonce() + "; " + own)
            .orElse(each + line + "; done >> \"$1/" + file + "\""));
    WrittenLines.Found found =
        WrittenLines.judge(folder.read(file), protocol.nonce(), writers, lines);
    found.problems().forEach(protocol::problem);
    protocol.figure("writers", writers, "");
    protocol.figure("containers", folder.containers(), "");
    protocol.figure("turns", found.turns(), "");
    protocol.figure("whole lines", found.whole(), "of " + writers * lines);
    // each writer begins at the file's start and writes over what the others have written
    folder.write(2, "exec 3<>\"$1/" + wrong + "\"; " + each + line + " >&3; done");
    WrittenLines.Found twin = WrittenLines.judge(folder.read(wrong), protocol.nonce(), 2, lines);
    if (twin.problems().isEmpty()) {
      protocol.problem("writers that overwrite each other were not found out");
    } else {
      protocol.control("writers that do not append are found out: " + twin.problems().get(0));
    }
    renames(folder, lines, protocol);
    folder.remove(file, wrong);
  }

  private static void renames(SharedFolder folder, int lines, Protocol protocol) {
    if (!folder.have("mv")) {
      protocol.evidence("renames were not tried: an image has no mv");
      return;
    }
    String file = ".orch-check-renamed-" + protocol.nonce();
    int times = Math.min(lines, 50);
    String loop = "i=0; while [ $i -lt " + times + " ]; do i=$((i+1)); ";
    String write =
        loop
            + "echo \"whole $i end\" > \"$1/"
            + file
            + ".$2\"; mv \"$1/"
            + file
            + ".$2\" \"$1/"
            + file
            + "\"; done";
    String read =
        loop
            + "if [ -e \"$1/"
            + file
            + "\" ]; then read -r l < \"$1/"
            + file
            + "\" || exit 9; case $l in 'whole '*' end') ;; *) echo \"$l\"; exit 9;; esac; fi; done";
    // the even ones read while the odd ones write
    folder.write(4, "if [ $(($2 % 2)) = 0 ]; then " + read + "; else " + write + "; fi");
    protocol.figure("renames seen whole", times * 2, "");
    folder.remove(file);
  }
}
