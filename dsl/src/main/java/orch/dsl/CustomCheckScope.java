package orch.dsl;

import groovy.lang.Closure;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import orch.check.Protocol;
import orch.model.OrchException;
import orch.model.Readiness;
import orch.model.Service;
import orch.model.Value;

/** {@code custom('name') { ... }}: a check in the script's own words. */
public final class CustomCheckScope extends Scope {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(50);

  private final CheckedStack subject;
  private final Protocol protocol;
  private boolean controlled;

  CustomCheckScope(Session session, CheckedStack subject, Protocol protocol, String name) {
    super(session, "check '" + name + "'");
    this.subject = subject;
    this.protocol = protocol;
  }

  void runChecked(Closure<?> block) {
    try {
      bound(block).call();
    } catch (OrchException e) {
      throw e;
    } catch (RuntimeException e) {
      // what a script trips over is a finding about what it looked at: an answer without a field
      String problem = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      throw new OrchException.Failed(
          session().scripts().position(e).map(at -> at.at(problem)).orElse(problem),
          List.of(),
          null);
    }
    if (!controlled) {
      protocol.control("none given: it passes when its assertions hold");
    }
  }

  private Closure<?> bound(Closure<?> block) {
    Closure<?> own = (Closure<?>) block.clone();
    own.setDelegate(this);
    own.setResolveStrategy(Closure.DELEGATE_ONLY);
    return own;
  }

  /** HTTP. */
  @Word(
      value = "asks over HTTP: get, post with a map as JSON",
      example = "assert http.get(url('api', 8080) + '/health').status == 200")
  public Http getHttp() {
    return new Http();
  }

  /** Groovy's form of what {@link #getHttp} gives: a block has no properties but words. */
  @Override
  public Object getProperty(String name) {
    return name.equals("http") ? getHttp() : super.getProperty(name);
  }

  /** Where the host reaches a service. */
  @Word(value = "where the host reaches a port of a service", example = "url('api', 8080)")
  public String url(CharSequence service, int port) {
    return orch.facade.Addresses.url(
        subject.engine().info().address().host(),
        subject.one(Plain.text(service)).ports().stream()
            .filter(published -> published.container() == port)
            .findFirst()
            .orElseThrow(() -> bad("service '" + service + "' does not publish port " + port)));
  }

  /** Whether something listens. */
  @Word(
      value =
          "whether something takes connections at a port of a service, published or not, or of a host",
      example = "assert tcp('db', 5432)")
  public boolean tcp(CharSequence host, int port) {
    if (subject.stack().services().containsKey(Plain.text(host))) {
      Readiness.Pace once = new Readiness.Pace(PATIENCE, PATIENCE, 1, Duration.ZERO);
      return subject
          .experiments()
          .probe(subject.one(Plain.text(host)).id(), new Readiness.Tcp(port, once))
          .ready();
    }
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(Plain.text(host), port), (int) PATIENCE.toMillis());
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Runs a command in a service. */
  @Word(
      value = "runs a command in a service; the result has code, out and err",
      example = "assert exec('db', 'id', '-u').out.trim() == '999'")
  public ExecResult exec(CharSequence service, Object... command) {
    return ExecResult.of(
        subject.engine(), subject.one(Plain.text(service)).id(), OrchScript.texts(command));
  }

  /** Asks PostgreSQL. */
  @Word(
      value = "what psql in a PostgreSQL service answers, a line for each row",
      example = "assert sql('db', 'select count(*) from users') == '3'")
  public String sql(CharSequence service, CharSequence query) {
    Service described = subject.stack().service(Plain.text(service));
    Map<String, Value> environment = described.process().environment();
    String user = text(environment, "POSTGRES_USER", "postgres");
    String database = text(environment, "POSTGRES_DB", user);
    List<String> command =
        List.of("psql", "-U", user, "-d", database, "-At", "-c", Plain.text(query));
    ExecResult result =
        ExecResult.of(subject.engine(), subject.one(Plain.text(service)).id(), command);
    if (result.code() != 0) {
      throw new OrchException.Failed(
          "service '" + service + "' does not answer the query",
          result.err().lines().toList(),
          null);
    }
    return result.out().strip();
  }

  private static String text(Map<String, Value> environment, String name, String otherwise) {
    Value value = environment.get(name);
    return value == null ? otherwise : value.text();
  }

  /** Letters and digits made for this run. */
  @Word(
      value = "letters and digits made for this run, which nobody can have known before",
      example = "http.post(url('api', 8080), [name: nonce()])")
  public String nonce() {
    return protocol.nonce();
  }

  /** Says what showed that the check can fail. */
  @Word(
      value = "what showed that this check can fail",
      example = "control 'the nonce was not there before'")
  public void control(CharSequence what) {
    controlled = true;
    protocol.control(Plain.text(what));
  }

  /** Says what was measured. */
  @Word(value = "something measured, with its unit", example = "figure 'users', 3, ''")
  public void figure(CharSequence name, Number value, CharSequence unit) {
    protocol.figure(Plain.text(name), value.doubleValue(), Plain.text(unit));
  }

  /** Tries again until it holds. */
  @Word(
      value = "tries a block again until its assertions hold; 5 s unless within: says otherwise",
      example = "eventually(within: 5.seconds) { assert http.get(url('api', 8080)).status == 200 }")
  public Object eventually(Map<String, ?> how, Closure<?> block) {
    only("eventually", how, "within");
    long end = System.nanoTime() + named(how, "within", Duration.class, PATIENCE).toNanos();
    Closure<?> own = bound(block);
    while (true) {
      try {
        return own.call();
      } catch (AssertionError | RuntimeException e) {
        // a wrong word is wrong for ever
        if (e instanceof OrchException.BadInput || System.nanoTime() >= end) {
          throw e;
        }
        LockSupport.parkNanos(PAUSE);
      }
    }
  }

  /** As above, 5 s. */
  public Object eventually(Closure<?> block) {
    return eventually(Map.of(), block);
  }
}
