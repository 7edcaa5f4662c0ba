package orch.cli;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import orch.cli.ShellCompletion.Flag;
import orch.cli.ShellCompletion.Kind;
import orch.script.Signature;

/** The script for bash; it needs no other package. */
final class BashCompletion {
  private final ShellCompletion all;

  BashCompletion(ShellCompletion all) {
    this.all = all;
  }

  private static final String SCRIPT =
      """
      # Completion of orch for bash, made by `orch completion bash`. In ~/.bashrc: eval "$(orch completion bash)"

      # What values of option $2 of verb $1 are.
      _orch_value() {
        case $1:$2 in
      VALUES    *) echo none ;;
        esac
      }

      # What arguments of verb $1 are.
      _orch_arguments() {
        case $1 in
      ARGUMENTS    *) echo file ;;
        esac
      }

      # Options of verb $1.
      _orch_options() {
        case $1 in
      OPTIONS    *) _orch_live options "$1" ;;
        esac
        echo COMMON
      }

      _orch_live() {
        local name
        while IFS=$'\\t' read -r name _; do echo "$name"; done < <("${command/#\\~/$HOME}" --complete "$@" 2>/dev/null)
      }

      # Adds what begins with the current word; $1 is what kind it is, as above.
      _orch_add() {
        local line
        while IFS= read -r line; do COMPREPLY+=("$line"); done < <(
          case $1 in
            words:*) compgen -W "${1#words:}" -- "$current" ;;
            file | stackfile | taskfile) compgen -f -- "$current" ;;
            folder) compgen -d -- "$current" ;;
            command) compgen -c -- "$current" ;;
          esac
          case $1 in
            stack | stackfile) compgen -W "$(_orch_live stacks "$current")" -- "$current" ;;
            snapshot) compgen -W "$(_orch_live snapshots "$current")" -- "$current" ;;
            task) compgen -W "$(_orch_live tasks "$current")" -- "$current" ;;
            taskfile) compgen -W "$(_orch_live tasknames "$current")" -- "$current" ;;
            service*) compgen -W "$(_orch_live services "$current" ${stack:+--stack "$stack"})" -- "$current" ;;
          esac
        )
        [[ $1 != @(file|stackfile|taskfile|folder|command|none) ]] || compopt -o filenames 2>/dev/null
      }

      _orch() {
        local command=${COMP_WORDS[0]} current=${COMP_WORDS[COMP_CWORD]} verb='' action='' stack='' option='' word kind i place=0 behind=''
        COMPREPLY=()
        for ((i = 1; i < COMP_CWORD; i++)); do
          word=${COMP_WORDS[i]}
          if [[ $word == = ]]; then # bash splits --stack=dev into three
            continue
          elif [[ $option ]]; then
            [[ $option != @(-f|--stack) ]] || stack=$word
            option=''
          elif [[ $word == -- ]]; then
            behind=yes place=$i
            break
          elif [[ $word == @(WITH_VALUE) ]]; then
            option=$word
          elif [[ $word != -* && ! $verb ]]; then
            verb=$word
          elif [[ $word != -* && ! $action ]]; then
            action=$word
          fi
        done
        [[ $current != = ]] || current=''
        kind=$(_orch_arguments "$verb")
        if [[ $kind == actions:* && $action ]]; then
          kind=" ${kind#actions:} " kind=${kind##* "$action="} kind=${kind%% *}
        elif [[ $kind == actions:* ]]; then
          kind=words:$(for word in ${kind#actions:}; do echo "${word%%=*}"; done)
        fi
        if [[ $behind ]]; then
          if ((COMP_CWORD == place + 1)); then _orch_add command; else _orch_add file; fi
        elif [[ $option ]]; then
          _orch_add "$(_orch_value "$verb" "$option")"
        elif [[ $current == -* ]]; then
          _orch_add "words:$(_orch_options "$verb")"
        elif [[ ! $verb ]]; then
          _orch_add "words:VERBS $(_orch_live verbs "$current")"
          _orch_add file
        else
          _orch_add "$kind"
        fi
      }

      complete -F _orch orch
      """;

  String script() {
    StringBuilder values = new StringBuilder();
    StringBuilder arguments = new StringBuilder();
    StringBuilder options = new StringBuilder();
    ShellCompletion.common().forEach(flag -> value(values, "*", flag));
    value(values, "*", new Flag("-f", "FILE|NAME", ""));
    for (Map.Entry<String, Signature> verb : all.verbs().entrySet()) {
      List<Flag> own = ShellCompletion.own(verb.getValue());
      own.forEach(flag -> value(values, verb.getKey(), flag));
      arguments.append(
          "    %s) echo '%s' ;;\n"
              .formatted(
                  verb.getKey(),
                  word(Kind.of(verb.getValue().arguments()), verb.getValue().arguments())));
      if (!own.isEmpty()) {
        options.append(
            "    %s) echo %s ;;\n"
                .formatted(
                    verb.getKey(), ShellCompletion.joined(own.stream().map(Flag::name).toList())));
      } else {
        options.append("    %s) ;;\n".formatted(verb.getKey()));
      }
    }
    return SCRIPT
        .replace("VALUES", values)
        .replace("ARGUMENTS", arguments)
        .replace("OPTIONS", options)
        .replace(
            "COMMON",
            ShellCompletion.joined(ShellCompletion.common().stream().map(Flag::name).toList()))
        .replace("WITH_VALUE", String.join("|", all.withValue()))
        .replace("VERBS", ShellCompletion.joined(List.copyOf(all.verbs().keySet())));
  }

  private static void value(StringBuilder values, String verb, Flag flag) {
    if (flag.takesValue()) {
      values.append(
          "    %s:%s) echo '%s' ;;\n"
              .formatted(verb, flag.name(), word(flag.kind(), flag.label())));
    }
  }

  private static String word(Kind kind, String label) {
    return switch (kind) {
      case NONE -> "none";
      case FILE -> "file";
      case FOLDER -> "folder";
      case STACK_OR_FILE -> "stackfile";
      case STACK -> "stack";
      case SERVICE -> "service";
      case SERVICE_AND_COMMAND -> "service";
      case COMMAND -> "none";
      case SNAPSHOT -> "snapshot";
      case TASK -> "task";
      case TASK_OR_FILE -> "taskfile";
      case ACTIONS ->
          ShellCompletion.actions(label).entrySet().stream()
              .map(action -> action.getKey() + "=" + word(action.getValue(), ""))
              .collect(Collectors.joining(" ", "actions:", ""));
      case WORDS -> "words:" + label.replace("...", "").replace('|', ' ');
    };
  }
}
