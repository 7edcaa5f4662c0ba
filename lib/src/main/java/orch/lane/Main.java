package orch.lane;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import orch.engine.ContainerLabels;
import orch.engine.EngineDiscovery;
import orch.engine.StatusReader;
import orch.engine.http.EngineAddress;
import orch.engine.http.EngineHttp;
import orch.engine.read.EngineProbes;
import orch.engine.read.EngineReader;
import orch.health.StackStatus;
import orch.model.Names;
import orch.model.Next;
import orch.model.OrchException;
import orch.own.HostId;
import orch.own.StateFolder;
import orch.own.WantedServices;
import orch.plan.Observed;
import orch.report.ErrorText;
import orch.report.JsonText;
import orch.report.StatusText;
import orch.report.Style;

/** {@code orch status} and {@code orch version}. */
public final class Main {
  /** How long the engine may take for an answer, unless something else is asked for. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** {@code version} tells more than the engine's, and is typed when the engine does not answer. */
  private static final Duration PATIENCE_OF_VERSION = Duration.ofSeconds(5);

  /** Somebody waits with a finger on the key. */
  private static final Duration PATIENCE_OF_COMPLETION = Duration.ofSeconds(1);

  private final Map<String, String> environment;
  private final Path folder;
  private final PrintStream out;
  private final PrintStream err;
  private final boolean terminal;
  private final ListingAhead ahead;

  private Main(
      Map<String, String> environment,
      Path folder,
      PrintStream out,
      PrintStream err,
      boolean terminal) {
    this.environment = environment;
    this.folder = folder;
    this.out = out;
    this.err = err;
    this.terminal = terminal;
    this.ahead = new ListingAhead(environment);
  }

  /** The launcher tells how wide the terminal is. */
  private Style style(Options options) {
    return Style.of(environment, options.noColor(), terminal)
        .within(terminal ? Integer.getInteger("orch.columns", 0) : 0);
  }

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] args) throws IOException {
    // System.out prints in the platform's charset; what we print is UTF-8 and written at once
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
    PrintStream err =
        new PrintStream(new FileOutputStream(FileDescriptor.err), false, StandardCharsets.UTF_8);
    int code;
    if (args.length > 0 && args[0].equals("--rehearse")) {
      rehearse();
      return;
    } else {
      boolean terminal = "true".equals(System.getProperty("orch.terminal.out"));
      Main main = new Main(System.getenv(), Path.of("").toAbsolutePath(), out, err, terminal);
      code = main.run(List.of(args));
    }
    out.flush();
    err.flush();
    // no shutdown hooks to run and nothing to save: leaving at once spares the JVM's own tidying
    Runtime.getRuntime().halt(code);
  }

  /** {@code orch version} for the other way in, where options stand before the word. */
  public static int version(
      List<String> args, Map<String, String> environment, PrintStream out, PrintStream err) {
    List<String> words = new ArrayList<>(List.of("version"));
    words.addAll(args);
    return new Main(environment, Path.of("").toAbsolutePath(), out, err, false).run(words);
  }

  private int run(List<String> args) {
    if (args.stream().anyMatch(arg -> arg.equals("--graph") || arg.startsWith("--graph="))) {
      return FullWay.take(args);
    }
    if (args.get(0).equals("--complete")) {
      return complete(args.subList(1, args.size()));
    }
    try {
      Options options = Options.parse(args, environment);
      if (options.help()) {
        out.print(Options.HELP);
        return 0;
      }
      Map<String, String> settings = new LinkedHashMap<>(environment);
      options.engine().ifPresent(engine -> settings.put("ORCH_ENGINE", engine));
      Path home = StateFolder.home(environment);
      Optional<EngineAddress> address = new EngineDiscovery(settings, home).find();
      if (options.word().equals("version")) {
        return version(options, address);
      }
      StateFolder state = StateFolder.of(settings, home);
      if (address.isPresent() && FullWay.isNeeded(address.get(), state, "orch status")) {
        return FullWay.take(args);
      }
      return status(options, address, new EngineDiscovery(settings, home), state);
    } catch (OrchException e) {
      if (args.contains("--json")) {
        out.println(JsonText.error(e));
      }
      err.print(ErrorText.of(e));
      return e.exitCode();
    }
  }

  /** Names for a shell that completes what is typed: silent, whatever is wrong. */
  private int complete(List<String> words) {
    try {
      List<String> lines =
          new Completion(environment, folder, this::containersForCompletion).candidates(words);
      for (String line : lines) {
        out.println(line);
      }
    } catch (IOException | RuntimeException e) {
      // whoever types would find the message in the middle of the command
    }
    return 0;
  }

  private List<Observed.Container> containersForCompletion() {
    Path home = StateFolder.home(environment);
    Optional<EngineAddress> address = new EngineDiscovery(environment, home).find();
    // nothing is made here: without an id nothing of this machine can exist
    Optional<String> host = StateFolder.of(environment, home).read("host-id");
    if (address.isEmpty() || address.get().isTls() || host.isEmpty()) {
      return List.of();
    }
    try (EngineHttp http = FullWay.http(address.get(), PATIENCE_OF_COMPLETION)) {
      return ahead.containers(address.get(), host.get().strip(), new EngineReader(http), http);
    } catch (OrchException e) {
      return List.of();
    }
  }

  private int version(Options options, Optional<EngineAddress> address) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("version", ContainerLabels.version());
    facts.put("java", System.getProperty("java.version"));
    facts.put("engine", null);
    facts.put("api", null);
    facts.put("address", address.map(EngineAddress::toString).orElse(null));
    boolean tls = address.isPresent() && address.get().isTls();
    if (address.isPresent() && !tls) {
      try (EngineHttp http =
          FullWay.http(address.get(), options.timeout().orElse(PATIENCE_OF_VERSION))) {
        EngineReader.Version version = new EngineReader(http).version();
        facts.put("engine", version.engine());
        facts.put("api", version.api());
      } catch (OrchException e) {
        // which version of orch this is does not depend on an engine
      }
    }
    if (options.json()) {
      out.println(JsonText.version(facts));
    } else {
      String engine = facts.get("engine");
      String found =
          engine != null
              ? "engine " + engine + " (API " + facts.get("api") + ") at " + facts.get("address")
              : tls ? "engine at " + facts.get("address") + " not asked" : "no engine answers";
      out.println("orch " + facts.get("version") + ", Java " + facts.get("java") + ", " + found);
    }
    return 0;
  }

  private int status(
      Options options,
      Optional<EngineAddress> address,
      EngineDiscovery discovery,
      StateFolder state) {
    EngineAddress engine =
        address.orElseThrow(
            () ->
                new OrchException.Unavailable(
                    "no engine was found", discovery.tried(), Next.verb("start")));
    try (EngineHttp http = FullWay.http(engine, options.timeout().orElse(PATIENCE))) {
      EngineReader reader = new EngineReader(http);
      WantedServices wanted = new WantedServices(state, engine.url());
      String host = HostId.of(state);
      List<Observed.Container> containers = ahead.containers(engine, host, reader, http);
      List<StackStatus> stacks =
          new StatusReader(reader, new EngineProbes(http, reader), host, wanted, Set.of())
              .read(containers, Optional.empty(), options.json());
      return print(options, stacks);
    }
  }

  private int print(Options options, List<StackStatus> found) {
    List<StackStatus> stacks = new ArrayList<>(found);
    Optional<String> name = options.stackName();
    if (name.isPresent()) {
      List<String> known =
          found.stream()
              .flatMap(stack -> Stream.of(stack.name(), stack.prefix()))
              .distinct()
              .toList();
      stacks.removeIf(
          stack -> !stack.name().equals(name.get()) && !stack.prefix().equals(name.get()));
      if (stacks.isEmpty()) {
        throw new OrchException.BadInput(
            "no stack '" + name.get() + "' on this engine" + Names.didYouMean(name.get(), known),
            List.of(
                known.isEmpty()
                    ? "no stack of ours runs there"
                    : "there are: " + String.join(", ", known)),
            Next.verb("status"));
      }
    }
    Optional<String> file = options.stackFile(folder);
    if (file.isPresent()) {
      stacks.removeIf(stack -> !stack.source().equals(file.get()));
    }
    if (options.env().isPresent()) {
      stacks.removeIf(stack -> !stack.env().equals(options.env().get()));
    }
    if (options.json()) {
      out.println(JsonText.status(stacks, folder));
    } else {
      out.print(new StatusText(style(options), folder).text(stacks));
    }
    boolean all = true;
    for (StackStatus stack : stacks) {
      all &= stack.healthy();
    }
    return all && !(file.isPresent() && stacks.isEmpty()) ? 0 : 1;
  }

  /**
   * Goes through all of a status command once, against canned answers: the launcher keeps the
   * classes that this loads.
   */
  private static void rehearse() throws IOException {
    try (RehearsalEngine engine = RehearsalEngine.open()) {
      PrintStream nowhere =
          new PrintStream(java.io.OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
      Map<String, String> environment = new LinkedHashMap<>(System.getenv());
      environment.putAll(engine.environment());
      for (List<String> args :
          List.of(
              List.of("status"),
              List.of("status", "--json"),
              List.of("version"),
              List.of("--complete", "services", ""),
              List.of("--complete", "tasks", ""),
              List.of("--complete", "verbs", ""))) {
        new Main(environment, Path.of("").toAbsolutePath(), nowhere, nowhere, true).run(args);
      }
      Path listing = engine.listing();
      environment.put("ORCH_LISTING", listing.toString());
      environment.put(
          "ORCH_LISTING_OF",
          environment.get("ORCH_ENGINE")
              + " "
              + HostId.of(StateFolder.of(environment, Path.of("/"))));
      new Main(environment, Path.of("").toAbsolutePath(), nowhere, nowhere, true)
          .run(List.of("status"));
    }
  }
}
