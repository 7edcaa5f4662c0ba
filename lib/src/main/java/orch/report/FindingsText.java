package orch.report;

import java.util.List;
import orch.health.Finding;

/** Findings for people. */
public final class FindingsText {
  private final Style style;

  /** In these colours. */
  public FindingsText(Style style) {
    this.style = style;
  }

  /** A line a finding, and below those that are not well a line with what helps. */
  public String text(List<Finding> findings) {
    Table table = new Table();
    for (Finding finding : findings) {
      table.row(level(finding), finding.check(), finding.evidence());
      finding.remedy().ifPresent(remedy -> table.row("", "", style.strong("-> " + remedy)));
    }
    return table.text();
  }

  private String level(Finding finding) {
    String word = finding.level().word();
    return switch (finding.level()) {
      case OK -> style.good(word);
      case WARNING -> style.open(word);
      case ERROR -> style.bad(word);
    };
  }
}
