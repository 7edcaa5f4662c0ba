package orch.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import orch.lane.RehearsalEngine;

/** What the launcher trains its cache of classes with. */
final class Rehearsal {
  private Rehearsal() {}

  /**
   * Goes through a start, a start of what is there, a snapshot and a stop, against canned answers:
   * the launcher keeps the classes that this loads. What fails on some machine costs it no more
   * than the classes that would have come after.
   *
   * @return the commands that failed; none, where all is well
   */
  static List<List<String>> run() throws IOException {
    PrintStream nowhere =
        new PrintStream(java.io.OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    String stack =
        """
        stack('rehearsal') {
            service('db') {
                image 'rehearsal:1'
                env A: 'b', PASSWORD: secret('db')
                volume 'data', at: '/data'
                healthcheck { command 'true'; every 1.second; timeout 1.second; retries 3 }
                memory 64.MB
                port 5432
            }
            service 'web', image: 'rehearsal:1', healthcheck: 'true', dependsOn: 'db'
            (1..2).each { n ->
                service("worker$n") {
                    image 'rehearsal:1'
                    command 'sh', '-c', "sleep $n"
                }
            }
            ensureHealthy within: 10.seconds
        }
        """;
    String compose =
        """
        services:
          db:
            image: rehearsal:${TAG:-1}
            environment: [A=b]
            ports: ["5432"]
            volumes: ["data:/data", "./conf:/conf:ro"]
            healthcheck: {test: "true", interval: 1s}
          web: {image: rehearsal:1, depends_on: {db: {condition: service_healthy}}}
        volumes: {data: }
        """;
    List<List<String>> failed = new ArrayList<>();
    try (RehearsalEngine engine = RehearsalEngine.open()) {
      Map<String, String> environment = new HashMap<>(engine.environment());
      Path folder = Files.createTempDirectory(Path.of(environment.get("XDG_STATE_HOME")), "stack");
      Path file = Files.writeString(folder.resolve("stack.groovy"), stack);
      Path composeFile = Files.writeString(folder.resolve("compose.yaml"), compose);
      for (List<String> args :
          List.of(
              List.of(file.toString()),
              List.of(file.toString()),
              List.of("start", "--no-wait"),
              List.of("plan"),
              List.of("snapshot", "rehearsed"),
              List.of("stop"),
              List.of("config", "-f", composeFile.toString()),
              List.of("plan", "-f", composeFile.toString()),
              List.of("help"))) {
        if (new Main(environment, folder, nowhere, nowhere).run(args) != 0) {
          failed.add(args);
        }
      }
    }
    return failed;
  }
}
