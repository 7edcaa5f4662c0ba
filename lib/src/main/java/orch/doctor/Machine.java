package orch.doctor;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** This machine, as far as it is looked at. */
public interface Machine {
  /** Bytes that can still be written to the file system of a path; empty: no such path. */
  OptionalLong freeBytes(Path path);

  /** Its memory, where it tells. */
  Optional<Memory> memory();

  /** Processes that listen on TCP ports, by those ports that are not free. */
  Map<Integer, String> listeners(Collection<Integer> ports);

  /** A socket file, where there is one at this path. */
  Optional<SocketFile> socket(Path path);

  /**
   * Memory in bytes.
   *
   * @param total all of it
   * @param available what could be used without swapping
   */
  record Memory(long total, long available) {}

  /**
   * Who may use a socket file.
   *
   * @param permissions such as {@code rw-rw----}
   * @param owner a user's name
   * @param group a group's name
   * @param openToAll whether every user of the machine can reach and write to it
   * @param writable whether this process can
   */
  record SocketFile(
      String permissions, String owner, String group, boolean openToAll, boolean writable) {}
}
