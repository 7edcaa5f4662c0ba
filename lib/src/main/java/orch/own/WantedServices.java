package orch.own;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import orch.health.Wanted;
import orch.model.Environment;
import orch.model.Identity;

/**
 * Which services of a stack were started and not stopped since, so that {@code status} notices a
 * container that somebody removed. Only a memory aid: where it is lost, labels tell what exists.
 */
public final class WantedServices implements Wanted {
  /** What a start waits for each service where nothing else is asked for. */
  private static final Duration WAIT = Duration.ofMinutes(1);

  private static final Pattern LONGER = Pattern.compile("(?m)^longest wait (\\d{1,12}) ms$");

  private final StateFolder state;
  private final String engine;

  /** For stacks on this engine. */
  public WantedServices(StateFolder state, URI engine) {
    this.state = state;
    this.engine = EngineName.of(engine);
  }

  @Override
  public List<Identity> shared(String host) {
    List<Identity> shared = new ArrayList<>();
    for (String stack : state.names("wanted", engine, Environment.SHARED.kind())) {
      shared.add(new Identity(stack, Environment.SHARED, host));
    }
    return shared;
  }

  /** The file that holds what is remembered of a copy; a dedicated one's goes with its run. */
  private String[] file(Identity identity) {
    return identity.environment().run().isPresent()
        ? new String[] {"runs", engine, identity.prefix(), "wanted"}
        : new String[] {"wanted", engine, Environment.SHARED.kind(), identity.prefix()};
  }

  @Override
  public Map<String, Integer> of(Identity identity) {
    Map<String, Integer> wanted = new LinkedHashMap<>();
    state
        .read(file(identity))
        .ifPresent(
            text ->
                text.lines()
                    .map(line -> line.split(" "))
                    .filter(words -> words.length == 2 && words[1].matches("\\d{1,6}"))
                    .forEach(words -> wanted.put(words[0], Integer.valueOf(words[1]))));
    return wanted;
  }

  /**
   * The longest wait for a service of it to be ready again, where its description is not at hand:
   * as long as starts of it were to wait, at least a minute.
   */
  public Duration within(Identity identity) {
    return state
        .read(file(identity))
        .map(LONGER::matcher)
        .filter(Matcher::find)
        .map(longer -> Duration.ofMillis(Long.parseLong(longer.group(1))))
        .orElse(WAIT);
  }

  /**
   * Remembers these, in addition to those remembered that are still in the stack.
   *
   * @param within the longest wait for each
   */
  public void started(
      Identity identity, Map<String, Integer> started, Set<String> inStack, Duration within) {
    Map<String, Integer> before = of(identity);
    Map<String, Integer> wanted = new LinkedHashMap<>(before);
    wanted.keySet().retainAll(inStack);
    wanted.putAll(started);
    Duration longest = within(identity);
    // the one that was in a hurry is not the measure
    if (!wanted.equals(before) || within.compareTo(longest) > 0) {
      save(identity, wanted, within.compareTo(longest) > 0 ? within : longest);
    }
  }

  /** Forgets these; an empty set: all. */
  public void stopped(Identity identity, Set<String> stopped) {
    Map<String, Integer> wanted = of(identity);
    Set<String> gone = stopped.isEmpty() ? new LinkedHashSet<>(wanted.keySet()) : stopped;
    wanted.keySet().removeAll(gone);
    if (wanted.isEmpty()) {
      state.delete(file(identity));
    } else {
      save(identity, wanted, within(identity));
    }
  }

  private void save(Identity identity, Map<String, Integer> wanted, Duration within) {
    StringBuilder text = new StringBuilder();
    if (within.compareTo(WAIT) > 0) {
      text.append("longest wait ").append(within.toMillis()).append(" ms\n");
    }
    wanted.forEach(
        (service, replicas) -> text.append(service).append(' ').append(replicas).append('\n'));
    state.write(text.toString(), file(identity));
  }
}
