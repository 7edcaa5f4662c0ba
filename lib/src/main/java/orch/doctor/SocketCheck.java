package orch.doctor;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import orch.engine.http.EngineAddress;
import orch.health.Finding;

/** Who may speak to the engine: whoever may is as good as root on its machine. */
final class SocketCheck implements Check {
  private static final String NAME = "socket";

  private final Machine machine;
  private final EngineAddress address;

  SocketCheck(Machine machine, EngineAddress address) {
    this.machine = machine;
    this.address = address;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<Finding> look() {
    if (!address.isUnix()) {
      return List.of();
    }
    Path file = Path.of(address.url().getPath());
    Optional<Machine.SocketFile> found = machine.socket(file);
    if (found.isEmpty()) {
      // that nothing answers there is what the engine's check says
      return List.of();
    }
    Machine.SocketFile socket = found.get();
    String evidence =
        file
            + " is "
            + socket.permissions()
            + " of user "
            + socket.owner()
            + " and group "
            + socket.group();
    if (socket.openToAll()) {
      return List.of(
          Finding.error(
              NAME,
              evidence + ": every user of this machine can become root through it",
              "as root: chmod o-rw " + file + ", and put those who may use it into its group"));
    }
    if (!socket.writable()) {
      return List.of(
          Finding.error(
              NAME,
              evidence + ": this user may not write to it",
              "as root: usermod -aG " + socket.group() + " USER, then log in again"));
    }
    return List.of(Finding.ok(NAME, evidence));
  }
}
