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
import orch.engine.ContainerLabels;
import orch.engine.EngineDiscovery;
import orch.engine.StatusReader;
import orch.engine.http.EngineAddress;
import orch.engine.http.EngineHttp;
import orch.engine.read.EngineProbes;
import orch.engine.read.EngineReader;
import orch.engine.read.Json;
import orch.health.StackStatus;
import orch.model.Names;
import orch.model.Next;
import orch.model.OrchException;
import orch.own.HostId;
import orch.own.StateFolder;
import orch.own.WantedServices;
import orch.report.ErrorText;
import orch.report.JsonText;
import orch.report.StatusText;
import orch.report.Style;

/** {@code orch status} and {@code orch version}. */
public final class Main {
  private final Map<String, String> environment;
  private final Path folder;
  private final PrintStream out;
  private final PrintStream err;
  private final boolean terminal;

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
      code = rehearse();
    } else {
      boolean terminal = "true".equals(System.getProperty("orch.terminal"));
      Main main = new Main(System.getenv(), Path.of("").toAbsolutePath(), out, err, terminal);
      code = main.run(List.of(args));
    }
    out.flush();
    err.flush();
    // no shutdown hooks to run and nothing to save: leaving at once spares the JVM's own tidying
    Runtime.getRuntime().halt(code);
  }

  private int run(List<String> args) {
    Options options = null;
    try {
      options = Options.parse(args, environment);
      if (options.help()) {
        out.print(Options.HELP);
        return 0;
      }
      Map<String, String> settings = new LinkedHashMap<>(environment);
      options.engine().ifPresent(engine -> settings.put("ORCH_ENGINE", engine));
      Path home = Path.of(System.getProperty("user.home"));
      Optional<EngineAddress> address = new EngineDiscovery(settings, home).find();
      if (address.isPresent() && address.get().isTls()) {
        return fullLane(args);
      }
      if (options.word().equals("version")) {
        return version(options, address);
      }
      return status(
          options, address, new EngineDiscovery(settings, home), StateFolder.of(settings, home));
    } catch (OrchException e) {
      if (args.contains("--json")) {
        out.println(JsonText.error(e));
      }
      err.print(ErrorText.of(e));
      return e.exitCode();
    }
  }

  /** Certificates need libraries that this lane does without. */
  private int fullLane(List<String> args) {
    try {
      List<String> command = new ArrayList<>(List.of(System.getProperty("orch.launcher", "orch")));
      command.addAll(args);
      ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
      builder.environment().put("ORCH_LANE", "full");
      return builder.start().waitFor();
    } catch (IOException | InterruptedException e) {
      throw new OrchException.Failed(
          "cannot start " + System.getProperty("orch.launcher"),
          List.of(String.valueOf(e.getMessage())),
          null);
    }
  }

  private int version(Options options, Optional<EngineAddress> address) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("version", ContainerLabels.version());
    facts.put("java", System.getProperty("java.version"));
    facts.put("engine", null);
    facts.put("api", null);
    facts.put("address", address.map(EngineAddress::toString).orElse(null));
    if (address.isPresent()) {
      try (EngineHttp http = http(address.get())) {
        Json version = new EngineReader(http).version();
        facts.put("engine", version.at("Version").text());
        facts.put("api", version.at("ApiVersion").text());
      } catch (OrchException e) {
        // which version of orch this is does not depend on an engine
      }
    }
    if (options.json()) {
      out.println(JsonText.version(facts));
    } else {
      String engine = facts.get("engine");
      out.println(
          "orch "
              + facts.get("version")
              + ", Java "
              + facts.get("java")
              + (engine == null
                  ? ", no engine answers"
                  : ", engine "
                      + engine
                      + " (API "
                      + facts.get("api")
                      + ") at "
                      + facts.get("address")));
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
    try (EngineHttp http = http(engine)) {
      EngineReader reader = new EngineReader(http);
      WantedServices wanted = new WantedServices(state, engine.url());
      StatusReader status =
          new StatusReader(reader, new EngineProbes(http, reader), HostId.of(state), wanted::of);
      return print(options, status.read(options.stackName(), options.json()), status);
    }
  }

  private int print(Options options, List<StackStatus> found, StatusReader status) {
    List<StackStatus> stacks = new ArrayList<>(found);
    options
        .stackFile(folder)
        .ifPresent(file -> stacks.removeIf(stack -> !stack.source().equals(file)));
    options.env().ifPresent(env -> stacks.removeIf(stack -> !stack.env().equals(env)));
    if (stacks.isEmpty() && options.stackName().isPresent()) {
      String name = options.stackName().get();
      List<String> known =
          status.read(Optional.empty(), false).stream().map(StackStatus::name).distinct().toList();
      throw new OrchException.BadInput(
          "no stack '" + name + "' on this engine" + Names.didYouMean(name, known),
          known.isEmpty()
              ? List.of("no stack of ours runs there")
              : List.of("there are: " + String.join(", ", known)),
          Next.verb("status"));
    }
    if (options.json()) {
      out.println(JsonText.status(stacks, folder));
    } else {
      out.print(
          new StatusText(Style.of(environment, options.noColor(), terminal), folder).text(stacks));
    }
    boolean asked = options.stackFile(folder).isPresent();
    return stacks.stream().allMatch(StackStatus::healthy) && !(asked && stacks.isEmpty()) ? 0 : 1;
  }

  private static EngineHttp http(EngineAddress address) {
    return new EngineHttp(
        address,
        () -> {
          throw new IllegalStateException("TLS takes the full lane");
        },
        Duration.ofSeconds(30));
  }

  /**
   * Goes through all of a status command once, against canned answers: the launcher keeps the
   * classes that this loads.
   */
  private static int rehearse() throws IOException {
    try (RehearsalEngine engine = RehearsalEngine.open()) {
      PrintStream nowhere =
          new PrintStream(java.io.OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
      Map<String, String> environment = engine.environment();
      for (List<String> args :
          List.of(List.of("status"), List.of("status", "--json"), List.of("version"))) {
        new Main(environment, Path.of("").toAbsolutePath(), nowhere, nowhere, true).run(args);
      }
    }
    return 0;
  }
}
