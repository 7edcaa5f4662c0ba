package orch.ci;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import orch.model.OrchException;
import orch.report.Case;
import orch.report.JUnitXml;
import orch.report.Masking;

/**
 * The file for JUnit's XML.
 *
 * @param path of the file
 * @param asked whether this very command was told to write it; else only commands that start
 *     something do, so that a variable of a job can name it
 */
public record JUnitFile(Path path, boolean asked) {
  /**
   * Makes its folder, and removes an older report: what a killed command leaves must not be read as
   * its own.
   *
   * @throws OrchException.BadInput when it could not be written
   */
  public void prepare() {
    try {
      if (Files.isDirectory(path)) {
        throw new OrchException.BadInput("cannot write " + path + ": it is a folder");
      }
      Files.createDirectories(path.toAbsolutePath().getParent());
      Files.deleteIfExists(path);
      Files.createFile(path);
      Files.delete(path);
    } catch (IOException e) {
      throw new OrchException.BadInput(
          "the report cannot be written: " + OrchException.reason(e),
          List.of("asked for by --junit or ORCH_JUNIT"),
          null);
    }
  }

  /** Writes it; what went wrong, if anything. */
  Optional<String> write(
      String suite, Instant begin, Duration took, List<Case> cases, Masking masking) {
    List<Case> masked = cases.stream().map(one -> masked(one, masking)).toList();
    try {
      Files.writeString(path, JUnitXml.text(masking.mask(suite), begin, took, masked));
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of("the report cannot be written: " + OrchException.reason(e));
    }
  }

  /** Before XML writes them otherwise: a mask must find secrets as they are. */
  private static Case masked(Case one, Masking masking) {
    return new Case(
        one.classname(),
        masking.mask(one.name()),
        one.time(),
        one.outcome(),
        masking.mask(one.message()),
        masking.mask(one.output()));
  }
}
