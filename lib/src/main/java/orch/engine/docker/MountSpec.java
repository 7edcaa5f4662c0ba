package orch.engine.docker;

import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.BindOptions;
import com.github.dockerjava.api.model.BindPropagation;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.MountType;
import com.github.dockerjava.api.model.PropagationMode;
import com.github.dockerjava.api.model.SELContext;
import com.github.dockerjava.api.model.TmpfsOptions;
import com.github.dockerjava.api.model.VolumeOptions;
import com.github.dockerjava.api.model.VolumesFrom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import orch.engine.EngineInfo;
import orch.model.Mount;
import orch.model.OrchException;
import orch.model.Service;

/** A service's mounts as the engine's request. */
final class MountSpec {
  private final EngineInfo info;
  private final UnaryOperator<String> containerOf;

  /**
   * For one engine.
   *
   * @param containerOf the container's name by the service's
   */
  MountSpec(EngineInfo info, UnaryOperator<String> containerOf) {
    this.info = info;
    this.containerOf = containerOf;
  }

  /**
   * Adds them to the request.
   *
   * @param takeOver anonymous volumes of an earlier container, by target
   * @param volumes name on the engine by the stack's own name
   */
  void add(
      HostConfig host, Service service, Map<String, String> takeOver, Map<String, String> volumes) {
    List<com.github.dockerjava.api.model.Mount> mounts = new ArrayList<>();
    List<Bind> binds = new ArrayList<>();
    Map<String, String> tmpfs = new LinkedHashMap<>();
    for (Mount mount : service.mounts()) {
      // the engine makes missing folders, changes SELinux labels and takes kernel options only in
      // its older forms of mounts
      if (mount instanceof Mount.BindMount bind && (bind.create() || !bind.selinux().isEmpty())) {
        binds.add(bind(bind));
      } else if (mount instanceof Mount.TmpfsMount memory && !memory.options().isEmpty()) {
        tmpfs.put(
            memory.target(),
            memory.options() + (memory.size() > 0 ? ",size=" + memory.size() : ""));
      } else if (!(mount instanceof Mount.FileMount)) {
        mounts.add(mount(mount, volumes));
      }
    }
    host.withMounts(mounts);
    takeOver.forEach((target, volume) -> binds.add(Bind.parse(volume + ":" + target)));
    if (!binds.isEmpty()) {
      host.withBinds(binds);
    }
    if (!tmpfs.isEmpty()) {
      host.withTmpFs(tmpfs);
    }
    if (!service.volumesFrom().isEmpty()) {
      host.withVolumesFrom(
          service.volumesFrom().stream().map(this::volumesFrom).toArray(VolumesFrom[]::new));
    }
  }

  private VolumesFrom volumesFrom(String text) {
    String[] parts = text.split(":");
    boolean other = parts[0].equals("container");
    String mode = parts[parts.length - 1];
    String container = other ? parts[1] : containerOf.apply(parts[0]);
    return new VolumesFrom(container, mode.equals("ro") ? AccessMode.ro : AccessMode.rw);
  }

  private static Bind bind(Mount.BindMount bind) {
    SELContext label =
        switch (bind.selinux()) {
          case "z" -> SELContext.shared;
          case "Z" -> SELContext.single;
          default -> SELContext.DEFAULT;
        };
    PropagationMode propagation =
        bind.propagation().isEmpty()
            ? PropagationMode.DEFAULT_MODE
            : PropagationMode.fromString(bind.propagation());
    return new Bind(
        source(bind),
        new com.github.dockerjava.api.model.Volume(bind.target()),
        bind.readOnly() ? AccessMode.ro : AccessMode.rw,
        label,
        null,
        propagation);
  }

  private static String source(Mount.BindMount bind) {
    return bind.source().toAbsolutePath().normalize().toString();
  }

  private com.github.dockerjava.api.model.Mount mount(Mount mount, Map<String, String> volumes) {
    com.github.dockerjava.api.model.Mount made =
        new com.github.dockerjava.api.model.Mount().withTarget(mount.target());
    if (mount instanceof Mount.VolumeMount volume) {
      made.withType(MountType.VOLUME)
          .withSource(volumes.get(volume.volume()))
          .withReadOnly(volume.readOnly());
      return options(made, volume);
    } else if (mount instanceof Mount.BindMount bind) {
      made.withType(MountType.BIND).withSource(source(bind)).withReadOnly(bind.readOnly());
      return options(made, bind);
    } else if (mount instanceof Mount.TmpfsMount tmpfs) {
      made.withType(MountType.TMPFS);
      return tmpfs.size() > 0
          ? made.withTmpfsOptions(new TmpfsOptions().withSizeBytes(tmpfs.size()))
          : made;
    }
    throw new IllegalStateException("no such mount: " + mount);
  }

  private com.github.dockerjava.api.model.Mount options(
      com.github.dockerjava.api.model.Mount made, Mount.VolumeMount volume) {
    if (volume.subpath().isEmpty() && !volume.noCopy()) {
      return made;
    }
    if (!volume.subpath().isEmpty()) {
      needs("1.45", "the folder '" + volume.subpath() + "' of volume '" + volume.volume() + "'");
    }
    Map<String, Object> more =
        volume.subpath().isEmpty() ? Map.of() : Map.of("Subpath", volume.subpath());
    VolumeOptions options =
        new VolumeOptions() {
          private static final long serialVersionUID = 1L;

          @Override
          public Map<String, Object> getRawValues() {
            return more;
          }
        };
    return made.withVolumeOptions(options.withNoCopy(volume.noCopy()));
  }

  private com.github.dockerjava.api.model.Mount options(
      com.github.dockerjava.api.model.Mount made, Mount.BindMount bind) {
    if (bind.propagation().isEmpty() && bind.recursive().isEmpty()) {
      return made;
    }
    Map<String, Object> more = new LinkedHashMap<>();
    switch (bind.recursive()) {
      case "disabled" -> more.put("NonRecursive", true);
      case "writable" -> more.put("ReadOnlyNonRecursive", true);
      case "readonly" -> more.put("ReadOnlyForceRecursive", true);
      default -> {}
    }
    if (!Arrays.asList("", "disabled").contains(bind.recursive())) {
      needs("1.44", "a mount that is '" + bind.recursive() + "' within");
    }
    BindOptions options =
        new BindOptions() {
          private static final long serialVersionUID = 1L;

          @Override
          public Map<String, Object> getRawValues() {
            return more;
          }
        };
    String propagation = bind.propagation().toUpperCase(Locale.ROOT);
    if (!propagation.isEmpty()) {
      options.withPropagation(
          BindPropagation.valueOf(
              propagation.startsWith("R") ? "R_" + propagation.substring(1) : propagation));
    }
    return made.withBindOptions(options);
  }

  private void needs(String api, String what) {
    if (!info.speaks(api)) {
      throw new OrchException.BadInput(
          what + " takes an engine of API " + api + "; this one has " + info.api());
    }
  }
}
