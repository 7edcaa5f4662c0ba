package orch.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What differs between what something was said to be when it was made and what it should be: {@code
 * env LOG_LEVEL: info -> debug}, {@code command changed}. A label keeps which words were said then
 * and a short hash of what each said; the old value itself is told by the engine. Of secrets the
 * label keeps no hash, which could be guessed at: they are compared with what the engine tells.
 */
final class Changes {
  private static final String SECRET = "!";

  private final String joint;

  /** Puts this between a word and what it says: {@code ": "}, or a blank within a sentence. */
  Changes(String joint) {
    this.joint = joint;
  }

  /** The text of the label. */
  static String label(Map<String, Words.Word> words) {
    List<String> pairs = new ArrayList<>();
    words.forEach((name, word) -> pairs.add(encode(name) + "=" + mark(word)));
    return String.join(",", pairs);
  }

  /**
   * The changes, in the order of the wanted words, what is no longer said last.
   *
   * @param label as {@link #label} wrote it
   * @param wanted what should be
   * @param settings what the engine tells, by word; may know some words only
   */
  List<String> between(String label, Map<String, Words.Word> wanted, Map<String, String> settings) {
    Map<String, String> before = read(label);
    Set<String> names = new LinkedHashSet<>(wanted.keySet());
    names.addAll(before.keySet());
    List<String> changes = new ArrayList<>();
    boolean secretUnknown = false;
    for (String name : names) {
      Words.Word word = wanted.get(name);
      Optional<String> was = Optional.ofNullable(before.get(name));
      Optional<String> old = Optional.ofNullable(settings.get(name));
      if (word == null) {
        changes.add(phrase(name, was.get().equals(SECRET), old, true, Optional.empty(), false));
      } else if (was.isEmpty()) {
        changes.add(phrase(name, word.secret(), Optional.empty(), false, word.text(), true));
      } else if (word.secret() && was.get().equals(SECRET)) {
        if (old.isPresent() && word.text().isPresent()) {
          if (!old.equals(word.text())) {
            changes.add(name + " changed");
          }
        } else {
          secretUnknown = true;
        }
      } else if (!was.get().equals(mark(word))) {
        boolean secret = word.secret() || was.get().equals(SECRET);
        changes.add(phrase(name, secret, old, true, word.text(), true));
      }
    }
    if (changes.isEmpty()) {
      changes.add(secretUnknown ? "a secret changed" : "the order of what it says changed");
    }
    return changes;
  }

  /**
   * Where no label tells what was said: the words of which the engine tells something else than is
   * wanted. What is not wanted any more is not found.
   */
  List<String> visible(Map<String, Words.Word> wanted, Map<String, String> settings) {
    List<String> changes = new ArrayList<>();
    wanted.forEach(
        (name, word) -> {
          Optional<String> old = Optional.ofNullable(settings.get(name));
          // of networks and volumes the engine tells all options
          boolean told = old.isPresent() || name.startsWith("option ");
          if (told && word.text().isPresent() && !old.equals(word.text())) {
            changes.add(phrase(name, word.secret(), old, old.isPresent(), word.text(), true));
          }
        });
    return changes;
  }

  /**
   * One change as a person reads it.
   *
   * @param then whether it was said before
   * @param now whether it is said now
   */
  private String phrase(
      String name,
      boolean secret,
      Optional<String> old,
      boolean then,
      Optional<String> wanted,
      boolean now) {
    boolean oneOfMany = name.contains(" ");
    boolean both = then && now;
    if (secret
        || (oneOfMany && !both)
        || (then && !isShown(name, old))
        || (now && !isShown(name, wanted))
        || (both && old.equals(wanted))) {
      return name + (both ? " changed" : now ? " added" : " removed");
    }
    String from = then ? old.get() : absent(wanted.get());
    String to = now ? wanted.get() : absent(old.get());
    String place = name.startsWith("port ") ? "host " : "";
    return name + joint + place + shown(from) + " -> " + shown(to);
  }

  private static boolean isShown(String name, Optional<String> text) {
    return text.isPresent()
        && Disclosure.fits(text.get())
        && !Disclosure.looksSecret(name, text.get());
  }

  private static String absent(String other) {
    return other.equals("true") ? "false" : "none";
  }

  private static String shown(String text) {
    return text.isEmpty() ? "''" : text;
  }

  private static Map<String, String> read(String label) {
    Map<String, String> marks = new LinkedHashMap<>();
    for (String pair : label.split(",")) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        marks.put(decode(pair.substring(0, equals)), pair.substring(equals + 1));
      }
    }
    return marks;
  }

  private static String mark(Words.Word word) {
    return word.secret()
        ? SECRET
        : ConfigHash.sha256(String.join("\n", word.lines())).substring(0, 8);
  }

  /** A name without what separates names in the label. */
  private static String encode(String name) {
    return name.replace("%", "%25").replace("=", "%3D").replace(",", "%2C");
  }

  private static String decode(String name) {
    return name.replace("%2C", ",").replace("%3D", "=").replace("%25", "%");
  }
}
