package orch.dsl;

import groovy.lang.Closure;
import groovy.lang.DelegatesTo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import orch.work.Terms;

/** {@code work('priorities.csv') { ... }}: how a table of priorities is worked off. */
public final class WorkScope extends Scope {
  private final Map<String, Path> projects = new LinkedHashMap<>();
  private Closure<?> task;
  private int atOnce = 1;
  private Duration every = Terms.DEFAULT_EVERY;
  private Optional<Sheet> sheet = Optional.empty();

  /**
   * A sheet of Google's.
   *
   * @param url of another server that answers alike; empty: Google's
   */
  record Sheet(String spreadsheet, String worksheet, Path credentials, String url) {}

  WorkScope(Session session, String title) {
    super(session, title);
  }

  /** A project's folder. */
  @Word(
      value =
          "the folder of a project, relative to the script: the workspace of its tasks; once one is"
              + " named, items of other projects are reported and not worked",
      example = "project 'web', '../web'")
  public void project(CharSequence name, CharSequence folder) {
    projects.put(name.toString(), session().scripts().resolve(folder.toString()));
  }

  /** Several projects' folders. */
  @Word(
      value = "the folders of several projects",
      example = "projects 'web': '../web', 'api': '/srv/api'")
  public void projects(Map<String, ?> folders) {
    folders.forEach((name, folder) -> project(Plain.text(name), Plain.text(folder)));
  }

  /** What is done about an item. */
  @Word(
      value =
          "the task for an item, by the words of a task; item has project, priority, status, agent,"
              + " lastUpdate, nextAction, deadline, gpu, model, folder, line, and item['Column']",
      example = "task { item -> image 'node:22'; command 'npm', 'run', item.nextAction }")
  public void task(
      @DelegatesTo(value = TaskScope.class, strategy = Closure.DELEGATE_ONLY) Closure<?> block) {
    task = block;
  }

  /** How many at once. */
  @Word(
      value = "how many items are worked at the same time: 1 by default",
      example = "concurrency 4")
  public void concurrency(int number) {
    atOnce = number;
    checked(this::terms);
  }

  /** How often it looks. */
  @Word(
      value =
          "how often it looks for changes where the file system does not tell of them, and into a"
              + " sheet: 10 s by default",
      example = "every 10.seconds")
  public void every(Duration time) {
    every = time;
    checked(this::terms);
  }

  /** A sheet in place of the file. */
  @Word(
      value =
          "a sheet of Google's with the same columns, in place of the CSV file where the file with"
              + " the credentials of a service account exists; url: another server that answers alike",
      example =
          "sheets(spreadsheet: '1BxiMVs0XRA5', worksheet: 'Projects', credentials: 'google.json')")
  public void sheets(Map<String, ?> arguments) {
    only("sheets", arguments, "spreadsheet", "worksheet", "credentials", "url");
    String spreadsheet = named(arguments, "spreadsheet", String.class, "");
    String credentials = named(arguments, "credentials", String.class, "");
    if (spreadsheet.isEmpty() || credentials.isEmpty()) {
      throw bad("sheets needs spreadsheet: its id, and credentials: a file");
    }
    sheet =
        Optional.of(
            new Sheet(
                spreadsheet,
                named(arguments, "worksheet", String.class, "Projects"),
                session().scripts().resolve(credentials),
                named(arguments, "url", String.class, "")));
  }

  /** Checks what can be checked before anything is read. */
  void complete() {
    if (task == null) {
      throw bad("work needs to know what is done about an item: task { item -> ... }");
    }
  }

  Terms terms() {
    return new Terms(projects.keySet(), atOnce, every, ZoneId.systemDefault());
  }

  /** The sheet, if its credentials are there. */
  Optional<Sheet> sheet() {
    return sheet.filter(one -> Files.isRegularFile(one.credentials()));
  }

  Closure<?> task() {
    return task;
  }

  Optional<Path> folder(String project) {
    return Optional.ofNullable(projects.get(project));
  }
}
