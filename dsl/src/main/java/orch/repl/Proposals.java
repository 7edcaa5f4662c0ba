package orch.repl;

import java.util.List;

/**
 * What may stand at the cursor.
 *
 * @param start where the word begins that they would replace
 * @param all in the order in which they are shown
 */
record Proposals(int start, List<Proposal> all) {
  /** Copies the list. */
  Proposals {
    all = List.copyOf(all);
  }

  /**
   * One of them.
   *
   * @param text that replaces the word
   * @param group under which it is listed
   * @param description beside it; empty: none
   * @param whole whether a blank follows it
   */
  record Proposal(String text, String group, String description, boolean whole) {}
}
