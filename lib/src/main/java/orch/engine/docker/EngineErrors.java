package orch.engine.docker;

import com.github.dockerjava.api.exception.DockerException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import orch.engine.ChangeGate;
import orch.engine.SubnetTaken;
import orch.engine.read.Json;
import orch.model.Next;
import orch.model.OrchException;

/**
 * Turns docker-java's exceptions into ours: the engine's own sentence, without status codes and
 * JSON around it.
 */
final class EngineErrors {
  private static final Pattern PORT_TAKEN =
      Pattern.compile(
          "(?:Bind for |listen (?:tcp|udp)[46]? |bind host port (?:for )?)"
              + "([0-9.]+|\\[[0-9a-f:]+\\]|[0-9a-f:]+):(\\d+).*(?:already allocated|already in use)");

  private EngineErrors() {}

  /**
   * Runs a call to the engine; what fails there is reported as: {@code problem: the engine's
   * sentence}.
   */
  static <T> T during(String problem, Callable<T> call) {
    try {
      return call.call();
    } catch (OrchException | ChangeGate.StateMoved | SubnetTaken e) {
      throw e;
    } catch (DockerException e) {
      throw new OrchException.Failed(problem + ": " + sentence(e), List.of(), Next.verb("version"));
    } catch (Exception e) {
      throw new OrchException.Failed(
          problem + ": " + rootMessage(e), List.of(), Next.verb("version"));
    }
  }

  /** The engine's own sentence. */
  static String sentence(DockerException e) {
    String message = String.valueOf(e.getMessage());
    int brace = message.indexOf('{');
    if (brace >= 0) {
      try {
        String text = Json.read(message.substring(brace)).at("message").text();
        return text.isEmpty() ? message : text;
      } catch (java.io.IOException notJson) {
        return message;
      }
    }
    return message.replaceFirst("^Status \\d+: ", "").strip();
  }

  static String rootMessage(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getMessage() == null ? root.toString() : root.getMessage();
  }

  /** Whether the engine has no room for a network: its subnet is in use, or none is left. */
  static boolean subnetTaken(DockerException e) {
    String sentence = sentence(e).toLowerCase(java.util.Locale.ROOT);
    return sentence.contains("overlap") || sentence.contains("fully subnetted");
  }

  /** Whether a network cannot be removed because the engine counts containers on it. */
  static boolean networkInUse(DockerException e) {
    return sentence(e).contains("active endpoints");
  }

  /** The address and host port that a failed start could not get. */
  static Optional<Taken> portTaken(String sentence) {
    Matcher matcher = PORT_TAKEN.matcher(sentence);
    return matcher.find()
        ? Optional.of(new Taken(matcher.group(1), Integer.parseInt(matcher.group(2))))
        : Optional.empty();
  }

  /** A host port that somebody else has. */
  record Taken(String address, int port) {}
}
