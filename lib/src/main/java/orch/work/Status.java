package orch.work;

import java.util.Arrays;
import java.util.Optional;

/** What orch writes into the column Status, and heeds there. Other texts are left alone. */
public enum Status {
  /** It waits for its turn. */
  PENDING("Pending"),
  /** Somebody is at work on it. */
  RUNNING("Running"),
  /** Its task has succeeded. */
  DONE("Done"),
  /** Its task has not. */
  FAILED("Failed"),
  /** It waits until a person says otherwise. */
  BLOCKED("Blocked");

  private final String word;

  Status(String word) {
    this.word = word;
  }

  /** As it stands in the table. */
  public String word() {
    return word;
  }

  /** The status of that word, whatever its capitals. */
  public static Optional<Status> of(String word) {
    return Arrays.stream(values())
        .filter(one -> one.word.equalsIgnoreCase(word.strip()))
        .findFirst();
  }
}
