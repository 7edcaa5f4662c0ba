package orch.check;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import orch.engine.Experiments;
import orch.model.Mount;
import orch.model.Service;
import orch.plan.Observed;

/** What is written stays, whatever happens to the containers. */
final class Persistence implements Check {
  private static final String FILE = ".orch-check-";

  @Override
  public String name() {
    return "persistence";
  }

  @Override
  public String proves() {
    return "what services write is there again after a restart, a kill, in new containers, and "
        + "after stop and start";
  }

  @Override
  public Map<String, String> arguments() {
    return Map.of(
        "service", "only that one",
        "path", "a folder in which it keeps data; else its volumes, and where it is seen to write");
  }

  @Override
  public boolean harms() {
    return true;
  }

  /** A folder of a service in which something was written. */
  private record Place(String service, String folder) {}

  @Override
  public void run(Subject subject, Arguments arguments, Protocol protocol) {
    Optional<String> path = arguments.text("path");
    Optional<String> only = arguments.text("service");
    List<Service> services =
        subject.lasting().stream().filter(s -> only.map(s.name()::equals).orElse(true)).toList();
    List<Place> places = new ArrayList<>();
    for (Service service : services) {
      unmounted(subject, service).forEach(protocol::problem);
      folders(service, path).forEach(folder -> places.add(new Place(service.name(), folder)));
    }
    if (places.isEmpty()) {
      throw new DoesNotApply("no service has a volume that it writes to; 'path' names a folder");
    }
    byte[] content = protocol.nonce().getBytes(StandardCharsets.UTF_8);
    String file = FILE + protocol.nonce();
    for (Place place : places) {
      write(subject, place, file, content, protocol);
    }
    boolean lost = layerControl(subject, places.get(0).service(), file, content);
    List<Place> left = new ArrayList<>(places);
    subject.restart();
    lookAgain(subject, left, file, content, "a restart", protocol);
    kill(subject, places);
    lookAgain(subject, left, file, content, "kill -9", protocol);
    recreate(subject, places);
    lookAgain(subject, left, file, content, "new containers", protocol);
    if (lost && exists(subject, new Place(places.get(0).service(), "/"), file)) {
      protocol.problem("a file outside of all volumes is still there: nothing was made anew");
    } else if (lost) {
      protocol.control(
          "nonce "
              + protocol.nonce()
              + " was nowhere before; written outside of volumes it was gone with its container");
    }
    subject.stop();
    subject.start();
    lookAgain(subject, left, file, content, "stop and start", protocol);
    if (!subject.ownCopy()) {
      places.forEach(place -> remove(subject, place, file));
    }
    protocol.figure("places", places.size(), "");
    protocol.figure("places that kept all", left.size(), "");
  }

  private static List<String> folders(Service service, Optional<String> path) {
    return path.map(List::of)
        .orElseGet(
            () ->
                service.mounts().stream()
                    .filter(m -> m instanceof Mount.VolumeMount v && !v.readOnly())
                    .map(Mount::target)
                    .toList());
  }

  /** Paths where data is usually kept, that a service has written to, and that no volume holds. */
  private static List<String> unmounted(Subject subject, Service service) {
    List<String> sentences = new ArrayList<>();
    for (Observed.Container container : subject.running(service.name())) {
      List<String> targets =
          subject.experiments().details(container.id()).mounts().stream()
              .map(Experiments.Mounted::target)
              .toList();
      OwnLayer.data(subject.experiments().written(container.id()), targets)
          .forEach(
              folder ->
                  sentences.add(
                      "service '"
                          + service.name()
                          + "' writes to "
                          + folder
                          + ", which has no volume: it lives in the container's own layer"));
    }
    return sentences.stream().distinct().toList();
  }

  private static void write(
      Subject subject, Place place, String file, byte[] content, Protocol protocol) {
    String id = subject.one(place.service()).id();
    String path = path(place, file);
    if (subject.experiments().read(id, path).isPresent()) {
      protocol.problem(path + " was there before it was written");
    }
    subject
        .experiments()
        .write(id, place.folder(), name(place, file), content)
        .ifPresent(
            refusal ->
                protocol.problem(
                    "service '"
                        + place.service()
                        + "': nothing can be written to "
                        + place.folder()
                        + ": "
                        + refusal));
  }

  /** Whether something could be written where no volume is, so that its loss can be seen. */
  private static boolean layerControl(
      Subject subject, String service, String file, byte[] content) {
    String id = subject.one(service).id();
    return subject
        .experiments()
        .write(id, "/", name(new Place(service, "/"), file), content)
        .isEmpty();
  }

  private static void kill(Subject subject, List<Place> places) {
    for (String service : places.stream().map(Place::service).distinct().toList()) {
      subject.running(service).forEach(c -> subject.experiments().kill(c.id(), "KILL"));
    }
    subject.start();
  }

  private static void recreate(Subject subject, List<Place> places) {
    for (String service : places.stream().map(Place::service).distinct().toList()) {
      subject.running(service).forEach(c -> subject.experiments().remove(c.id()));
    }
    subject.start();
  }

  private static void lookAgain(
      Subject subject,
      List<Place> left,
      String file,
      byte[] content,
      String after,
      Protocol protocol) {
    for (Place place : List.copyOf(left)) {
      String id = subject.one(place.service()).id();
      Optional<Experiments.Entry> found = subject.experiments().read(id, path(place, file));
      if (found.isEmpty() || !Arrays.equals(found.get().content(), content)) {
        left.remove(place);
        protocol.problem(
            "service '"
                + place.service()
                + "': what was written to "
                + place.folder()
                + (found.isEmpty() ? " is gone after " : " is another after ")
                + after
                + (onVolume(subject, place)
                    ? ""
                    : "; "
                        + place.folder()
                        + " has no volume: it lives in the container's own layer"));
      }
    }
    protocol.evidence(
        "after " + after + ": " + left.size() + " places hold what was written to them");
  }

  private static boolean onVolume(Subject subject, Place place) {
    return subject.stack().service(place.service()).mounts().stream()
        .anyMatch(m -> OwnLayer.isBelow(place.folder(), m.target()));
  }

  private static boolean exists(Subject subject, Place place, String file) {
    String id = subject.one(place.service()).id();
    return subject.experiments().read(id, path(place, file)).isPresent();
  }

  /** Where the image can. */
  private static void remove(Subject subject, Place place, String file) {
    new Inside(subject.engine(), subject.one(place.service()).id())
        .run(List.of("rm", "-f", path(place, file)));
  }

  /** Services may share a volume: each has a file of its own. */
  private static String name(Place place, String file) {
    return file + "-" + place.service();
  }

  private static String path(Place place, String file) {
    return place.folder().replaceFirst("/+$", "") + "/" + name(place, file);
  }
}
