package orch.model;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * One way to get an image. A service lists them in order of preference; what is present locally
 * wins over getting anything.
 */
public sealed interface ImageSource {
  /** How a plan or a message speaks of it. */
  String describe();

  /**
   * An image with a name: used if present, else pulled.
   *
   * @param reference such as {@code postgres:16}; without tag or digest, {@code latest}
   * @param pull when it is pulled
   * @param platform such as {@code linux/arm64}; empty: the engine's own
   */
  record Named(String reference, Pull pull, String platform) implements ImageSource {
    /** Checks that a reference can be one at all. */
    public Named {
      if (reference == null || !reference.matches("[a-zA-Z0-9][a-zA-Z0-9_./:@+-]*")) {
        throw new OrchException.BadInput("'" + reference + "' cannot be the name of an image");
      }
      String last = reference.substring(reference.lastIndexOf('/') + 1);
      if (!last.contains(":") && !last.contains("@")) {
        reference = reference + ":latest";
      }
    }

    // see Identity for why these are written out

    @Override
    public boolean equals(Object other) {
      return other instanceof Named that
          && reference.equals(that.reference)
          && platform.equals(that.platform)
          && (pull == that.pull || pull.equals(that.pull));
    }

    @Override
    public int hashCode() {
      return reference.hashCode();
    }

    /** One that is pulled where it is not present. */
    public Named(String reference) {
      this(reference, Pull.MISSING, "");
    }

    @Override
    public String describe() {
      return reference;
    }
  }

  /**
   * A Dockerfile with its folder.
   *
   * @param context the folder that is sent to the engine
   * @param dockerfile relative to the context
   * @param arguments build arguments
   * @param target stage to stop at; empty: the last
   * @param settings what is rarely said
   */
  record Recipe(
      Path context,
      String dockerfile,
      Map<String, String> arguments,
      String target,
      BuildSettings settings)
      implements ImageSource {
    /** Copies the arguments, in a stable order. */
    public Recipe {
      Objects.requireNonNull(context, "context");
      arguments = java.util.Collections.unmodifiableMap(new TreeMap<>(arguments));
    }

    // see Identity for why these are written out

    @Override
    public boolean equals(Object other) {
      return other instanceof Recipe that
          && context.equals(that.context)
          && dockerfile.equals(that.dockerfile)
          && arguments.equals(that.arguments)
          && target.equals(that.target)
          && (settings == that.settings || settings.equals(that.settings));
    }

    @Override
    public int hashCode() {
      return context.hashCode();
    }

    /** A build of the usual kind. */
    public Recipe(Path context, String dockerfile, Map<String, String> arguments, String target) {
      this(context, dockerfile, arguments, target, BuildSettings.PLAIN);
    }

    /** The same with other settings. */
    public Recipe with(BuildSettings other) {
      return new Recipe(context, dockerfile, arguments, target, other);
    }

    /** A folder with a {@code Dockerfile} and nothing special. */
    public static Recipe of(Path context) {
      return new Recipe(context, "Dockerfile", Map.of(), "");
    }

    @Override
    public String describe() {
      return "build of " + context;
    }
  }

  /**
   * A build whose folder the engine fetches itself: a git repository or a tar file on the web.
   *
   * @param url such as {@code https://example.org/app.git#v1:docker}
   * @param dockerfile relative to the folder
   * @param arguments build arguments
   * @param target stage to stop at; empty: the last
   * @param settings what is rarely said
   */
  record Remote(
      String url,
      String dockerfile,
      Map<String, String> arguments,
      String target,
      BuildSettings settings)
      implements ImageSource {
    /** Copies the arguments, in a stable order. */
    public Remote {
      arguments = java.util.Collections.unmodifiableMap(new TreeMap<>(arguments));
    }

    @Override
    public String describe() {
      return "build of " + url;
    }
  }

  /**
   * A file as written by an image export.
   *
   * @param file a tar file, possibly compressed
   * @param reference the image in it that is meant
   */
  record Archive(Path file, String reference) implements ImageSource {
    /** Gives the reference a tag when it has none. */
    public Archive {
      reference = new Named(reference).reference();
    }

    @Override
    public String describe() {
      return "archive " + file;
    }
  }
}
