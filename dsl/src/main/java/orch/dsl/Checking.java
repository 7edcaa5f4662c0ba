package orch.dsl;

import groovy.lang.Closure;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import orch.check.Arguments;
import orch.check.Check;
import orch.check.CheckResult;
import orch.check.Checks;
import orch.check.FactLog;
import orch.check.Protocol;
import orch.model.Next;
import orch.model.OrchException;
import orch.model.Stack;
import orch.plan.Observed;

/**
 * Makes checks on a stack of a session. Those that stop, kill or write work on a dedicated copy,
 * made when the first of them needs it, unless the stack is one itself or the user says otherwise.
 */
final class Checking {
  private final Session session;
  private final StackHandle handle;
  private final boolean here;
  private final List<CheckResult> results = new ArrayList<>();
  private final Clock clock = Clock.systemUTC();
  private Optional<CheckedStack> copy = Optional.empty();

  /** The stack itself, once something was done to it. */
  private Optional<CheckedStack> used = Optional.empty();

  /**
   * On this stack.
   *
   * @param here whether what harms works on it as well
   */
  Checking(Session session, StackHandle handle, boolean here) {
    this.session = session;
    this.handle = handle;
    this.here = here;
  }

  StackHandle handle() {
    return handle;
  }

  /**
   * Makes checks as they are written on a command line: names, each with what follows as {@code
   * argument=value}. No name: all of them.
   */
  CheckRun run(List<String> words) {
    Map<String, Map<String, Object>> asked = new LinkedHashMap<>();
    String last = "";
    for (String word : words) {
      int equals = word.indexOf('=');
      if (equals > 0 && last.isEmpty()) {
        throw new OrchException.BadInput(
            "'" + word + "' belongs behind the name of a check", List.of(), Next.verb("check"));
      } else if (equals > 0) {
        asked.get(last).put(word.substring(0, equals), word.substring(equals + 1));
      } else {
        last = Checks.named(word).name();
        asked.put(last, new LinkedHashMap<>());
      }
    }
    if (asked.isEmpty()) {
      Checks.names().forEach(name -> asked.put(name, Map.of()));
    }
    // a wrong argument of the last one is told before the first one begins
    asked.forEach((name, arguments) -> verified(name, arguments));
    asked.forEach(this::check);
    return end();
  }

  /** Makes the checks of a block. */
  CheckRun run(Closure<?> block) {
    new CheckScope(session, this).run(block);
    return end();
  }

  private CheckRun end() {
    if (used.isPresent()) {
      startAgain(used.get());
    }
    CheckRun run = new CheckRun(results);
    if (session.settings().json()) {
      session.show(run);
    } else {
      session.show(run.summary());
    }
    if (!run.passed()) {
      List<String> problems =
          results.stream()
              .filter(CheckResult::failed)
              .flatMap(r -> r.reasons().stream().map(reason -> r.name() + ": " + reason))
              .toList();
      throw new OrchException.Failed(
          "checks of stack '" + handle.getName() + "' failed: " + String.join(", ", run.failed()),
          problems,
          next(run.failed()));
    }
    return run;
  }

  /** The first again by itself; what a script says itself has no name on the command line. */
  private static Next next(List<String> failed) {
    return failed.stream()
        .filter(Checks.names()::contains)
        .findFirst()
        .map(name -> Next.verb("check", name))
        .orElseGet(() -> Next.verb("logs"));
  }

  /** What was stopped and killed by checks runs again when they are done, if it can. */
  private void startAgain(CheckedStack stack) {
    try {
      stack.start();
    } catch (OrchException.Failed | OrchException.TimedOut | OrchException.Refused e) {
      session
          .orchestrator()
          .tell("stack " + handle.getName(), "does not run as before: " + e.getMessage());
    }
  }

  /** Makes one check. */
  CheckResult check(String name, Map<String, ?> arguments) {
    Arguments verified = verified(name, arguments);
    Check check = Checks.named(name);
    return told(
        Checks.run(
            check,
            verified,
            handle.getName(),
            () -> {
              session.orchestrator().tell("check " + name, check.proves());
              return subject(check.harms());
            },
            nonce(),
            clock));
  }

  private Arguments verified(String name, Map<String, ?> arguments) {
    Map<String, Object> plain = new LinkedHashMap<>();
    arguments.forEach((key, value) -> plain.put(key, plain(value)));
    Arguments verified = new Arguments(name, plain);
    Checks.verify(Checks.named(name), verified, handle.file());
    return verified;
  }

  private static Object plain(Object value) {
    if (value instanceof Amounts.Size size) {
      return size.bytes();
    }
    if (value instanceof Collection<?> list) {
      return list.stream()
          .map(v -> v instanceof Collection<?> pair ? joined(pair, ":") : String.valueOf(v))
          .collect(Collectors.joining(","));
    }
    return value instanceof Duration ? value : String.valueOf(value);
  }

  private static String joined(Collection<?> values, String by) {
    return values.stream().map(String::valueOf).collect(Collectors.joining(by));
  }

  /** Makes a check that the script says itself. */
  CheckResult custom(String name, Closure<?> block) {
    Protocol protocol = new Protocol(nonce());
    return told(
        protocol.record(
            handle.getName(),
            name,
            () -> {
              CheckedStack subject = subject(false);
              new CustomCheckScope(session, subject, protocol, name).runChecked(block);
            },
            clock));
  }

  private CheckResult told(CheckResult result) {
    results.add(result);
    session.watcher().checked(CheckText.asCase(result));
    session.facts().ifPresent(file -> new FactLog(file, clock).append(result));
    if (!session.settings().json()) {
      session.show(result);
    }
    return result;
  }

  /** The stack, or a copy of it where something harmful is to be done or nothing of it runs. */
  private CheckedStack subject(boolean harms) {
    session.acts();
    Stack stack = handle.file();
    if (handle.isDedicated()) {
      CheckedStack own = new CheckedStack(session, handle, stack, true);
      own.start();
      return own;
    }
    CheckedStack itself = new CheckedStack(session, handle, stack, false);
    if (here && harms) {
      used = Optional.of(itself);
      itself.start();
      return itself;
    }
    boolean runs = itself.containers().stream().anyMatch(Observed.Container::running);
    if (!harms && runs) {
      return itself;
    }
    if (copy.isEmpty()) {
      copy = Optional.of(new CheckedStack(session, session.stacks().copyOf(handle), stack, true));
    }
    copy.get().start();
    return copy.get();
  }

  private static String nonce() {
    return "n" + new BigInteger(64, new SecureRandom()).toString(36);
  }
}
