package orch.lane;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import orch.compose.ComposeLoader;
import orch.compose.ComposeProject;
import orch.model.OrchException;
import orch.own.StateFolder;
import orch.report.ErrorText;
import orch.report.JsonText;

/**
 * {@code orch config} of Compose files, where nothing else is asked for than the whole of them. The
 * launcher decides that by what was typed; all else takes the full way in.
 */
public final class Config {
  /** What a rehearsal reads: it goes through most of a loader. */
  private static final String EXAMPLE =
      """
      name: rehearsal
      x-base: &base {restart: always, labels: {a: "${A:-b}"}}
      services:
        web:
          <<: *base
          build: {context: ., args: [A=1], target: last}
          ports: ["8080:80", {target: 81, published: "8081"}]
          environment: {A: 1, B: "$$x", C: "${C-c}"}
          depends_on: {db: {condition: service_healthy}}
          volumes: ["data:/data:ro", "./conf:/conf", {type: tmpfs, target: /t, tmpfs: {size: 1m}}]
          networks: {front: {aliases: [w]}}
          deploy: {replicas: 1, resources: {limits: {memory: 64M, cpus: "0.5"}}}
          secrets: [s]
        db:
          image: db:1
          command: run --it "a b"
          healthcheck: {test: [CMD, x], interval: 1s, retries: 3}
          env_file: [{path: none.env, required: false}]
          ulimits: {nofile: {soft: 1, hard: 2}}
          extra_hosts: ["h:1.2.3.4"]
          mem_limit: 64m
      volumes: {data: {driver: local, labels: [a=b]}}
      networks: {front: {ipam: {config: [{subnet: 10.1.0.0/24}]}}}
      secrets: {s: {file: ./s}}
      """;

  private final Map<String, String> environment;
  private final Path folder;
  private final PrintStream out;
  private final PrintStream err;

  private Config(Map<String, String> environment, Path folder, PrintStream out, PrintStream err) {
    this.environment = environment;
    this.folder = folder;
    this.out = out;
    this.err = err;
  }

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] args) throws IOException {
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
    PrintStream err =
        new PrintStream(new FileOutputStream(FileDescriptor.err), false, StandardCharsets.UTF_8);
    if (args.length > 0 && args[0].equals("--rehearse")) {
      rehearse();
      return;
    }
    Config config = new Config(System.getenv(), Path.of("").toAbsolutePath(), out, err);
    int code = config.run(args);
    out.flush();
    err.flush();
    Runtime.getRuntime().halt(code);
  }

  /** What was typed has been looked at by the launcher: files, and two flags at most. */
  private int run(String... args) {
    List<Path> files = new ArrayList<>();
    boolean json = false;
    boolean interpolate = true;
    for (int i = 1; i < args.length; i++) {
      switch (args[i]) {
        case "--json" -> json = true;
        case "--no-interpolate" -> interpolate = false;
        case "-f", "--stack" -> files.add(Path.of(args[++i]));
        default -> files.add(Path.of(args[i].substring(args[i].indexOf('=') + 1)));
      }
    }
    try {
      ComposeProject project =
          new ComposeLoader(environment, folder, StateFolder.home(environment))
              .load(files, new ComposeLoader.Options(List.of(), List.of(), interpolate));
      for (String warning : project.warnings()) {
        err.println("orch: " + warning);
      }
      out.print(json ? JsonText.tree(project.canonical()) + "\n" : project.yaml());
      return 0;
    } catch (OrchException e) {
      if (json) {
        out.println(JsonText.error(e));
      }
      err.print(ErrorText.of(e));
      return e.exitCode();
    }
  }

  /** Goes through all of it once: the launcher keeps the classes that this loads. */
  private static void rehearse() throws IOException {
    Path folder = Files.createTempDirectory("orch-rehearsal-");
    Path file = Files.writeString(folder.resolve("compose.yaml"), EXAMPLE);
    try {
      PrintStream nowhere =
          new PrintStream(java.io.OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
      Config config = new Config(System.getenv(), folder, nowhere, nowhere);
      config.run("config");
      config.run("config", "--json", "-f", file.toString());
      config.run("config", "-f", folder.resolve("none.yaml").toString());
    } finally {
      Files.delete(file);
      Files.delete(folder);
    }
  }
}
