package orch.work;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;

/**
 * Has two files of a folder change their names in one step of the kernel, so that nothing which
 * somebody puts there at the same moment is replaced unseen. Java has no call for it; Perl, which
 * every Debian has, makes it. A process of it is started when first needed. Used by one thread.
 */
final class Swap implements AutoCloseable {
  private Process perl;
  private BufferedReader answers;
  private boolean impossible;

  /**
   * Swaps two files.
   *
   * @return false where that is not possible: no Perl, no such call, not on this file system
   */
  boolean of(Path one, Path other) throws IOException {
    if (impossible) {
      return false;
    }
    try {
      if (perl == null) {
        start();
      }
      OutputStream to = perl.getOutputStream();
      to.write((hex(one) + " " + hex(other) + "\n").getBytes(StandardCharsets.US_ASCII));
      to.flush();
      String answer = answers.readLine();
      if ("swapped".equals(answer)) {
        return true;
      } else if ("gone".equals(answer)) {
        throw new java.nio.file.NoSuchFileException(other.toString());
      }
    } catch (java.nio.file.NoSuchFileException e) {
      throw e;
    } catch (IOException e) {
      // it could not be started, or has died: without it a replacement is only a little less safe
    }
    impossible = true;
    close();
    return false;
  }

  private void start() throws IOException {
    String program;
    try (InputStream text = Swap.class.getResourceAsStream("swap.pl")) {
      program = new String(text.readAllBytes(), StandardCharsets.UTF_8);
    }
    perl =
        new ProcessBuilder(List.of("perl", "-e", program))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    answers = perl.inputReader(StandardCharsets.US_ASCII);
  }

  private static String hex(Path path) {
    return HexFormat.of().formatHex(path.toString().getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    if (perl != null) {
      perl.destroy();
      perl = null;
    }
  }
}
