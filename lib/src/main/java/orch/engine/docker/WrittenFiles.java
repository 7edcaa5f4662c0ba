package orch.engine.docker;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import orch.model.Mount;
import orch.model.Service;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** The files that orch writes into a container, as the tar archive that the engine takes. */
final class WrittenFiles {
  private WrittenFiles() {}

  /** The archive for the root folder; empty where there are no such files. */
  static Optional<byte[]> of(Service service) {
    List<Mount.FileMount> files =
        service.mounts().stream()
            .filter(Mount.FileMount.class::isInstance)
            .map(Mount.FileMount.class::cast)
            .toList();
    return files.isEmpty() ? Optional.empty() : Optional.of(archive(files));
  }

  private static byte[] archive(List<Mount.FileMount> files) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, "UTF-8")) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      for (Mount.FileMount file : files) {
        byte[] content = file.content().text().getBytes(StandardCharsets.UTF_8);
        TarArchiveEntry entry = new TarArchiveEntry(file.target().substring(1));
        entry.setSize(content.length);
        entry.setMode(file.mode());
        entry.setIds(file.uid(), file.gid());
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
