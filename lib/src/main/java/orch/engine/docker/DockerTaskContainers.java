package orch.engine.docker;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.Volume;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import orch.engine.Engine;
import orch.engine.EngineInfo;
import orch.engine.TaskContainers;
import orch.engine.http.EngineHttp;
import orch.engine.http.HttpReply;
import orch.engine.read.EngineReader;
import orch.engine.read.Json;
import orch.model.ImageSource;
import orch.model.Network;
import orch.model.OrchException;
import orch.model.Service;
import orch.plan.Observed;
import orch.plan.Operation;

/**
 * Containers of tasks. What is asked for is worked out by what makes services' containers, and kept
 * as text; making one then takes orch's own transport alone, and none of docker-java.
 */
final class DockerTaskContainers implements TaskContainers {
  private final EngineHttp http;
  private final EngineReader reader;
  private final EngineInfo info;
  private final LazyClient docker;
  private final Supplier<Images> making;
  private final TaskFiles files;
  private Images images;

  DockerTaskContainers(
      EngineHttp http,
      EngineReader reader,
      EngineInfo info,
      LazyClient docker,
      Supplier<Images> images) {
    this.http = http;
    this.reader = reader;
    this.info = info;
    this.docker = docker;
    this.making = images;
    this.files = new TaskFiles(http);
  }

  @Override
  public String request(Service service, String network, List<String> volumes) {
    Operation.CreateContainer create =
        new Operation.CreateContainer(
            service, service.name(), 1, "image", Map.of(), "", "", true, "a task");
    CreateContainerCmd request =
        new ContainerSpec(docker, info, name -> name)
            .request(
                create,
                "image",
                Map.of(),
                Map.of(Network.DEFAULT, network),
                Map.of(),
                regular -> Optional.empty())
            .withVolumes(volumes.stream().map(Volume::new).toList());
    return docker.text(request, "Image", "Labels", "Name");
  }

  @Override
  public String files(Service service) {
    return WrittenFiles.of(service).map(Base64.getEncoder()::encodeToString).orElse("");
  }

  @Override
  public String provide(String what, List<ImageSource> sources, Consumer<String> news) {
    for (ImageSource source : sources.subList(0, 1)) {
      Optional<Observed.Image> present = Images.present(reader, source);
      boolean fixed =
          !(source instanceof ImageSource.Named named)
              || named.pull().when() == orch.model.Pull.When.MISSING
              || named.pull().when() == orch.model.Pull.When.NEVER;
      if (fixed && present.isPresent()) {
        // without loading what gets images
        return present.get().id();
      }
    }
    Operation.ProvideImage provide = new Operation.ProvideImage(what, sources, "a task");
    ImageNews progress =
        new ImageNews(
            provide,
            event -> {
              if (event instanceof orch.plan.Progress.Note note) {
                news.accept(note.text());
              }
            });
    String reference = images().provide(what, sources, progress);
    return reader
        .imageId(reference)
        .orElseThrow(
            () -> new OrchException.Unavailable("the " + what + " is gone again", List.of(), null));
  }

  /** One for all: it sees to it that no image is got twice at the same time. */
  private synchronized Images images() {
    images = images == null ? making.get() : images;
    return images;
  }

  @Override
  public String create(
      String name,
      String request,
      String image,
      Map<String, String> labels,
      Map<String, String> replaced)
      throws IOException {
    String body = head(image, labels) + request.substring(1);
    for (Map.Entry<String, String> part : replaced.entrySet()) {
      String text = new String(JsonStringEncoder.getInstance().quoteAsString(part.getValue()));
      body = body.replace(part.getKey(), text);
    }
    String path = "/containers/create?name=" + name;
    for (int tries = 0; ; tries++) {
      try (HttpReply reply = http.post(path, body)) {
        String text = reply.text();
        if (reply.status() == 201) {
          return Json.read(text).at("Id").text();
        } else if (reply.status() != 409 || tries > 0 || !isOurs(name, labels)) {
          throw refused("the container of the task could not be made", text);
        }
      }
      // an earlier orch died while it asked for it; it was never started
      remove(name);
    }
  }

  private boolean isOurs(String name, Map<String, String> labels) {
    return reader
        .inspect(name)
        .map(found -> found.at("Config", "Labels").texts())
        .filter(found -> found.entrySet().containsAll(labels.entrySet()))
        .isPresent();
  }

  /** The beginning of a request, up to where the rest of its members follow. */
  private static String head(String image, Map<String, String> labels) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("Image", image);
      json.writeObjectFieldStart("Labels");
      for (Map.Entry<String, String> label : labels.entrySet()) {
        json.writeStringField(label.getKey(), label.getValue());
      }
      json.writeEndObject();
      json.writeEndObject();
    }
    return text.toString().replaceFirst("}$", ",");
  }

  @Override
  public void write(String id, String archive) throws IOException {
    files.write(id, archive);
  }

  @Override
  public void copyIn(String id, Path folder, String path) throws IOException {
    files.copyIn(id, folder, path);
  }

  @Override
  public void copyOut(String id, String path, Path folder) throws IOException {
    files.copyOut(id, path, folder);
  }

  @Override
  public void start(String id) throws IOException {
    tell("POST", "/containers/" + id + "/start", "the container could not be started", 204, 304);
  }

  @Override
  public Optional<Condition> condition(String nameOrId) throws IOException {
    return http.ask(
        "/containers/" + nameOrId + "/json",
        reply -> {
          String text = reply.text();
          if (reply.status() == 404) {
            return Optional.empty();
          } else if (reply.status() != 200) {
            throw refused("the container of the task cannot be looked at", text);
          }
          return Optional.of(condition(Json.read(text)));
        });
  }

  private static Condition condition(Json found) {
    Json state = found.at("State");
    Optional<Instant> started = moment(state.at("StartedAt").text());
    boolean runs = state.at("Running").isTrue() || state.at("Restarting").isTrue();
    boolean never = started.isEmpty() || state.at("Status").text().equals("created");
    return new Condition(
        found.at("Id").text(),
        runs ? Phase.RUNNING : never ? Phase.CREATED : Phase.ENDED,
        (int) state.at("ExitCode").number(),
        state.at("OOMKilled").isTrue(),
        found.at("Config", "Tty").isTrue(),
        started,
        moment(state.at("FinishedAt").text()),
        state.at("Error").text());
  }

  /** Engines write the year 1 for what has not been. */
  private static Optional<Instant> moment(String text) {
    return text.isEmpty() || text.startsWith("0001-")
        ? Optional.empty()
        : Optional.of(OffsetDateTime.parse(text).toInstant());
  }

  @Override
  public void await(String id) throws IOException {
    try (HttpReply reply = http.send("POST", "/containers/" + id + "/wait", Map.of(), null, null)) {
      String text = reply.text();
      if (reply.status() != 200 && reply.status() != 404) {
        throw refused("the end of the container cannot be waited for", text);
      }
    }
  }

  @Override
  public boolean signal(String id, String signal) throws IOException {
    String path = "/containers/" + id + "/kill?signal=" + signal;
    return tell("POST", path, "the container could not be sent " + signal, 204, 404, 409) == 204;
  }

  @Override
  public void remove(String nameOrId) throws IOException {
    String path = "/containers/" + nameOrId + "?v=1&force=1";
    // 409: its removal is under way
    tell("DELETE", path, "the container of a task could not be removed", 204, 404, 409);
  }

  private int tell(String method, String path, String problem, Integer... fine) throws IOException {
    try (HttpReply reply = http.send(method, path, Map.of(), null, null)) {
      String text = reply.text();
      if (!List.of(fine).contains(reply.status())) {
        throw refused(problem, text);
      }
      return reply.status();
    }
  }

  /** The error where the engine does not do it; one sentence. */
  static OrchException.Failed refused(String problem, String answer) {
    OrchException.Failed failed = ArchiveFiles.failed(problem, answer);
    // its sentence is all that is kept of a task's end
    return new OrchException.Failed(
        problem + ": " + String.join(" ", failed.evidence()), List.of(), null);
  }

  @Override
  public Map<String, Map<String, String>> labelled(Map<String, String> labels) {
    Map<String, Map<String, String>> found = new LinkedHashMap<>();
    reader.containers(labels).forEach(one -> found.put(one.id(), one.labels()));
    return found;
  }

  @Override
  public void output(String id, boolean terminal, boolean follow, Consumer<String> lines) {
    Engine.LogQuery query = new Engine.LogQuery(follow, -1, 0, false);
    new LogReader(http).read(id, terminal, query, line -> lines.accept(line.text()));
  }

  @Override
  public boolean answers() {
    try (HttpReply reply = http.get("/_ping")) {
      return reply.status() == 200;
    } catch (IOException | OrchException e) {
      return false;
    }
  }

  @Override
  public long memory() {
    return reader.json("/info").at("MemTotal").number();
  }
}
