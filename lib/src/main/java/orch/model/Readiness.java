package orch.model;

import java.time.Duration;
import java.util.List;

/** How one tells that a service is ready. */
public sealed interface Readiness {
  /** The image's own health check where it has one, else: the container runs. */
  Readiness BY_IMAGE = new ByImage();

  /** Running is enough, whatever the image says. */
  Readiness RUNNING = new Running();

  /** Times and tries. */
  Pace pace();

  /** A sentence part for waits and failures: {@code GET /health on port 8080}. */
  String describe();

  /**
   * Times of a check.
   *
   * @param interval between two tries once the service is up; default 5 s
   * @param timeout of one try; default 5 s
   * @param retries failures in a row that make a service unhealthy, from 1; default 6
   * @param startPeriod failures in it do not count; default none
   * @param startMillis between two tries in the start period, milliseconds; 0: as it suits
   */
  record Pace(
      Duration interval, Duration timeout, int retries, Duration startPeriod, long startMillis) {
    /** Frequent enough to notice soon, rare enough to cost nothing. */
    public static final Pace DEFAULT =
        new Pace(Duration.ofSeconds(5), Duration.ofSeconds(5), 6, Duration.ZERO);

    /** One whose tries in the start period come as it suits. */
    public Pace(Duration interval, Duration timeout, int retries, Duration startPeriod) {
      this(interval, timeout, retries, startPeriod, 0);
    }

    /** Checks the ranges; the engine accepts no interval or timeout below a millisecond. */
    public Pace {
      if (interval.toMillis() < 1 || timeout.toMillis() < 1) {
        throw new OrchException.BadInput("a health check's interval and timeout are at least 1 ms");
      }
      if (retries < 1) {
        throw new OrchException.BadInput("a health check's retries are at least 1");
      }
      if (startPeriod.isNegative()) {
        throw new OrchException.BadInput("a health check's start period is not negative");
      }
      if (startMillis < 0) {
        throw new OrchException.BadInput("a health check's start interval is not negative");
      }
    }
  }

  /** See {@link Readiness#BY_IMAGE}. */
  record ByImage() implements Readiness {
    @Override
    public Pace pace() {
      return Pace.DEFAULT;
    }

    @Override
    public String describe() {
      return "the image's own health check";
    }
  }

  /** See {@link Readiness#RUNNING}. */
  record Running() implements Readiness {
    @Override
    public Pace pace() {
      return Pace.DEFAULT;
    }

    @Override
    public String describe() {
      return "running";
    }
  }

  /**
   * A command in the container that ends with 0.
   *
   * @param command program and arguments
   */
  record Command(List<String> command, Pace pace) implements Readiness {
    /** Copies the command. */
    public Command {
      command = List.copyOf(command);
      if (command.isEmpty()) {
        throw new OrchException.BadInput("a health check's command is empty");
      }
    }

    /** A line for the container's shell. */
    public static Command shell(String line, Pace pace) {
      return new Command(List.of("/bin/sh", "-c", line), pace);
    }

    @Override
    public String describe() {
      boolean shell =
          command.size() == 3 && command.get(0).equals("/bin/sh") && command.get(1).equals("-c");
      return shell ? command.get(2) : String.join(" ", command);
    }
  }

  /**
   * An HTTP GET from outside that answers with a status from 200 to 399, or the one that is given.
   *
   * @param path with query, begins with a slash
   * @param port of the container
   * @param status expected; 0: any from 200 to 399
   */
  record Http(String path, int port, int status, Pace pace) implements Readiness {
    /** Checks path and port. */
    public Http {
      if (!path.startsWith("/") || path.chars().anyMatch(c -> c <= ' ')) {
        throw new OrchException.BadInput(
            "health check path '" + path + "' must begin with / and hold no spaces");
      }
      new Port(port, 0, Port.LOOPBACK, "tcp");
    }

    @Override
    public String describe() {
      return "GET " + path + " on port " + port;
    }
  }

  /** A TCP connection from outside that is accepted and stays open. */
  record Tcp(int port, Pace pace) implements Readiness {
    /** Checks the port. */
    public Tcp {
      new Port(port, 0, Port.LOOPBACK, "tcp");
    }

    @Override
    public String describe() {
      return "TCP port " + port;
    }
  }

  /**
   * A line of the container's output, since its start, in which the regular expression is found.
   */
  record LogLine(String pattern, Pace pace) implements Readiness {
    /** Checks the expression. */
    public LogLine {
      try {
        java.util.regex.Pattern.compile(pattern);
      } catch (java.util.regex.PatternSyntaxException e) {
        throw new OrchException.BadInput(
            "log pattern '" + pattern + "' is no regular expression: " + e.getDescription());
      }
    }

    @Override
    public String describe() {
      return "log line matching '" + pattern + "'";
    }
  }
}
