package orch.model;

/**
 * The labels that orch writes. They are the journal of what exists: written by the very call that
 * creates a thing.
 */
public final class Labels {
  /** The stack's name. */
  public static final String STACK = "orch.stack";

  /** The service's name, on containers. */
  public static final String SERVICE = "orch.service";

  /** {@code shared} or {@code dedicated}. */
  public static final String ENV = "orch.env";

  /** The nonce of a dedicated copy. */
  public static final String RUN = "orch.run";

  /** The id of the machine that made it. */
  public static final String HOST = "orch.host";

  /** A hash of the wanted state; a different one means that it is no longer as described. */
  public static final String CONFIG = "orch.config";

  /**
   * The words that describe it, with a short hash of what each says, so that a plan can say which
   * one changed; secrets without a hash. Older versions named parts of the model.
   */
  public static final String PARTS = "orch.parts";

  /** The file that describes the stack. */
  public static final String SOURCE = "orch.source";

  /** The version of orch that made it. */
  public static final String VERSION = "orch.version";

  /** How readiness is told, so that verbs need no file for a running stack. */
  public static final String READINESS = "orch.readiness";

  /** Commands that run in the container after a start and before a stop, where there are any. */
  public static final String HOOKS = "orch.hooks";

  /** The services that must be ready first, comma-separated, so that stopping needs no file. */
  public static final String AFTER = "orch.after";

  /** Present on containers that end with exit code 0 and are then done. */
  public static final String ONE_SHOT = "orch.one-shot";

  /** The replica's number, from 1. */
  public static final String REPLICA = "orch.replica";

  /**
   * Anonymous volumes that the container took over from the one before it, comma-separated: the
   * engine counts them as named from then on, and does not remove them with the container.
   */
  public static final String TAKEN_OVER = "orch.taken-over";

  /** The name that the stack's file uses for a volume or network. */
  public static final String NAME = "orch.name";

  /**
   * Tells a volume from a later one of the same name. Engines give volumes no id, and the time of
   * creation that they print moves whenever something is written into the volume's top folder.
   */
  public static final String MADE = "orch.made";

  /**
   * Present on a container that is never started, through which the files of volumes are read and
   * written, and on a volume that is there for a moment, to prove that the engine's folders are
   * those of this machine. Neither is a part of the stack.
   */
  public static final String HELPER = "orch.helper";

  /**
   * A command that a service runs before its volumes are saved: words with blanks between them, or
   * {@code {"command": [...]}}. The service is then paused while they are saved, and not stopped.
   */
  public static final String BEFORE_SNAPSHOT = "orch.before-snapshot";

  /** Groups containers in desktop UIs and log viewers; never decides ownership. */
  public static final String COMPOSE_PROJECT = "com.docker.compose.project";

  /** As {@link #COMPOSE_PROJECT}, for the service. */
  public static final String COMPOSE_SERVICE = "com.docker.compose.service";

  private Labels() {}
}
