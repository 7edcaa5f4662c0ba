package orch.engine.docker;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import orch.engine.VolumeFiles;
import orch.engine.http.EngineHttp;
import orch.engine.http.HttpReply;
import orch.model.Next;
import orch.model.OrchException;

/** A container that mounts volumes and is never started. Used by one thread. */
final class ArchiveContainer implements VolumeFiles.Opened {
  private static final int BLOCK = 512;

  private final EngineHttp http;
  private final String id;
  private final Map<String, String> volumes;

  ArchiveContainer(EngineHttp http, String id, Map<String, String> volumes) {
    this.http = http;
    this.id = id;
    this.volumes = Map.copyOf(volumes);
  }

  /** The folder in the container in which a volume is mounted as {@link VolumeFiles#TOP}. */
  static String folder(String volume) {
    return "/orch-volumes/" + volume;
  }

  private String path(String path) {
    return "/containers/" + id + "/archive?path=" + path;
  }

  @Override
  public InputStream read(String volume) throws IOException {
    // the folder itself, not what is in it: its owner and mode belong to the data
    HttpReply reply = http.get(path(folder(volume) + "/" + VolumeFiles.TOP));
    if (reply.status() != 200) {
      try (reply) {
        throw ArchiveFiles.failed(problem(volume, "read"), reply.text());
      }
    }
    return new FilterInputStream(reply.body()) {
      @Override
      public int read(byte[] into, int offset, int length) throws IOException {
        return in.read(into, offset, length);
      }

      @Override
      public void close() {
        reply.close();
      }
    };
  }

  private String problem(String volume, String what) {
    return "volume '" + volumes.getOrDefault(volume, volume) + "' cannot be " + what;
  }

  /**
   * Engines have no call that empties a volume, and a volume that any container knows cannot be
   * removed. But a file that is unpacked over a folder replaces it: the engine removes all that is
   * in the folder, and fails at the folder itself, since something is mounted there. So the failure
   * is what is wanted; success would mean that it was not the volume.
   */
  @Override
  public void empty(String volume) throws IOException {
    String answer;
    try (HttpReply reply =
        http.send(
            "PUT",
            path(folder(volume)),
            Map.of("Content-Type", "application/x-tar"),
            new ByteArrayInputStream(tarOfFile(VolumeFiles.TOP)),
            null)) {
      answer = reply.text();
      if (reply.status() < 400) {
        throw ArchiveFiles.failed(
            problem(volume, "emptied"), "this engine does not mount volumes for archive calls");
      }
    }
    if (!isEmpty(volume)) {
      throw ArchiveFiles.failed(problem(volume, "emptied"), answer);
    }
  }

  /** Whether the volume's tar stream has nothing but its top folder. */
  private boolean isEmpty(String volume) throws IOException {
    try (InputStream tar = read(volume)) {
      byte[] block = new byte[BLOCK];
      boolean top = true;
      while (tar.readNBytes(block, 0, BLOCK) == BLOCK && block[0] != 0) {
        byte type = block[156];
        if (type == 'x' || type == 'g') {
          // attributes of the next entry: skipped
          tar.skipNBytes(roundedUp(size(block)));
        } else if (top && type == '5') {
          top = false;
        } else {
          return false;
        }
      }
      return !top;
    }
  }

  private static long size(byte[] header) {
    String octal =
        new String(header, 124, 12, StandardCharsets.US_ASCII).replace('\0', ' ').strip();
    return octal.isEmpty() ? 0 : Long.parseLong(octal, 8);
  }

  private static long roundedUp(long size) {
    return (size + BLOCK - 1) / BLOCK * BLOCK;
  }

  /**
   * A tar stream with one empty file (https://pubs.opengroup.org/onlinepubs/9699919799/, ustar).
   */
  private static byte[] tarOfFile(String name) {
    byte[] tar = new byte[3 * BLOCK];
    put(tar, 0, name);
    put(tar, 100, "0000600");
    put(tar, 108, "0000000");
    put(tar, 116, "0000000");
    put(tar, 124, "00000000000");
    put(tar, 136, "00000000000");
    put(tar, 148, "        ");
    tar[156] = '0';
    put(tar, 257, "ustar\u000000");
    int sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      sum += tar[i];
    }
    put(tar, 148, String.format("%06o\u0000 ", sum));
    return tar;
  }

  private static void put(byte[] tar, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, tar, at, bytes.length);
  }

  @Override
  public void fill(String volume, InputStream tar) throws IOException {
    try (HttpReply reply =
        http.send(
            "PUT", path(folder(volume)), Map.of("Content-Type", "application/x-tar"), tar, null)) {
      if (reply.status() != 200) {
        throw ArchiveFiles.failed(problem(volume, "filled"), reply.text());
      }
    }
  }

  @Override
  public void close() {
    remove(http, id);
  }

  /** Removes such a container, and the anonymous volumes that its image asked for. */
  static void remove(EngineHttp http, String id) {
    try (HttpReply reply =
        http.send("DELETE", "/containers/" + id + "?v=1&force=1", Map.of(), null, null)) {
      if (reply.status() >= 400 && reply.status() != 404 && reply.status() != 409) {
        throw ArchiveFiles.failed("a container of orch's own cannot be removed", reply.text());
      }
    } catch (IOException e) {
      throw new OrchException.Failed(
          "a container of orch's own cannot be removed",
          List.of(String.valueOf(e.getMessage())),
          Next.verb("cleanup"));
    }
  }
}
