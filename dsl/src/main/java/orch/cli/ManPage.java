package orch.cli;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import orch.cli.ShellCompletion.Flag;
import orch.engine.ContainerLabels;
import orch.script.Signature;

/** The manual page, in the language of man(7), from the list of verbs. */
public final class ManPage {
  private static final String HEAD =
      """
      .\\" generated from the code by: orch help --man
      .TH ORCH 1 "" "orch VERSION" "User Commands"
      .SH NAME
      orch \\- makes stacks of containers run, and proves that they are healthy
      .SH SYNOPSIS
      .B orch
      .I FILE.groovy
      .RI [ ARGS ]
      .br
      .B orch \\-e
      .I SNIPPET
      .RI [ ARGS ]
      .br
      .B orch \\-
      .RI [ ARGS ]
      .br
      .B orch
      .I VERB
      .RI [ OPTIONS ]
      .RI [ ARGS ]
      .br
      .B orch help
      .RI [ VERB | WORD ]
      .SH DESCRIPTION
      A stack is a script or a Compose file. orch compares it with what the container engine holds, does the difference,
      and waits until everything is healthy. It changes only what it made itself.
      .PP
      The stack that a verb works on:
      .BR \\-\\-stack ,
      else
      .BR ORCH_STACK ,
      else in the working folder
      .IR stack.groovy ,
      .IR scripts/dev.groovy ,
      .I compose.yaml
      or the other names of Compose files.
      .BR \\-\\-stack
      also takes the name of a stack that runs.
      """;

  private static final String TAIL =
      """
      .SH EXIT STATUS
      .TP
      .B 0
      done
      .TP
      .B 1
      it ran and failed: a service unhealthy, a check failed
      .TP
      .B 2
      the input is wrong: command line, script, Compose file; nothing was changed
      .TP
      .B 3
      no usable engine, or an image that is not to be had
      .TP
      .B 4
      timed out
      .TP
      .B 5
      refused: not ours, would lose data, or the state moved since the plan
      .TP
      .B 6
      .B plan \\-\\-exit\\-code
      found changes
      .TP
      .BR 130 ", " 143
      interrupted, terminated; dedicated environments are torn down first
      .PP
      .B exec
      and
      .B run
      pass on the exit code of their command.
      .SH ENVIRONMENT
      Every option of every verb has a variable
      .BR ORCH_ \\fINAME\\fR,
      in capitals and with underscores. The engine is found by
      .BR ORCH_ENGINE ,
      .BR DOCKER_HOST ,
      .BR DOCKER_CONTEXT ,
      the current Docker context, then the usual sockets.
      .B ORCH_SETUP=never
      forbids to install or start anything on this machine.
      .BR CI ,
      .B GITHUB_ACTIONS
      and
      .B GITLAB_CI
      change how progress is told.
      .SH FILES
      .TP
      .I $XDG_STATE_HOME/orch
      what orch remembers between commands, by default
      .I ~/.local/state/orch
      .TP
      .I $XDG_CACHE_HOME/orch
      compiled scripts, by default
      .IR ~/.cache/orch ;
      safe to delete
      .TP
      .I scripts/VERB.groovy
      a verb of the working folder
      .SH EXAMPLES
      .nf
      orch start
      orch status \\-\\-json
      orch logs auth \\-\\-follow
      orch run \\-\\- mvn test
      orch \\-e "stack { service 'db', image: 'redis:7'; ensureHealthy() }"
      .fi
      """;

  private ManPage() {}

  /** The page. */
  public static String text(Map<String, Signature> verbs) {
    StringBuilder text = new StringBuilder(HEAD.replace("VERSION", ContainerLabels.version()));
    text.append(".SH VERBS\n");
    Map<String, Signature> all = new ShellCompletion(verbs).verbs();
    for (Map.Entry<String, Signature> entry : all.entrySet()) {
      Signature signature = entry.getValue();
      boolean takes = !signature.arguments().isEmpty() && !signature.arguments().equals("-");
      text.append(".TP\n\\fB")
          .append(plain(entry.getKey()))
          .append("\\fR")
          .append(takes ? " \\fI" + plain(signature.arguments()) + "\\fR" : "")
          .append('\n')
          .append(sentence(signature.summary()))
          .append('\n');
      List<Flag> own = ShellCompletion.own(signature);
      if (!own.isEmpty()) {
        text.append(".RS\n");
        own.forEach(flag -> text.append(option(flag)));
        text.append(".RE\n");
      }
    }
    text.append(".SH OPTIONS\nEvery verb and script takes:\n");
    ShellCompletion.common().forEach(flag -> text.append(option(flag)));
    return text.append(TAIL).toString();
  }

  private static String option(Flag flag) {
    String name = flag.name().equals("--stack") ? "-f\\fR, \\fB--stack" : flag.name();
    return ".TP\n\\fB"
        + name.replace("-", "\\-")
        + "\\fR"
        + (flag.takesValue() ? " \\fI" + plain(flag.label()) + "\\fR" : "")
        + "\n"
        + sentence(flag.text())
        + "\n";
  }

  /** A text as it is: no letter of it is a request. */
  private static String plain(String text) {
    String escaped = text.replace("\\", "\\e").replace("-", "\\-");
    return escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" + escaped : escaped;
  }

  private static String sentence(String text) {
    String plain = plain(text);
    return plain.isEmpty()
        ? "\\&"
        : plain.substring(0, 1).toUpperCase(Locale.ROOT) + plain.substring(1) + ".";
  }
}
