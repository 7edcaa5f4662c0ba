package orch.serve;

/** A server's way to its clients. */
public interface HttpFront extends AutoCloseable {
  /** The port on which it listens. */
  int port();

  /** Takes no more requests, and ends those under way, within five seconds. */
  @Override
  void close();

  /** Opens one; has a constructor without parameters. */
  interface Opener {
    /**
     * Listens from now on.
     *
     * @throws orch.model.OrchException.Refused when the port is taken
     */
    HttpFront open(Server server);
  }
}
