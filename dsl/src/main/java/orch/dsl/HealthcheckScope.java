package orch.dsl;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import orch.model.Readiness;
import orch.model.Readiness.Pace;

/** {@code healthcheck { ... }}: how one tells that a service is ready. */
public final class HealthcheckScope extends Scope {
  private Function<Pace, Readiness> check;
  private Function<Pace, Readiness> earlier;
  private Duration every = Pace.DEFAULT.interval();
  private Duration timeout = Pace.DEFAULT.timeout();
  private int retries = Pace.DEFAULT.retries();
  private Duration startPeriod = Pace.DEFAULT.startPeriod();
  private Duration startInterval = Duration.ZERO;

  HealthcheckScope(Session session, String service) {
    super(session, "healthcheck of service '" + service + "'");
  }

  /** A line for the shell in the container. */
  @Word(
      value = "a shell line in the container that ends with 0",
      example = "command 'pg_isready -U postgres'")
  public void command(CharSequence line) {
    String text = Plain.text(line);
    set(pace -> Readiness.Command.shell(text, pace));
  }

  /** A program and its arguments, without a shell. */
  @Word(
      value = "a program and its arguments, without a shell",
      example = "command 'redis-cli', 'ping'")
  public void command(CharSequence program, CharSequence... arguments) {
    List<String> words = new java.util.ArrayList<>(List.of(Plain.text(program)));
    for (CharSequence argument : arguments) {
      words.add(Plain.text(argument));
    }
    set(pace -> new Readiness.Command(words, pace));
  }

  /** A program and its arguments as one list, also of a single one. */
  public void command(List<?> words) {
    List<String> texts = words.stream().map(Plain::text).toList();
    set(pace -> new Readiness.Command(texts, pace));
  }

  /** An HTTP GET from outside. */
  @Word(value = "an HTTP GET that answers with 200 to 399", example = "http '/health', port: 8080")
  public void http(Map<String, ?> arguments, CharSequence path) {
    only("http", arguments, "port", "status");
    Integer port = named(arguments, "port", Integer.class, null);
    if (port == null) {
      throw bad("http '" + path + "' needs port: the container's port to ask");
    }
    int status = named(arguments, "status", Integer.class, 0);
    set(pace -> new Readiness.Http(Plain.text(path), port, status, pace));
  }

  /** A TCP connection from outside. */
  @Word(value = "a TCP connection that is accepted and stays open", example = "tcp 5432")
  public void tcp(int port) {
    set(pace -> new Readiness.Tcp(port, pace));
  }

  /** A line of output. */
  @Word(
      value = "a line of output since its start that matches",
      example = "log 'ready to accept connections'")
  public void log(CharSequence pattern) {
    set(pace -> new Readiness.LogLine(Plain.text(pattern), pace));
  }

  /** No check, whatever the image says. */
  @Word(value = "no check, whatever the image says: running is enough", example = "none()")
  public void none() {
    set(pace -> Readiness.RUNNING);
  }

  /** The distance of two checks. */
  @Word(value = "distance of two checks; 5 s by default", example = "every 1.second")
  public void every(Duration distance) {
    every = distance;
    checked(this::pace);
  }

  /** The longest time of one check. */
  @Word(value = "longest time of one check; 5 s by default", example = "timeout 3.seconds")
  public void timeout(Duration longest) {
    timeout = longest;
    checked(this::pace);
  }

  /** Failures in a row that make it unhealthy. */
  @Word(value = "failures in a row that make it unhealthy; 6 by default", example = "retries 30")
  public void retries(int number) {
    retries = number;
    checked(this::pace);
  }

  /** The time in which failures do not count. */
  @Word(
      value = "time after the start in which failures do not count; none by default",
      example = "startPeriod 20.seconds")
  public void startPeriod(Duration time) {
    startPeriod = time;
    checked(this::pace);
  }

  /** The distance of two checks in the start period. */
  @Word(
      value = "distance of two checks in the start period; as it suits by default",
      example = "startInterval 500.ms")
  public void startInterval(Duration distance) {
    startInterval = distance;
    checked(this::pace);
  }

  /** Begins with what an earlier description says; its way to ask stands unless another is said. */
  void change(Readiness readiness) {
    boolean asks =
        !(readiness instanceof Readiness.ByImage || readiness instanceof Readiness.Running);
    if (asks) {
      earlier = pace -> with(readiness, pace);
      every = readiness.pace().interval();
      timeout = readiness.pace().timeout();
      retries = readiness.pace().retries();
      startPeriod = readiness.pace().startPeriod();
      startInterval = Duration.ofMillis(readiness.pace().startMillis());
    }
  }

  private static Readiness with(Readiness readiness, Pace pace) {
    if (readiness instanceof Readiness.Command command) {
      return new Readiness.Command(command.command(), pace);
    } else if (readiness instanceof Readiness.Http http) {
      return new Readiness.Http(http.path(), http.port(), http.status(), pace);
    } else if (readiness instanceof Readiness.Tcp tcp) {
      return new Readiness.Tcp(tcp.port(), pace);
    }
    return readiness instanceof Readiness.LogLine line
        ? new Readiness.LogLine(line.pattern(), pace)
        : readiness;
  }

  private void set(Function<Pace, Readiness> made) {
    if (check != null) {
      throw bad("a healthcheck has one of command, http, tcp, log and none, not two");
    }
    checked(() -> made.apply(Pace.DEFAULT));
    check = made;
  }

  Readiness readiness() {
    if (check == null) {
      check = earlier;
    }
    if (check == null) {
      throw bad("a healthcheck says how to ask: command, http, tcp, log or none");
    }
    return checked(() -> check.apply(pace()));
  }

  private Pace pace() {
    return new Pace(every, timeout, retries, startPeriod, startInterval.toMillis());
  }
}
