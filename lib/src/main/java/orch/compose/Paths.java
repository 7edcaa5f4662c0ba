package orch.compose;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;

/** Makes the host's paths in a file absolute, as seen from the folder that the file counts from. */
final class Paths {
  private static final Pattern NOT_HERE =
      Pattern.compile(
          "[a-zA-Z]:[\\\\/].*|(https?|git|ssh|docker-image|oci-layout|target|service|oci)://.*|git@.*|github\\.com/.*|service:.*|.*\\.git([#:].*)?");

  private final Path folder;
  private final Path home;

  /** A stage that counts from this folder; {@code ~} is the home. */
  Paths(Path folder, Path home) {
    this.folder = folder;
    this.home = home;
  }

  /** A file with all of its sections. */
  Node.Mapping file(Node.Mapping file) {
    Node.Mapping made = file;
    made = made.mapped("services", services -> each(services, this::service));
    made = made.mapped("configs", configs -> each(configs, config -> at(config, "file")));
    made = made.mapped("secrets", secrets -> each(secrets, secret -> at(secret, "file")));
    return made.mapped("volumes", volumes -> each(volumes, this::device));
  }

  private interface Change {
    Node.Mapping of(Node.Mapping mapping);
  }

  private static Node each(Node node, Change change) {
    return node instanceof Node.Mapping mapping ? mapping.each(value -> one(value, change)) : node;
  }

  private static Node one(Node node, Change change) {
    if (node instanceof Node.Marked marked) {
      return new Node.Marked(one(marked.node(), change), marked.removes());
    }
    return node instanceof Node.Mapping mapping ? change.of(mapping) : node;
  }

  private Node.Mapping at(Node.Mapping mapping, String key) {
    return mapping.mapped(key, this::absolute);
  }

  private Node.Mapping service(Node.Mapping service) {
    return service
        .mapped("build", build -> one(build, this::build))
        .mapped("env_file", files -> Node.eachItem(files, f -> one(f, m -> at(m, "path"))))
        .mapped("label_file", files -> Node.eachItem(files, this::absolute))
        .mapped(
            "develop",
            develop ->
                one(
                    develop,
                    m ->
                        m.mapped(
                            "watch", w -> Node.eachItem(w, item -> one(item, x -> at(x, "path"))))))
        .mapped("volumes", volumes -> marked(volumes, v -> one(v, this::mount)));
  }

  private static Node marked(Node list, java.util.function.UnaryOperator<Node> change) {
    return list instanceof Node.Marked mark
        ? new Node.Marked(Node.eachItem(mark.node(), change), mark.removes())
        : Node.eachItem(list, change);
  }

  private Node.Mapping build(Node.Mapping build) {
    return at(build, "context")
        .mapped("additional_contexts", contexts -> one(contexts, m -> m.each(this::absolute)));
  }

  private Node.Mapping mount(Node.Mapping mount) {
    return mount.text("type").equals("bind") ? at(mount, "source") : mount;
  }

  /** A volume that is a folder of the host. */
  private Node.Mapping device(Node.Mapping volume) {
    Map<String, Node> options = volume.mapping("driver_opts").entries();
    boolean bind =
        options.get("o") instanceof Node.Scalar o
            && options.get("device") != null
            && Pattern.compile(",").splitAsStream(o.toString()).anyMatch("bind"::equals);
    return bind ? volume.mapped("driver_opts", o -> device(o)) : volume;
  }

  private Node device(Node options) {
    Node.Mapping mapping = (Node.Mapping) options;
    String device = mapping.text("device");
    return mapping.with(
        "device", Node.text(path(device, options.place()).toString(), options.place()));
  }

  private Node absolute(Node node) {
    String text = node instanceof Node.Scalar scalar ? scalar.toString() : "";
    return text.isEmpty() || NOT_HERE.matcher(text).matches() || text.startsWith("/")
        ? node
        : Node.text(path(text, node.place()).toString(), node.place());
  }

  /**
   * The folder itself as the context of builds that name none; when files are merged, not before.
   */
  Node.Mapping contexts(Node.Mapping model) {
    Change context =
        build ->
            build.get("context") == null
                ? build.with("context", Node.text(folder.toString(), build.place()))
                : build;
    return model.mapped(
        "services", services -> each(services, s -> s.mapped("build", b -> one(b, context))));
  }

  /** A path as written, absolute. */
  Path path(String text, Place place) {
    try {
      boolean ofHome = text.equals("~") || text.startsWith("~/");
      Path path = ofHome ? home.resolve(text.substring(Math.min(2, text.length()))) : Path.of(text);
      return folder.resolve(path).normalize();
    } catch (InvalidPathException e) {
      throw place.bad("'" + text + "' is no path: " + e.getReason());
    }
  }
}
