package orch.health;

/**
 * What one probe found.
 *
 * @param ready whether the service is
 * @param text in a few words: {@code GET /health: 503}, {@code pg_isready exited 2: no response}
 */
public record Answer(boolean ready, String text) {
  /** It is. */
  public static Answer ready(String text) {
    return new Answer(true, text);
  }

  /** It is not. */
  public static Answer notReady(String text) {
    return new Answer(false, text);
  }
}
