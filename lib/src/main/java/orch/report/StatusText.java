package orch.report;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import orch.health.StackStatus;
import orch.health.StackStatus.ServiceStatus;
import orch.plan.Observed;

/** The status of stacks for people. */
public final class StatusText {
  /** Less of an image's name tells nothing. */
  private static final int LEAST_IMAGE = 10;

  private final Style style;
  private final Path folder;

  /**
   * In these colours.
   *
   * @param folder the working folder: sources below it are shown relative to it
   */
  public StatusText(Style style, Path folder) {
    this.style = style;
    this.folder = folder;
  }

  /** A heading and a line a service for each stack. */
  public String text(List<StackStatus> stacks) {
    if (stacks.isEmpty()) {
      return "no stacks of ours on this engine\n";
    }
    StringBuilder text = new StringBuilder();
    for (StackStatus stack : stacks) {
      long well = stack.services().stream().filter(ServiceStatus::well).count();
      String verdict = well + "/" + stack.services().size() + " healthy";
      text.append(
              style.strong(stack.name() + stack.run().map(run -> " (run " + run + ")").orElse("")))
          .append("  ")
          .append(stack.healthy() ? style.good(verdict) : style.bad(verdict))
          .append(
              stack.source().isEmpty()
                  ? ""
                  : "  " + style.faint(JsonText.shownSource(stack.source(), folder)))
          .append('\n');
      text.append(services(stack));
    }
    return text.toString();
  }

  private String services(StackStatus stack) {
    Table table = new Table();
    for (ServiceStatus service : stack.services()) {
      table.row("  " + service.name(), state(service), health(service), ports(service), "");
    }
    // the image is what one can do without where the window is narrow
    int room = style.columns() - table.width() - 1;
    Table whole = new Table();
    for (ServiceStatus service : stack.services()) {
      String image = room < LEAST_IMAGE ? "" : TextWidth.cut(service.image(), room, "...");
      whole.row(
          "  " + service.name(),
          state(service),
          health(service),
          ports(service),
          image.isEmpty() ? "" : style.faint(image));
    }
    return whole.text();
  }

  private String state(ServiceStatus service) {
    String replicas =
        service.replicas() > 1 ? " " + service.containers().size() + "/" + service.replicas() : "";
    return service.state() + replicas;
  }

  private String health(ServiceStatus service) {
    if (service.state().equals("created")) {
      // it waits for others, or its start was cut short: nobody has asked how it is
      return style.faint("-");
    }
    String word = service.health().name().toLowerCase(Locale.ROOT);
    return switch (service.health()) {
      case HEALTHY, COMPLETED -> style.good(word);
      case STARTING -> style.open(word);
      case UNHEALTHY -> style.bad(word);
      case NONE -> style.faint("-");
    };
  }

  private static String ports(ServiceStatus service) {
    StringBuilder text = new StringBuilder();
    for (Observed.Published port : service.ports()) {
      text.append(text.isEmpty() ? "" : ", ")
          .append(port.address())
          .append(':')
          .append(port.host())
          .append("->")
          .append(port.container());
      if (port.protocol().equals("udp")) {
        text.append("/udp");
      }
    }
    return text.toString();
  }
}
