package orch.compose.out;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import orch.model.Readiness;

/** How one tells that a service is ready, as its {@code healthcheck}. */
final class ReadinessTree {
  private ReadinessTree() {}

  /** The mapping; empty where the image's own check counts, or the file cannot say it. */
  static Map<String, Object> of(Readiness readiness) {
    if (readiness instanceof Readiness.Running) {
      return new Section().say("disable", true).entries();
    }
    if (!(readiness instanceof Readiness.Command check)) {
      return Map.of();
    }
    Readiness.Pace pace = check.pace();
    return new Section()
        .say("test", test(check.command()))
        .say("interval", Amount.duration(pace.interval()))
        .say("timeout", Amount.duration(pace.timeout()))
        .say("retries", pace.retries())
        .say("start_period", pace.startPeriod().isZero() ? "" : Amount.duration(pace.startPeriod()))
        .say("start_interval", pace.startMillis() == 0 ? "" : pace.startMillis() + "ms")
        .entries();
  }

  private static List<String> test(List<String> command) {
    if (command.size() == 3 && command.get(0).equals("/bin/sh") && command.get(1).equals("-c")) {
      return List.of("CMD-SHELL", command.get(2));
    }
    List<String> test = new ArrayList<>(List.of("CMD"));
    test.addAll(command);
    return test;
  }

  /** The word that Compose has no counterpart for, and why, where there is one. */
  static Optional<Loss> loss(Readiness readiness) {
    String inside =
        "Compose asks by a command in the container only, and whether the image has one for it"
            + " cannot be known here; give it a command";
    if (readiness instanceof Readiness.Http) {
      return Optional.of(new Loss("http", inside));
    } else if (readiness instanceof Readiness.Tcp) {
      return Optional.of(new Loss("tcp", inside));
    } else if (readiness instanceof Readiness.LogLine) {
      return Optional.of(new Loss("log", "Compose does not read a container's output"));
    }
    return Optional.empty();
  }

  /**
   * What is lost.
   *
   * @param word of the language
   * @param reason why
   */
  record Loss(String word, String reason) {}
}
