package orch.check;

import java.util.Map;

/** Several processes that tell each other facts in one file. */
final class MessageBus implements Check {
  @Override
  public String name() {
    return "messageBus";
  }

  @Override
  public String proves() {
    return "processes in several containers append facts to one file: all are there, in order for "
        + "each, none torn";
  }

  @Override
  public Map<String, String> arguments() {
    return Map.of(
        "processes", "how many at once; 8 by default",
        "facts", "how many each; 100 by default",
        "writer",
            "a line for the shell in place of our own writer: it appends FACTS lines"
                + " \"$3 $2 NUMBER end\" to the file $1");
  }

  @Override
  public boolean harms() {
    return true;
  }

  @Override
  public void run(Subject subject, Arguments arguments, Protocol protocol) {
    int processes = Math.max(2, arguments.number("processes", 8));
    int facts = Math.max(2, arguments.number("facts", 100));
    SharedFolder folder = SharedFolder.find(subject);
    String file = ".orch-check-bus-" + protocol.nonce() + ".md";
    String stack = subject.identity().stack();
    String begin = "FACT: now " + stack + " " + protocol.nonce();
    folder.write(
        processes,
        "set -- \"$1/"
            + file
            + "\" $2 \""
            + begin
            + "\"; "
            + arguments.text("writer").orElse(writer(facts)));
    String text = folder.read(file);
    WrittenLines.Found found = WrittenLines.judge(text, protocol.nonce(), processes, facts);
    found.problems().forEach(protocol::problem);
    protocol.figure("processes", processes, "");
    protocol.figure("containers", folder.containers(), "");
    protocol.figure("turns", found.turns(), "");
    protocol.figure("facts", found.whole(), "of " + processes * facts);
    int cut = text.length() / 2;
    String damaged = text.substring(0, cut) + text.substring(Math.min(text.length(), cut + 40));
    int wrong = WrittenLines.judge(damaged, protocol.nonce(), processes, facts).problems().size();
    if (found.problems().isEmpty() && wrong > 0) {
      protocol.control("with 40 bytes cut out of its middle the same file is found to be torn");
    }
    folder.remove(file);
  }

  /** A fact is one write of a kilobyte, so that a torn one would show. */
  private static String writer(int facts) {
    return "x=xxxxxxxxxxxxxxxx; x=$x$x$x$x; x=$x$x$x$x; x=$x$x$x$x; i=0; while [ $i -lt "
        + facts
        + " ]; do i=$((i+1)); echo \"$3 $2 $i $x end\" >> \"$1\"; done";
  }
}
