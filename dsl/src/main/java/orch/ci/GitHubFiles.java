package orch.ci;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import orch.facade.Addresses;
import orch.health.StackStatus;
import orch.model.OrchException;
import orch.plan.Observed;
import orch.report.Case;
import orch.report.GitHubText;
import orch.report.JsonText;
import orch.report.MarkdownSummary;
import orch.report.Masking;

/**
 * The files that GitHub Actions gives to each step and reads when it has ended. Both are appended
 * to: other commands of the step write there as well.
 *
 * @param summary the file of {@code GITHUB_STEP_SUMMARY}
 * @param output the file of {@code GITHUB_OUTPUT}
 * @param delimiter a text that nobody can guess, anew at each call
 */
public record GitHubFiles(
    Optional<Path> summary, Optional<Path> output, Supplier<String> delimiter) {
  /** Appends a table, and what failed; what went wrong, if anything. */
  Optional<String> summary(
      String command,
      List<Case> cases,
      Map<String, List<String>> addresses,
      Optional<String> failure,
      Masking masking) {
    return summary.flatMap(
        file -> {
          String text =
              masking.mask(
                  MarkdownSummary.text(
                      masking.mask(command), cases, addresses, failure.map(masking::mask)));
          try {
            long there = Files.exists(file) ? Files.size(file) : 0;
            long room = GitHubText.LARGEST_SUMMARY - there;
            return append(file, MarkdownSummary.cut(text, room));
          } catch (IOException e) {
            return problem(file, e);
          }
        });
  }

  /**
   * Appends the addresses of what goes on running: {@code auth_url} is the first port's, {@code
   * auth_8080_url}, {@code auth_8080_host} and {@code auth_8080_port} those of each; {@code urls} a
   * JSON object of the first ones by service; {@code addresses} lines as {@code orch run} has them
   * in its environment.
   */
  Optional<String> outputs(Collection<StackStatus> standing, String host) {
    if (standing.isEmpty()) {
      return Optional.empty();
    }
    Map<String, String> values = new LinkedHashMap<>();
    Map<String, String> urls = new LinkedHashMap<>();
    Map<String, String> variables = new LinkedHashMap<>();
    for (StackStatus stack : standing) {
      for (StackStatus.ServiceStatus service : stack.services()) {
        for (Observed.Published port : service.ports()) {
          urls.putIfAbsent(service.name(), Addresses.url(host, port));
          values.putIfAbsent(name(service.name()) + "_url", Addresses.url(host, port));
        }
        Addresses.variables(service.name(), service.ports(), host).forEach(variables::putIfAbsent);
      }
    }
    variables.forEach(
        (name, value) ->
            values.putIfAbsent(
                name(name.substring("ORCH_".length()).toLowerCase(Locale.ROOT)), value));
    values.put("urls", JsonText.tree(urls));
    values.put(
        "addresses",
        variables.entrySet().stream()
            .map(e -> e.getKey() + "=" + e.getValue())
            .collect(Collectors.joining("\n")));
    String text =
        values.entrySet().stream()
            .map(e -> GitHubText.output(e.getKey(), e.getValue(), delimiter.get()))
            .collect(Collectors.joining());
    return output.flatMap(file -> append(file, text));
  }

  /** Outputs have letters, digits and underscores, and begin with no digit. */
  private static String name(String service) {
    String name = service.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]", "_");
    return Character.isDigit(name.charAt(0)) ? "_" + name : name;
  }

  private static Optional<String> append(Path file, String text) {
    try {
      Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      return Optional.empty();
    } catch (IOException e) {
      return problem(file, e);
    }
  }

  private static Optional<String> problem(Path file, IOException e) {
    return Optional.of("cannot write " + file + ": " + OrchException.reason(e));
  }
}
