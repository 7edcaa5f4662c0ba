package orch.own;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import orch.health.Wanted;
import orch.model.Environment;
import orch.model.Identity;

/**
 * Which services of a stack were started and not stopped since, so that {@code status} notices a
 * container that somebody removed. Only a memory aid: where it is lost, labels tell what exists.
 */
public final class WantedServices implements Wanted {
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

  /** Remembers these, in addition to those remembered that are still in the stack. */
  public void started(Identity identity, Map<String, Integer> started, Set<String> inStack) {
    Map<String, Integer> before = of(identity);
    Map<String, Integer> wanted = new LinkedHashMap<>(before);
    wanted.keySet().retainAll(inStack);
    wanted.putAll(started);
    if (!wanted.equals(before)) {
      save(identity, wanted);
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
      save(identity, wanted);
    }
  }

  private void save(Identity identity, Map<String, Integer> wanted) {
    StringBuilder text = new StringBuilder();
    wanted.forEach(
        (service, replicas) -> text.append(service).append(' ').append(replicas).append('\n'));
    state.write(text.toString(), file(identity));
  }
}
