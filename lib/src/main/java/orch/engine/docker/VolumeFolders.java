package orch.engine.docker;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import orch.engine.ContainerLabels;
import orch.engine.http.EngineHttp;
import orch.engine.http.HttpReply;
import orch.engine.read.EngineReader;
import orch.engine.read.Json;
import orch.model.Identity;
import orch.model.Labels;

/**
 * Finds out which volumes are folders of this machine. A path that the engine tells proves nothing:
 * its socket file may lead to another machine, where a folder of the same name is another one. So
 * the engine is asked for a volume with a random name; where its folder comes and goes here as
 * well, the folders beside it are the engine's own.
 */
final class VolumeFolders {
  /** How the driver {@code local} calls the folder in a volume's own one. */
  private static final String DATA = "_data";

  /**
   * CHOWN, DAC_OVERRIDE, FOWNER, FSETID, SYS_ADMIN, MKNOD, SETFCAP: what keeping all of it takes.
   */
  private static final long CAPABILITIES =
      1 | 1 << 1 | 1 << 3 | 1 << 4 | 1 << 21 | 1 << 27 | 1L << 31;

  private final EngineHttp http;
  private final EngineReader reader;
  private final Path proc;

  /**
   * Of an engine.
   *
   * @param proc where the kernel tells of this process, normally {@code /proc}
   */
  VolumeFolders(EngineHttp http, EngineReader reader, Path proc) {
    this.http = http;
    this.reader = reader;
    this.proc = proc;
  }

  /**
   * The folders of those volumes that are here and may be read and written.
   *
   * @param volumes names on the engine by the stack's own names
   * @return by the stack's own names; what is not proven is left out
   */
  Map<String, Path> here(Identity identity, Map<String, String> volumes) {
    if (!http.address().isLocal() || !mayKeepAll() || !FolderTar.isPossible()) {
      return Map.of();
    }
    Map<String, Path> told = new LinkedHashMap<>();
    volumes.forEach(
        (volume, name) ->
            reader
                .find("/volumes/" + name)
                .filter(json -> json.at("Driver").text().equals("local"))
                .filter(json -> json.at("Options").members().isEmpty())
                .map(json -> Path.of("/" + json.at("Mountpoint").text()))
                .filter(folder -> folder.endsWith(Path.of(name, DATA)))
                .ifPresent(folder -> told.put(volume, folder)));
    if (!told.isEmpty()) {
      told.values().retainAll(proven(identity, List.copyOf(told.values())));
    }
    return told;
  }

  /** Whether this process has all rights on this machine's files, and those of no container. */
  private boolean mayKeepAll() {
    try (Stream<String> status = Files.lines(proc.resolve("self/status"))) {
      long held =
          status
              .filter(line -> line.startsWith("CapEff:"))
              .mapToLong(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
              .findFirst()
              .orElse(0);
      return (held & CAPABILITIES) == CAPABILITIES;
    } catch (IOException | RuntimeException e) {
      // not a Linux
      return false;
    }
  }

  private List<Path> proven(Identity identity, List<Path> folders) {
    String name = identity.prefix() + "-here-" + UUID.randomUUID();
    try {
      Path made = make(identity, name);
      List<Path> proven = List.of();
      try {
        if (made.endsWith(Path.of(name, DATA)) && isNew(made)) {
          proven = beside(made, folders);
        }
      } finally {
        remove(http, name);
      }
      return Files.exists(made, LinkOption.NOFOLLOW_LINKS) ? List.of() : proven;
    } catch (IOException e) {
      return List.of();
    }
  }

  private Path make(Identity identity, String name) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("Name", name);
      json.writeStringField("Driver", "local");
      json.writeObjectFieldStart("Labels");
      Map<String, String> labels = new LinkedHashMap<>(identity.labels());
      labels.put(Labels.HELPER, ArchiveFiles.PURPOSE);
      labels.put(Labels.VERSION, ContainerLabels.version());
      for (Map.Entry<String, String> label : labels.entrySet()) {
        json.writeStringField(label.getKey(), label.getValue());
      }
      json.writeEndObject();
      json.writeEndObject();
    }
    try (HttpReply reply = http.post("/volumes/create", text.toString())) {
      String answer = reply.text();
      if (reply.status() != 201) {
        throw new IOException("no volume: " + answer);
      }
      return Path.of("/" + Json.read(answer).at("Mountpoint").text());
    }
  }

  /**
   * Whether it is an empty folder, which belongs to this machine's root and not to a mapped one.
   */
  private static boolean isNew(Path folder) throws IOException {
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
        || !folder.equals(folder.toRealPath())
        || !Files.getAttribute(folder, "unix:uid").equals(0)
        || !Files.getAttribute(folder, "unix:gid").equals(0)) {
      return false;
    }
    try (Stream<Path> content = Files.list(folder)) {
      return content.findAny().isEmpty();
    }
  }

  /** Those in the same place of the same file system, on or in which nothing else is mounted. */
  private List<Path> beside(Path made, List<Path> folders) throws IOException {
    Path place = made.getParent().getParent();
    Object device = Files.getAttribute(made, "unix:dev");
    List<Path> mounted = mounted();
    return folders.stream()
        .filter(folder -> folder.getParent().getParent().equals(place))
        .filter(folder -> mounted.stream().noneMatch(m -> m.startsWith(folder.getParent())))
        .filter(
            folder -> {
              try {
                return Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                    && folder.equals(folder.toRealPath())
                    && Files.getAttribute(folder, "unix:dev").equals(device);
              } catch (IOException e) {
                return false;
              }
            })
        .toList();
  }

  /**
   * Where something is mounted (https://man7.org/linux/man-pages/man5/proc_pid_mountinfo.5.html).
   */
  private List<Path> mounted() throws IOException {
    // file names of any encoding; those of volumes are ASCII without blanks
    try (Stream<String> lines =
        Files.lines(proc.resolve("self/mountinfo"), StandardCharsets.ISO_8859_1)) {
      return lines.map(line -> Path.of(line.split(" ", 6)[4].replaceAll("[^ -~]", "?"))).toList();
    }
  }

  /** Removes a volume of this class; does nothing when it is not there. */
  static void remove(EngineHttp http, String name) {
    try (HttpReply reply = http.send("DELETE", "/volumes/" + name, Map.of(), null, null)) {
      if (reply.status() >= 400 && reply.status() != 404) {
        throw ArchiveFiles.failed("a volume of orch's own cannot be removed", reply.text());
      }
    } catch (IOException e) {
      throw ArchiveFiles.failed(
          "a volume of orch's own cannot be removed", String.valueOf(e.getMessage()));
    }
  }
}
