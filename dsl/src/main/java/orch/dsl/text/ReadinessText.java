package orch.dsl.text;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import orch.model.Readiness;

/** How one tells that a service is ready, as its {@code healthcheck}. */
final class ReadinessText {
  private ReadinessText() {}

  /** The phrase; none where the image's own check counts. */
  static Optional<Phrase> phrase(Readiness readiness) {
    if (readiness instanceof Readiness.ByImage) {
      return Optional.empty();
    }
    Phrase check = check(readiness);
    Readiness.Pace pace = readiness.pace();
    boolean shell = check.word().equals("command") && check.values().size() == 1;
    if (shell && pace.equals(Readiness.Pace.DEFAULT) && !check.values().get(0).startsWith("[")) {
      return Optional.of(Phrase.of("healthcheck", check.values().get(0)));
    }
    List<Phrase> block = new ArrayList<>(List.of(check));
    Readiness.Pace usual = Readiness.Pace.DEFAULT;
    time("every", pace.interval(), usual.interval(), block);
    time("timeout", pace.timeout(), usual.timeout(), block);
    if (pace.retries() != usual.retries()) {
      block.add(Phrase.of("retries", Integer.toString(pace.retries())));
    }
    time("startPeriod", pace.startPeriod(), usual.startPeriod(), block);
    time("startInterval", Duration.ofMillis(pace.startMillis()), Duration.ZERO, block);
    return Optional.of(new Phrase("healthcheck", List.of(), Map.of(), block));
  }

  private static void time(String word, Duration time, Duration usual, List<Phrase> block) {
    if (!time.equals(usual)) {
      block.add(Phrase.of(word, Literal.duration(time)));
    }
  }

  private static Phrase check(Readiness readiness) {
    if (readiness instanceof Readiness.Command command) {
      return command(command.command());
    } else if (readiness instanceof Readiness.Http http) {
      Phrase phrase =
          Phrase.of("http", Literal.text(http.path())).with("port", Integer.toString(http.port()));
      return http.status() == 0 ? phrase : phrase.with("status", Integer.toString(http.status()));
    } else if (readiness instanceof Readiness.Tcp tcp) {
      return Phrase.of("tcp", Integer.toString(tcp.port()));
    } else if (readiness instanceof Readiness.LogLine line) {
      return Phrase.of("log", Literal.text(line.pattern()));
    }
    return Phrase.of("none");
  }

  private static Phrase command(List<String> words) {
    if (words.size() == 3 && words.subList(0, 2).equals(List.of("/bin/sh", "-c"))) {
      return Phrase.of("command", Literal.text(words.get(2)));
    }
    return words.size() == 1
        ? Phrase.of("command", Literal.list(words))
        : Phrase.of("command", words.stream().map(Literal::text).toArray(String[]::new));
  }
}
