package orch.engine.docker;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import orch.engine.Experiments;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Single files as tar streams. */
final class TarFile {
  private TarFile() {}

  /** A stream with one file, owned by root, readable by all. */
  static byte[] of(String name, byte[] content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      TarArchiveEntry entry = new TarArchiveEntry(name);
      entry.setSize(content.length);
      entry.setUserName("root");
      tar.putArchiveEntry(entry);
      tar.write(content);
      tar.closeArchiveEntry();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** The first file or folder of a stream. */
  static Optional<Experiments.Entry> first(InputStream stream) throws IOException {
    TarArchiveInputStream tar = new TarArchiveInputStream(stream);
    TarArchiveEntry entry = tar.getNextEntry();
    return entry == null
        ? Optional.empty()
        : Optional.of(
            new Experiments.Entry(
                tar.readAllBytes(),
                (int) entry.getLongUserId(),
                (int) entry.getLongGroupId(),
                entry.getMode() & 07777));
  }
}
