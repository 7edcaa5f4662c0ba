package orch.report;

import java.time.Instant;

/**
 * What GitLab reads in the log of a job: sections that can be folded away
 * (https://docs.gitlab.com/ci/jobs/job_logs/).
 */
public final class GitLabText {
  private static final String CLEAR = "\u001b[0K";

  private GitLabText() {}

  /**
   * Begins a section, folded; sections may nest.
   *
   * @param name the same at its end; what is neither letter, digit, dot, dash nor underscore
   *     becomes an underscore
   */
  public static String beginSection(Instant now, String name, String header) {
    return CLEAR
        + "section_start:"
        + now.getEpochSecond()
        + ":"
        + plain(name)
        + "[collapsed=true]\r"
        + CLEAR
        + header;
  }

  /** Ends it. */
  public static String endSection(Instant now, String name) {
    return CLEAR + "section_end:" + now.getEpochSecond() + ":" + plain(name) + "\r" + CLEAR;
  }

  private static String plain(String name) {
    return name.replaceAll("[^A-Za-z0-9_.-]", "_");
  }
}
