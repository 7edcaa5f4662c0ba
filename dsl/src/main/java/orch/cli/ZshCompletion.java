package orch.cli;

import java.util.Map;
import java.util.stream.Collectors;
import orch.cli.ShellCompletion.Flag;
import orch.cli.ShellCompletion.Kind;
import orch.script.Signature;

/** The script for zsh, by its completion system: descriptions are shown. */
final class ZshCompletion {
  private final ShellCompletion all;

  ZshCompletion(ShellCompletion all) {
    this.all = all;
  }

  private static final String SCRIPT =
      """
      #compdef orch
      # Completion of orch for zsh, made by `orch completion zsh`: a file _orch in a folder of $fpath; or in ~/.zshrc,
      # behind compinit: source <(orch completion zsh)

      _orch_live() {
        local line
        local -a found
        for line in ${(f)"$(${~_orch_command} --complete "$@" 2>/dev/null)"}; do
          found+=("${${line%%$'\\t'*}//:/\\\\:}:${line#*$'\\t'}")
        done
        (( $#found )) && _describe -t "$1" "$1" found
      }

      _orch_stacks() { _orch_live stacks "$PREFIX" }

      _orch_stack_or_file() {
        local result=1
        _orch_live stacks "$PREFIX" && result=0
        _files -g '*.(groovy|yaml|yml)' && result=0
        return result
      }

      _orch_services() {
        local stack=${opt_args[--stack]:-${opt_args[-f]:-$_orch_stack}}
        _orch_live services "$PREFIX" ${stack:+--stack} ${stack:+"$stack"}
      }

      _orch_snapshots() { _orch_live snapshots "$PREFIX" }

      _orch_tasks() { _orch_live tasks "$PREFIX" }

      _orch_task_or_file() {
        local result=1
        _orch_live tasknames "$PREFIX" && result=0
        _files -g '*.groovy' && result=0
        return result
      }

      # What follows the word that says what is done: words of the form word=function.
      _orch_action() {
        local action
        for action; do
          [[ $action != $line[1]=* ]] || ${=action#*=}
        done
      }

      _orch_verbs() {
        local result=1
        local -a verbs
        verbs=(
      VERBS  )
        _describe -t verbs verb verbs && result=0
        _orch_live verbs "$PREFIX" && result=0
        _files -g '*.groovy' && result=0
        return result
      }

      _orch() {
        local curcontext=$curcontext state _orch_command=$words[1] _orch_stack i
        i=${words[(i)--]}
        if (( i < CURRENT )); then # a command of its own
          shift i words
          (( CURRENT -= i ))
          _normal
          return
        fi
        typeset -A opt_args
        local -a common own
        common=(
      COMMON  )
        _arguments -C -A '-*' $common '1: :_orch_verbs' '*:: :->verb' && return
        _orch_stack=${opt_args[--stack]:-${opt_args[-f]}} # typed before the verb
        case $words[1] in
      CASES    *)
            own=(${(f)"$(_orch_own $words[1])"})
            _arguments $common $own '*: :_files'
            ;;
        esac
      }

      # Options of a verb that only this folder has.
      _orch_own() {
        local line text
        for line in ${(f)"$(${~_orch_command} --complete options "$1" 2>/dev/null)"}; do
          text=${line#*$'\\t'}
          print -r -- "${line%%$'\\t'*}[${text//[]\\[:]/ }]"
        done
      }

      if [[ $funcstack[1] == _orch ]]; then _orch "$@"; else compdef _orch orch; fi
      """;

  String script() {
    StringBuilder verbs = new StringBuilder();
    StringBuilder cases = new StringBuilder();
    StringBuilder common = new StringBuilder();
    ShellCompletion.common().forEach(flag -> common.append("    ").append(spec(flag)).append('\n'));
    common.append("    '-f+[the stack]:FILE|NAME:_orch_stack_or_file'\n");
    for (Map.Entry<String, Signature> entry : all.verbs().entrySet()) {
      Signature signature = entry.getValue();
      verbs
          .append("    ")
          .append(ShellCompletion.quoted(entry.getKey() + ":" + signature.summary()))
          .append('\n');
      cases.append("    ").append(entry.getKey()).append(")\n      _arguments $common");
      ShellCompletion.own(signature)
          .forEach(flag -> cases.append(" \\\n        ").append(spec(flag)));
      cases.append(arguments(signature)).append("\n      ;;\n");
    }
    return SCRIPT.replace("VERBS", verbs).replace("COMMON", common).replace("CASES", cases);
  }

  private static String spec(Flag flag) {
    String text = flag.text().replace("[", "(").replace("]", ")").replace(":", "\\:");
    String value =
        flag.takesValue() ? ":" + flag.label() + ":" + action(flag.kind(), flag.label()) : "";
    return ShellCompletion.quoted(
        flag.name() + (flag.takesValue() ? "=" : "") + "[" + text + "]" + value);
  }

  private static String arguments(Signature signature) {
    Kind kind = Kind.of(signature.arguments());
    String action = action(kind, signature.arguments());
    return switch (kind) {
      case NONE -> "";
      case COMMAND -> "";
      case SERVICE -> " '*: :" + action + "'";
      case ACTIONS -> " '1: :(" + words(signature) + ")' '*: :" + action + "'";
      default -> " '1: :" + action + "'";
    };
  }

  private static String words(Signature signature) {
    return String.join(" ", ShellCompletion.actions(signature.arguments()).keySet());
  }

  private static String action(Kind kind, String label) {
    return switch (kind) {
      case NONE, COMMAND -> " ";
      case FILE -> "_files";
      case FOLDER -> "_files -/";
      case STACK_OR_FILE -> "_orch_stack_or_file";
      case STACK -> "_orch_stacks";
      case SERVICE, SERVICE_AND_COMMAND -> "_orch_services";
      case SNAPSHOT -> "_orch_snapshots";
      case TASK -> "_orch_tasks";
      case TASK_OR_FILE -> "_orch_task_or_file";
      case ACTIONS ->
          ShellCompletion.actions(label).entrySet().stream()
              .filter(one -> one.getValue() != Kind.NONE)
              .map(one -> " " + one.getKey() + "=" + action(one.getValue(), ""))
              .collect(Collectors.joining("", " _orch_action", ""));
      case WORDS -> "(" + label.replace('|', ' ') + ")";
    };
  }
}
