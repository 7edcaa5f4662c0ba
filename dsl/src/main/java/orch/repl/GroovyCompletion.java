package orch.repl;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import orch.cli.Help.Entry;
import orch.dsl.StackHandle;
import orch.repl.Proposals.Proposal;
import orch.repl.Tokens.Kind;
import orch.repl.Tokens.Token;

/** Finds what may stand at the end of a piece of Groovy, and what its last word means. */
final class GroovyCompletion {
  private static final List<String> OF_SERVICES =
      List.of(
          "logs",
          "exec",
          "restart",
          "start",
          "stop",
          "service",
          "dependsOn",
          "started",
          "completed");

  private final Vocabulary vocabulary;
  private final Supplier<Map<String, Object>> variables;

  /**
   * Completes with these.
   *
   * @param variables of the session, with what they hold
   */
  GroovyCompletion(Vocabulary vocabulary, Supplier<Map<String, Object>> variables) {
    this.vocabulary = vocabulary;
    this.variables = variables;
  }

  boolean isVariable(String word) {
    return variables.get().containsKey(word);
  }

  /** What may stand at the end of a text. */
  Proposals at(String text, KnownNames names, Optional<String> stack) {
    List<Token> tokens = Tokens.of(text);
    Optional<Token> last =
        tokens.isEmpty() ? Optional.empty() : Optional.of(tokens.get(tokens.size() - 1));
    if (last.isPresent() && last.get().kind() == Kind.TEXT && !last.get().whole()) {
      int start = last.get().start() + 1;
      return new Proposals(start, inText(word(text, tokens, tokens.size() - 2), names, stack));
    }
    if (last.isPresent() && last.get().kind() == Kind.COMMENT) {
      return new Proposals(text.length(), List.of());
    }
    boolean inWord = last.isPresent() && last.get().kind() == Kind.WORD;
    int start = inWord ? last.get().start() : text.length();
    int before = tokens.size() - (inWord ? 2 : 1);
    if (before >= 0 && tokens.get(before).in(text).equals(".")) {
      return new Proposals(start, members(text, tokens, before - 1));
    }
    String block = Vocabulary.blockAtEnd(text);
    List<Proposal> all = new ArrayList<>(words(block));
    variables.get().keySet().forEach(v -> all.add(new Proposal(v, "variables", "", true)));
    return new Proposals(start, all);
  }

  private List<Proposal> words(String block) {
    return vocabulary.of(block).stream()
        .collect(
            java.util.stream.Collectors.toMap(
                Entry::name, Function.identity(), (a, b) -> a, java.util.LinkedHashMap::new))
        .values()
        .stream()
        .map(e -> new Proposal(e.name(), block, e.text(), true))
        .toList();
  }

  /** The nearest word before a place, such as the one whose argument a text is; empty: none. */
  private static String word(String text, List<Token> tokens, int from) {
    for (int i = from; i >= 0; i--) {
      Token token = tokens.get(i);
      if (token.kind() == Kind.WORD) {
        return token.in(text);
      }
      boolean passes =
          token.kind() == Kind.SPACE
              || token.kind() == Kind.TEXT
              || "(,[:".contains(token.in(text));
      if (!passes) {
        return "";
      }
    }
    return "";
  }

  private static List<Proposal> inText(String word, KnownNames names, Optional<String> stack) {
    List<String> found =
        switch (word) {
          case "image" -> names.images();
          case "network" -> names.networks();
          case "volume" -> names.volumes();
          case "status", "statuses" -> List.copyOf(names.stacks().keySet());
          default -> OF_SERVICES.contains(word) ? names.services(stack) : List.of();
        };
    return found.stream().map(n -> new Proposal(n, "names", "", false)).toList();
  }

  /** What may stand behind the dot of what stands before it. */
  private List<Proposal> members(String text, List<Token> tokens, int owner) {
    String word = owner >= 0 ? tokens.get(owner).in(text) : "";
    if (word.equals(")") || word.equals("}")) {
      boolean stack = text.stripLeading().startsWith("stack");
      return stack ? words(Vocabulary.STACK_HANDLE) : List.of();
    }
    if (word.equals("theStack") || word.equals("theCopy")) {
      return words(Vocabulary.STACK_HANDLE);
    }
    Object value = variables.get().get(word);
    if (value instanceof StackHandle) {
      return words(Vocabulary.STACK_HANDLE);
    } else if (value instanceof Map<?, ?> map) {
      return map.keySet().stream()
          .map(String::valueOf)
          .filter(key -> key.matches("\\w+"))
          .map(key -> new Proposal(key, "keys", "", true))
          .toList();
    }
    return value == null ? List.of() : methods(value.getClass());
  }

  private static List<Proposal> methods(Class<?> type) {
    TreeSet<String> names = new TreeSet<>();
    Arrays.stream(type.getMethods())
        .filter(m -> m.getDeclaringClass() != Object.class && !Modifier.isStatic(m.getModifiers()))
        .map(Method::getName)
        .filter(name -> !name.contains("$"))
        .forEach(names::add);
    return names.stream().map(n -> new Proposal(n + "(", "methods", "", false)).toList();
  }

  /** What the last word of a text means. */
  String tip(String text) {
    List<Token> tokens = Tokens.of(text);
    for (int i = tokens.size() - 1; i >= 0; i--) {
      Token token = tokens.get(i);
      if (token.kind() == Kind.WORD) {
        boolean member = i > 0 && tokens.get(i - 1).in(text).equals(".");
        String block =
            member
                ? Vocabulary.STACK_HANDLE
                : Vocabulary.blockAtEnd(text.substring(0, token.start()));
        return vocabulary
            .find(block, token.in(text))
            .map(e -> e.text() + "   " + e.example())
            .orElse("");
      } else if (token.kind() != Kind.SPACE && !"(".equals(token.in(text))) {
        return "";
      }
    }
    return "";
  }
}
