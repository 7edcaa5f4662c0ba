package orch.cli;

import java.util.Map;
import orch.cli.ShellCompletion.Flag;
import orch.cli.ShellCompletion.Kind;
import orch.script.Signature;

/** The script for fish: descriptions are shown. */
final class FishCompletion {
  private final ShellCompletion all;

  FishCompletion(ShellCompletion all) {
    this.all = all;
  }

  private static final String SCRIPT =
      """
      # Completion of orch for fish, made by: orch completion fish > ~/.config/fish/completions/orch.fish

      # The words that are typed so far, without options and their values: the verb, then its arguments.
      function __orch_words
          set -l skip
          for word in (commandline -opc)[2..-1]
              if set -q skip[1]
                  set -e skip
              else if string match -qr -- '^(WITH_VALUE)$' $word
                  set skip yes
              else if test "$word" = --
                  echo --
                  return
              else if not string match -q -- '-*' $word
                  echo $word
              end
          end
      end

      function __orch_none
          test (count (__orch_words)) -eq 0
      end

      # Whether the verb is $argv[1] and no command is typed behind it.
      function __orch_verb
          set -l words (__orch_words)
          test "$words[1]" = $argv[1]; and not contains -- -- $words
      end

      function __orch_first
          test (count (__orch_words)) -eq 1
      end

      # Whether the verb is $argv[1] and what it is to do is $argv[2].
      function __orch_action
          set -l words (__orch_words)
          test (count $words) -ge 2; and test "$words[1] $words[2]" = "$argv"; and not contains -- -- $words
      end

      function __orch_live
          set -l tokens (commandline -opc)
          set -l stack
          for i in (seq (math (count $tokens) - 1))
              if contains -- $tokens[$i] -f --stack
                  set stack --stack $tokens[(math $i + 1)]
              end
          end
          set -l typed (string replace -r -- '^--?[a-z-]+=?' '' (commandline -ct))
          eval $tokens[1] --complete $argv[1] '$typed' $stack 2>/dev/null
      end

      function __orch_own
          set -l words (__orch_words)
          test -n "$words[1]"; and eval (commandline -opc)[1] --complete options $words[1] 2>/dev/null
      end

      complete -c orch -f
      complete -c orch -n __orch_none -a '(__orch_live verbs)'
      complete -c orch -n __orch_none -k -a '(__fish_complete_suffix .groovy)'
      complete -c orch -n 'not __orch_none' -a '(__orch_own)'
      complete -c orch -n 'contains -- -- (__orch_words)' -F -a '(__fish_complete_command)'
      complete -c orch -s f -x -a '(__orch_live stacks; __fish_complete_path)' -d 'the stack'
      """;

  String script() {
    StringBuilder text =
        new StringBuilder(SCRIPT.replace("WITH_VALUE", String.join("|", all.withValue())));
    ShellCompletion.common().forEach(flag -> option(text, "", flag));
    for (Map.Entry<String, Signature> entry : all.verbs().entrySet()) {
      String verb = entry.getKey();
      Signature signature = entry.getValue();
      text.append("complete -c orch -n __orch_none -a ")
          .append(verb)
          .append(" -d ")
          .append(quoted(signature.summary()))
          .append('\n');
      ShellCompletion.own(signature)
          .forEach(flag -> option(text, " -n '__orch_verb " + verb + "'", flag));
      arguments(text, verb, signature.arguments());
    }
    return text.toString();
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }

  private static void option(StringBuilder text, String when, Flag flag) {
    text.append("complete -c orch").append(when).append(" -l ").append(flag.name().substring(2));
    if (flag.takesValue()) {
      boolean files = flag.kind() == Kind.FILE;
      text.append(files ? " -r -F" : " -x" + values(flag.kind(), flag.label()));
    }
    text.append(" -d ").append(quoted(flag.text())).append('\n');
  }

  private static void arguments(StringBuilder text, String verb, String label) {
    Kind kind = Kind.of(label);
    if (kind == Kind.ACTIONS) {
      actions(text, verb, label);
      return;
    }
    String first = kind == Kind.SERVICE ? "" : "; and __orch_first";
    String values = kind == Kind.FILE ? " -F" : values(kind, label);
    if (!values.isEmpty()) {
      text.append("complete -c orch -n '__orch_verb ")
          .append(verb)
          .append(first)
          .append("'")
          .append(values)
          .append('\n');
    }
  }

  private static void actions(StringBuilder text, String verb, String label) {
    Map<String, Kind> actions = ShellCompletion.actions(label);
    String words = String.join(" ", actions.keySet());
    text.append("complete -c orch -n '__orch_verb %s; and __orch_first' -a '".formatted(verb))
        .append(words)
        .append("'\n");
    actions.forEach(
        (action, kind) -> {
          String values = kind == Kind.FILE ? " -F" : values(kind, "");
          if (!values.isEmpty()) {
            text.append("complete -c orch -n '__orch_action %s %s'".formatted(verb, action))
                .append(" -k")
                .append(values)
                .append('\n');
          }
        });
  }

  private static String values(Kind kind, String label) {
    return switch (kind) {
      case NONE, FILE, COMMAND, ACTIONS -> "";
      case SNAPSHOT -> " -a '(__orch_live snapshots)'";
      case TASK -> " -a '(__orch_live tasks)'";
      case TASK_OR_FILE -> " -a '(__orch_live tasknames; __fish_complete_suffix .groovy)'";
      case FOLDER -> " -a '(__fish_complete_directories)'";
      case STACK_OR_FILE -> " -a '(__orch_live stacks; __fish_complete_path)'";
      case STACK -> " -a '(__orch_live stacks)'";
      case SERVICE, SERVICE_AND_COMMAND -> " -a '(__orch_live services)'";
      case WORDS -> " -a '" + label.replace('|', ' ') + "'";
    };
  }
}
