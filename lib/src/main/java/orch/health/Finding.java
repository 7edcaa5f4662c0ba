package orch.health;

import java.util.Locale;
import java.util.Optional;
import orch.model.Next;

/**
 * One thing that was looked at, how it is, and what helps.
 *
 * @param level how bad it is
 * @param check what was looked at, in a word: {@code engine}, {@code ports}
 * @param evidence one sentence that shows it
 * @param remedy an orch command, or what precisely to do; empty where nothing needs doing
 */
public record Finding(Level level, String check, String evidence, Optional<String> remedy) {
  /** From good to bad. */
  public enum Level {
    /** It is as it should be. */
    OK,
    /** It works, and may not go on working. */
    WARNING,
    /** Something cannot work like this, or must not be like this. */
    ERROR;

    /** As in text and JSON. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** It is as it should be. */
  public static Finding ok(String check, String evidence) {
    return new Finding(Level.OK, check, evidence, Optional.empty());
  }

  /** It works, and may not go on working. */
  public static Finding warning(String check, String evidence, String remedy) {
    return new Finding(Level.WARNING, check, evidence, Optional.of(remedy));
  }

  /** As above, where a command of orch helps. */
  public static Finding warning(String check, String evidence, Next remedy) {
    return warning(check, evidence, remedy.commandLine());
  }

  /** Something cannot work like this. */
  public static Finding error(String check, String evidence, String remedy) {
    return new Finding(Level.ERROR, check, evidence, Optional.of(remedy));
  }

  /** As above, where a command of orch helps. */
  public static Finding error(String check, String evidence, Next remedy) {
    return error(check, evidence, remedy.commandLine());
  }

  /** Whether it is an error. */
  public boolean isError() {
    return level == Level.ERROR;
  }
}
