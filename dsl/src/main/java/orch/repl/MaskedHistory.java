package orch.repl;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import orch.own.StateFolder;
import orch.report.Masking;
import org.jline.reader.impl.history.DefaultHistory;

/** What was typed, across sessions, without secrets; its file is readable by its owner only. */
final class MaskedHistory extends DefaultHistory {
  private static final String NAME = "history";

  private final Masking masking;

  MaskedHistory(Masking masking) {
    this.masking = masking;
  }

  /**
   * Where it is kept; made where it is not there, since others would make it readable by all.
   *
   * @throws orch.model.OrchException when the folder cannot be written
   */
  static Path file(StateFolder state) {
    if (state.read(NAME).isEmpty()) {
      state.write("", NAME);
    }
    return state.path().resolve(NAME);
  }

  @Override
  public void add(Instant time, String line) {
    super.add(time, masking.mask(line));
  }

  @Override
  protected void trimHistory(Path path, int most) throws IOException {
    super.trimHistory(path, most);
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
  }
}
