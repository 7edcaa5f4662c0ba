package orch.work;

import java.util.regex.Pattern;

/** What orch writes into cells so that people, and orch itself, know whose it is. */
final class Marks {
  private static final Pattern AGENT = Pattern.compile("orch [0-9a-z]{10}");
  private static final String LOGS = "orch task logs ";

  private Marks() {}

  /** The agent of an item that a task works on. */
  static String agent(String task) {
    return "orch " + task;
  }

  static boolean isMark(String cell) {
    return AGENT.matcher(cell).matches();
  }

  /** The next action of an item whose task has failed. */
  static String logs(String task) {
    return LOGS + task;
  }

  static boolean isLogs(String cell) {
    return cell.startsWith(LOGS);
  }
}
