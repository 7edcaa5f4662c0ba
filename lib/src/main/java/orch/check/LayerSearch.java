package orch.check;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.io.input.CloseShieldInputStream;

/**
 * Looks for texts in all that an exported image holds: the files of every layer, also of those that
 * later layers hide, and the configuration. Used by one thread.
 */
final class LayerSearch {
  private static final String PLANTED = "planted-by-the-search-itself";

  private final Map<String, byte[]> texts = new LinkedHashMap<>();
  private final Set<String> found = new LinkedHashSet<>();
  private long bytes;

  /**
   * For these texts.
   *
   * @param texts by the names under which they are reported
   */
  LayerSearch(Map<String, String> texts) {
    texts.forEach((name, text) -> this.texts.put(name, text.getBytes(StandardCharsets.UTF_8)));
  }

  /** The names of what was found. */
  Set<String> found() {
    return Set.copyOf(found);
  }

  /** How much was looked through, unpacked. */
  long bytes() {
    return bytes;
  }

  /**
   * Reads an image as engines export it.
   *
   * @throws IOException when it cannot be read, or the search would not have found anything
   */
  void read(InputStream image) throws IOException {
    TarArchiveInputStream tar = new TarArchiveInputStream(image);
    while (tar.getNextEntry() != null) {
      // the end of an entry's stream is not the end of the image's
      scan(CloseShieldInputStream.wrap(tar));
    }
  }

  /** Layers may be compressed, by the engine's kind. */
  private void scan(InputStream part) throws IOException {
    PushbackInputStream in = new PushbackInputStream(part, 2);
    byte[] magic = in.readNBytes(2);
    in.unread(magic, 0, magic.length);
    boolean packed = magic.length == 2 && magic[0] == 0x1f && (magic[1] & 0xff) == 0x8b;
    InputStream end = new ByteArrayInputStream(PLANTED.getBytes(StandardCharsets.UTF_8));
    InputStream all = new SequenceInputStream(packed ? new GZIPInputStream(in) : in, end);
    Map<String, byte[]> wanted = new LinkedHashMap<>(texts);
    wanted.put(PLANTED, PLANTED.getBytes(StandardCharsets.UTF_8));
    int longest = wanted.values().stream().mapToInt(text -> text.length).max().orElse(1);
    byte[] buffer = new byte[longest + 256 * 1024];
    int kept = 0;
    boolean planted = false;
    for (int count = all.read(buffer, kept, buffer.length - kept);
        count >= 0;
        count = all.read(buffer, kept, buffer.length - kept)) {
      int filled = kept + count;
      bytes += count;
      for (Map.Entry<String, byte[]> text : wanted.entrySet()) {
        if (contains(buffer, filled, text.getValue())) {
          planted |= text.getKey().equals(PLANTED);
          found.add(text.getKey());
        }
      }
      // a text may lie across two reads
      kept = Math.min(filled, longest - 1);
      System.arraycopy(buffer, filled - kept, buffer, 0, kept);
    }
    found.remove(PLANTED);
    bytes -= PLANTED.length();
    if (!planted) {
      throw new IOException("the search does not find what was planted");
    }
  }

  static boolean contains(byte[] in, int length, byte[] text) {
    for (int at = 0; at <= length - text.length; at++) {
      if (in[at] == text[0] && matches(in, at, text)) {
        return true;
      }
    }
    return false;
  }

  private static boolean matches(byte[] in, int at, byte[] text) {
    for (int i = 1; i < text.length; i++) {
      if (in[at + i] != text[i]) {
        return false;
      }
    }
    return true;
  }
}
