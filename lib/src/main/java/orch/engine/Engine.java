package orch.engine;

import java.io.InputStream;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import orch.engine.read.EngineNames;
import orch.engine.read.EventRecording;
import orch.engine.read.Inventory;
import orch.health.StackStatus;
import orch.health.Wanted;
import orch.plan.Observed;
import orch.plan.Plan;
import orch.plan.Progress;
import orch.plan.Scope;
import orch.plan.TakenSubnet;

/** One Docker engine, as far as orch needs it. Safe for use by several threads. */
public interface Engine extends AutoCloseable {
  /** Which engine it is. */
  EngineInfo info();

  /** What it tells beyond what work on stacks needs. */
  Survey survey();

  /** Says that containers will be made: what that takes is loaded while the engine is asked. */
  void expectCreation();

  /** What it holds of one copy of a stack. */
  Observed observe(Scope scope);

  /** Every container that carries orch's labels, of any stack and any host. */
  List<Observed.Container> ours();

  /**
   * The labels of every container, network and volume that this host made, of whatever stack.
   *
   * @param host a machine's id
   */
  List<Map<String, String>> labelsOfAll(String host);

  /** The subnets in use: of all networks, and those to which this machine has routes. */
  List<TakenSubnet> subnets();

  /**
   * Carries out a plan: what does not depend on each other at the same time. The first failure ends
   * it; operations under way are finished, waits are broken off.
   *
   * @param within the longest of each wait in it, from the moment that it begins
   * @param gate stands before the changes
   * @throws orch.model.OrchException the first failure
   * @throws ChangeGate.StateMoved when the gate says so, or something of ours is there that the
   *     plan did not know
   */
  void apply(Plan plan, Duration within, Progress.Listener progress, ChangeGate gate);

  /**
   * Breaks off every {@link #apply} that other threads are in; from now on plans are carried out
   * only if they make nothing.
   *
   * @return whether the changes that were under way have ended within this time
   */
  boolean halt(Duration patience);

  /**
   * How the stacks of a host are.
   *
   * @param wanted what was started and not stopped since
   * @param stack a name; empty: all
   * @param details whether to ask for restarts and times of start, one more call a container
   */
  List<StackStatus> status(String host, Wanted wanted, Optional<String> stack, boolean details);

  /**
   * Who holds host ports: containers that publish them, else processes of this machine. Asks the
   * engine once.
   *
   * @return the holders, for people, by those ports that are not free
   */
  Map<Integer, String> portHolders(Collection<Integer> hostPorts);

  /**
   * Runs a command in a container and passes its output on.
   *
   * @param input what it reads, or null
   * @return its exit code
   */
  int exec(String containerId, List<String> command, InputStream input, Output output);

  /**
   * Runs a command in a container on the user's terminal, until it ends.
   *
   * @param type of the terminal, for the command's {@code TERM}; empty: none
   * @return its exit code
   */
  int exec(String containerId, List<String> command, String type, Tty terminal);

  /**
   * Tells what it holds, at first and after each change, until that is closed.
   *
   * @param changed called on a thread of its own, never twice at a time
   */
  AutoCloseable names(Consumer<EngineNames> changed);

  /** Passes on what a container has printed, and what it prints, where that is asked for. */
  void logs(String containerId, LogQuery query, Consumer<LogLine> lines);

  /** All that it holds now, whoever made it. */
  Inventory inventory();

  /** One container by name or id, whoever made it; empty where there is none. */
  Optional<Inventory.Inspected> inspect(String nameOrId);

  /** The files in its volumes. */
  VolumeFiles volumeFiles();

  /** What checks do to single containers. */
  Experiments experiments();

  /** Containers of tasks. */
  TaskContainers taskContainers();

  /** Begins to record what happens on it. */
  EventRecording recordEvents();

  @Override
  void close();

  /** Where a command's output goes. */
  interface Output {
    /** Bytes of standard output. */
    void out(byte[] bytes);

    /** Bytes of standard error. */
    void err(byte[] bytes);
  }

  /**
   * Which lines.
   *
   * @param follow whether to go on until the container ends
   * @param tail the last so many; -1: all
   * @param since seconds since 1970; 0: from the beginning
   * @param timestamps whether lines begin with the engine's time
   */
  record LogQuery(boolean follow, int tail, long since, boolean timestamps) {
    /** Everything so far. */
    public static final LogQuery ALL = new LogQuery(false, -1, 0, false);
  }

  /**
   * One line of output.
   *
   * @param error whether it came on standard error
   * @param text without line end
   */
  record LogLine(boolean error, String text) {}
}
