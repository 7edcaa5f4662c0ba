package orch.check;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import orch.engine.Experiments;
import orch.engine.VolumeFiles;
import orch.model.Mount;
import orch.model.OrchException;
import orch.model.Service;
import orch.plan.Observed;

/** Mounts are as declared, and what is in them is the same for all who look. */
final class Volumes implements Check {
  private static final int BYTES = 64 * 1024;

  @Override
  public String name() {
    return "volumes";
  }

  @Override
  public String proves() {
    return "mounts are there, writable or read-only as declared, hold the same bytes for all who "
        + "have them, keep owner and content in new containers, and are nobody else's";
  }

  @Override
  public boolean harms() {
    return true;
  }

  /** A volume with what was written into it. */
  private record Written(
      String service, String target, String name, String file, byte[] content, String owner) {}

  @Override
  public void run(Subject subject, Arguments arguments, Protocol protocol) {
    List<Written> written = new ArrayList<>();
    int mounts = 0;
    for (Service service : subject.lasting()) {
      for (Mount mount : service.mounts()) {
        if (mount instanceof Mount.FileMount) {
          continue;
        }
        mounts++;
        Observed.Container container = subject.one(service.name());
        Experiments.Details details = subject.experiments().details(container.id());
        wrongMount(service.name(), mount, details.mounts()).ifPresent(protocol::problem);
        if (mount instanceof Mount.VolumeMount volume) {
          tryWriting(subject, service.name(), volume, details, protocol).ifPresent(written::add);
        }
      }
    }
    if (mounts == 0) {
      throw new DoesNotApply("no service has a volume or folder");
    }
    protocol.figure("mounts", mounts, "");
    written.forEach(one -> sameForAll(subject, one, protocol));
    inNewContainers(subject, written, protocol);
    nobodyElse(subject, written, protocol);
    if (!subject.ownCopy()) {
      written.forEach(one -> remove(subject, one));
    }
    if (written.isEmpty()) {
      protocol.control("the engine's own list was held against the description, mount by mount");
    }
  }

  /** What is wrong with a declared mount among those that the engine has made, if anything. */
  static Optional<String> wrongMount(
      String service, Mount mount, List<Experiments.Mounted> mounted) {
    String where = "service '" + service + "': " + mount.target();
    Optional<Experiments.Mounted> found =
        mounted.stream().filter(m -> m.target().equals(mount.target())).findFirst();
    if (mount instanceof Mount.TmpfsMount) {
      // engines list it only where it was asked for in the long form
      return Optional.empty();
    }
    if (found.isEmpty()) {
      return Optional.of(where + " is declared and not mounted");
    }
    boolean readOnly =
        mount instanceof Mount.VolumeMount v
            ? v.readOnly()
            : mount instanceof Mount.BindMount b && b.readOnly();
    String type = mount instanceof Mount.BindMount ? "bind" : "volume";
    if (!found.get().type().equals(type)) {
      return Optional.of(where + " is a " + found.get().type() + ", declared is a " + type);
    }
    return found.get().writable() != readOnly
        ? Optional.empty()
        : Optional.of(
            where
                + (readOnly
                    ? " is declared read-only and is writable"
                    : " is declared writable and is read-only"));
  }

  private static Optional<Written> tryWriting(
      Subject subject,
      String service,
      Mount.VolumeMount volume,
      Experiments.Details details,
      Protocol protocol) {
    if (!subject.stack().volumes().get(volume.volume()).external().isEmpty()) {
      protocol.evidence("volume '" + volume.volume() + "' is somebody else's: nothing is written");
      return Optional.empty();
    }
    String file = ".orch-check-" + protocol.nonce();
    byte[] content = new byte[BYTES];
    new Random(protocol.nonce().hashCode()).nextBytes(content);
    Experiments experiments = subject.experiments();
    String where = "service '" + service + "': " + volume.target();
    boolean before = experiments.read(details.id(), volume.target() + "/" + file).isPresent();
    Optional<String> refused = experiments.write(details.id(), volume.target(), file, content);
    if (refused.isPresent() != volume.readOnly()) {
      protocol.problem(
          where + (refused.isPresent() ? " refuses: " + refused.get() : " takes what it must not"));
      return Optional.empty();
    }
    if (volume.readOnly()) {
      protocol.evidence(where + " refuses to be written: " + refused.orElse(""));
      return Optional.empty();
    }
    if (!before) {
      protocol.control(where + " did not hold the file before it was written");
    }
    String engineName =
        subject.stack().volumes().get(volume.volume()).engineName(subject.identity());
    String owner =
        experiments
            .read(details.id(), volume.target())
            .map(Experiments.Entry::ownership)
            .orElse("");
    return Optional.of(new Written(service, volume.target(), engineName, file, content, owner));
  }

  private static void sameForAll(Subject subject, Written one, Protocol protocol) {
    int readers = 0;
    for (Observed.Container container : subject.containers()) {
      for (Experiments.Mounted mount : subject.experiments().details(container.id()).mounts()) {
        if (!mount.name().equals(one.name())) {
          continue;
        }
        String path = mount.target() + "/" + one.file();
        compare(
            subject.experiments().read(container.id(), path).map(Experiments.Entry::content),
            one,
            container.name() + " at " + mount.target(),
            protocol);
        readers++;
        Path onHost = Path.of(mount.source(), one.file());
        if (subject.engine().info().address().isLocal() && Files.isReadable(onHost)) {
          compare(read(onHost), one, "this machine", protocol);
          readers++;
        }
      }
    }
    protocol.evidence(
        "volume " + one.name() + ": sha256 " + sum(one.content()) + " for " + readers + " readers");
  }

  private static Optional<byte[]> read(Path file) {
    try {
      return Optional.of(Files.readAllBytes(file));
    } catch (java.io.IOException e) {
      return Optional.empty();
    }
  }

  private static void compare(
      Optional<byte[]> found, Written one, String reader, Protocol protocol) {
    if (found.isEmpty() || !Arrays.equals(found.get(), one.content())) {
      protocol.problem(
          "volume "
              + one.name()
              + ": "
              + reader
              + (found.isEmpty() ? " does not see" : " sees other bytes than")
              + " what was written through service '"
              + one.service()
              + "'");
    }
  }

  private static void inNewContainers(Subject subject, List<Written> written, Protocol protocol) {
    for (String service : written.stream().map(Written::service).distinct().toList()) {
      subject.running(service).forEach(c -> subject.experiments().remove(c.id()));
    }
    if (!written.isEmpty()) {
      subject.start();
    }
    for (Written one : written) {
      String id = subject.one(one.service()).id();
      compare(
          subject
              .experiments()
              .read(id, one.target() + "/" + one.file())
              .map(Experiments.Entry::content),
          one,
          "the new container of service '" + one.service() + "'",
          protocol);
      String owner =
          subject.experiments().read(id, one.target()).map(Experiments.Entry::ownership).orElse("");
      if (!owner.equals(one.owner())) {
        protocol.problem(
            "volume " + one.name() + " belonged to " + one.owner() + " and now to " + owner);
      }
    }
  }

  /** Where the image can. */
  private static void remove(Subject subject, Written one) {
    new Inside(subject.engine(), subject.one(one.service()).id())
        .run(List.of("rm", "-f", one.target() + "/" + one.file()));
  }

  private static void nobodyElse(Subject subject, List<Written> written, Protocol protocol) {
    List<String> names = written.stream().map(Written::name).distinct().toList();
    for (VolumeFiles.User user : subject.engine().volumeFiles().users(names)) {
      if (!subject.identity().owns(user.labels())) {
        protocol.problem(
            "container '" + user.name() + "', which is not of this copy, has its volumes as well");
      }
    }
  }

  private static String sum(byte[] content) {
    try {
      byte[] sum = MessageDigest.getInstance("SHA-256").digest(content);
      return HexFormat.of().formatHex(sum).substring(0, 12);
    } catch (NoSuchAlgorithmException e) {
      throw new OrchException.Failed("this JDK has no SHA-256", List.of(), null);
    }
  }
}
