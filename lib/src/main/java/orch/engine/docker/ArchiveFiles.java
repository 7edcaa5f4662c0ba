package orch.engine.docker;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import orch.engine.ContainerLabels;
import orch.engine.VolumeFiles;
import orch.engine.http.EngineHttp;
import orch.engine.http.HttpReply;
import orch.engine.read.EngineReader;
import orch.engine.read.Json;
import orch.model.Identity;
import orch.model.Labels;
import orch.model.Next;
import orch.model.OrchException;

/**
 * Volumes as folders of this machine where they are proven to be that, else through the engine's
 * archive calls, which work on containers that were never started. By its own transport:
 * docker-java is not needed, and would copy every byte once more.
 */
final class ArchiveFiles implements VolumeFiles {
  /** What {@link Labels#HELPER} says of all that is made here. */
  static final String PURPOSE = "volumes";

  private final EngineHttp http;
  private final EngineReader reader;

  ArchiveFiles(EngineHttp http, EngineReader reader) {
    this.http = http;
    this.reader = reader;
  }

  @Override
  public Opened open(Identity identity, Map<String, String> volumes, Collection<String> images) {
    Map<String, FolderTar> folders = new LinkedHashMap<>();
    new VolumeFolders(http, reader, Path.of("/proc"))
        .here(identity, volumes)
        .forEach((volume, path) -> folders.put(volume, new FolderTar(volumes.get(volume), path)));
    Map<String, String> others = new LinkedHashMap<>(volumes);
    others.keySet().removeAll(folders.keySet());
    return new OpenVolumes(
        folders,
        others.isEmpty() ? Optional.empty() : Optional.of(container(identity, others, images)));
  }

  private ArchiveContainer container(
      Identity identity, Map<String, String> volumes, Collection<String> images) {
    return new ArchiveContainer(http, create(identity, volumes, image(images)), volumes);
  }

  private String create(Identity identity, Map<String, String> volumes, String image) {
    String name = identity.prefix() + "-volumes-" + UUID.randomUUID().toString().substring(0, 8);
    try (HttpReply reply =
        http.post("/containers/create?name=" + name, request(identity, volumes, image))) {
      String text = reply.text();
      if (reply.status() != 201) {
        throw failed("the volumes cannot be opened", text);
      }
      return Json.read(text).at("Id").text();
    } catch (IOException e) {
      throw failed("the volumes cannot be opened", String.valueOf(e.getMessage()));
    }
  }

  private static String request(Identity identity, Map<String, String> volumes, String image)
      throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("Image", image);
      // an image may have no command, and without any the engine makes no container
      json.writeFieldName("Cmd");
      json.writeArray(new String[] {"never-started"}, 0, 1);
      json.writeObjectFieldStart("Labels");
      Map<String, String> labels = new LinkedHashMap<>(identity.labels());
      labels.put(Labels.HELPER, PURPOSE);
      labels.put(Labels.VERSION, ContainerLabels.version());
      for (Map.Entry<String, String> label : labels.entrySet()) {
        json.writeStringField(label.getKey(), label.getValue());
      }
      json.writeEndObject();
      json.writeObjectFieldStart("HostConfig");
      json.writeStringField("NetworkMode", "none");
      json.writeArrayFieldStart("Mounts");
      for (Map.Entry<String, String> volume : volumes.entrySet()) {
        json.writeStartObject();
        json.writeStringField("Type", "volume");
        json.writeStringField("Source", volume.getValue());
        json.writeStringField("Target", ArchiveContainer.folder(volume.getKey()) + "/" + TOP);
        json.writeObjectFieldStart("VolumeOptions");
        json.writeBooleanField("NoCopy", true);
        json.writeEndObject();
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
      json.writeEndObject();
    }
    return text.toString();
  }

  /** Any image will do: of the container nothing but its mounts is used. */
  private String image(Collection<String> images) {
    for (String image : images) {
      if (reader.imageId(image).isPresent()) {
        return image;
      }
    }
    for (Json image : reader.json("/images/json").elements()) {
      return image.at("Id").text();
    }
    return emptyImage();
  }

  /** On an engine without any image: one of nothing. */
  private String emptyImage() {
    byte[] emptyTar = new byte[1024];
    try (HttpReply reply =
        http.send(
            "POST",
            "/images/create?fromSrc=-&repo=orch-nothing&tag=latest",
            Map.of("Content-Type", "application/x-tar"),
            new ByteArrayInputStream(emptyTar),
            null)) {
      String text = reply.text();
      if (reply.status() != 200 || text.contains("errorDetail")) {
        throw failed("the engine has no image, and none can be made", text);
      }
      return "orch-nothing:latest";
    } catch (IOException e) {
      throw failed("the engine has no image, and none can be made", String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void removeLeftovers(Identity identity) {
    Map<String, String> labels = new LinkedHashMap<>(identity.labels());
    labels.put(Labels.HELPER, PURPOSE);
    reader.containers(labels).stream()
        .filter(container -> identity.owns(container.labels()))
        .forEach(container -> ArchiveContainer.remove(http, container.id()));
    reader.volumes(labels).stream()
        .filter(volume -> identity.owns(volume.labels()))
        .forEach(volume -> VolumeFolders.remove(http, volume.name()));
  }

  @Override
  public List<User> users(Collection<String> engineNames) {
    if (engineNames.isEmpty()) {
      return List.of();
    }
    Set<String> meant = new LinkedHashSet<>(engineNames);
    List<User> users = new ArrayList<>();
    for (Json json : reader.containersMounting(meant).elements()) {
      Map<String, String> labels = json.at("Labels").texts();
      List<String> written = new ArrayList<>();
      List<String> readOnly = new ArrayList<>();
      for (Json mount : json.at("Mounts").elements()) {
        String volume = mount.at("Name").text();
        // the filter also takes parts of names
        if (mount.at("Type").text().equals("volume") && meant.contains(volume)) {
          (mount.at("RW").isTrue() ? written : readOnly).add(volume);
        }
      }
      if (!labels.containsKey(Labels.HELPER) && !(written.isEmpty() && readOnly.isEmpty())) {
        List<Json> names = json.at("Names").elements();
        String name = names.isEmpty() ? "" : names.get(0).text().replaceFirst("^/", "");
        users.add(
            new User(
                json.at("Id").text(), name, json.at("State").text(), labels, written, readOnly));
      }
    }
    return users;
  }

  @Override
  public void pause(String containerId) {
    tell(containerId, "pause", 204);
  }

  @Override
  public void unpause(String containerId) {
    // 404: it is gone; 500 and 409: it is not paused
    tell(containerId, "unpause", 204, 404, 409, 500);
  }

  @Override
  public void start(String containerId) {
    // 304: it runs; 404: it is gone
    tell(containerId, "start", 204, 304, 404);
  }

  private void tell(String containerId, String verb, Integer... fine) {
    String path = "/containers/" + containerId + "/" + verb;
    // without any body: the engine refuses one for start
    try (HttpReply reply = http.send("POST", path, Map.of(), null, null)) {
      if (!List.of(fine).contains(reply.status())) {
        throw failed("a container does not " + verb, reply.text());
      }
    } catch (IOException e) {
      throw failed("a container does not " + verb, String.valueOf(e.getMessage()));
    }
  }

  /** The error with the engine's own sentence. */
  static OrchException.Failed failed(String problem, String answer) {
    String sentence = answer.strip();
    try {
      String message = Json.read(answer).at("message").text();
      sentence = message.isEmpty() ? sentence : message;
    } catch (IOException | RuntimeException e) {
      // then it is told as it is
    }
    return failed(problem, List.of(sentence));
  }

  /** The error with what somebody else said. */
  static OrchException.Failed failed(String problem, List<String> said) {
    return new OrchException.Failed(problem, said, Next.verb("doctor"));
  }
}
