package orch.engine.docker;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A program of this machine that moves files, with the first lines that it complains about. */
final class Child implements AutoCloseable {
  /** A disk that is full is told once for each file. */
  private static final int LINES = 8;

  private final Process process;
  private final List<String> said = new ArrayList<>();
  private final Thread listener;

  private Child(Process process) {
    this.process = process;
    this.listener = new Thread(this::listen, "child-messages");
    listener.setDaemon(true);
    listener.start();
  }

  /** Starts it with no environment that could change what it does or says. */
  static Child start(List<String> command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(new java.io.File("/"));
    Map<String, String> environment = builder.environment();
    environment.clear();
    environment.put("LC_ALL", "C");
    environment.put("PATH", "/usr/bin:/bin");
    return new Child(builder.start());
  }

  private void listen() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (said.size() < LINES) {
          said.add(line);
        }
      }
    } catch (IOException e) {
      // it has ended
    }
  }

  /** What it writes. */
  InputStream out() {
    return process.getInputStream();
  }

  /** What it reads. */
  OutputStream in() {
    return process.getOutputStream();
  }

  /** Waits for its end. */
  int exitCode() throws IOException {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  /** What it complained about, once it has ended. */
  List<String> said() throws IOException {
    try {
      listener.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
    return List.copyOf(said);
  }

  /** Ends it, where it has not ended. */
  @Override
  public void close() {
    process.destroy();
    for (AutoCloseable stream : List.of(in(), out())) {
      try {
        stream.close();
      } catch (Exception e) {
        // nobody waits for it any more
      }
    }
  }
}
