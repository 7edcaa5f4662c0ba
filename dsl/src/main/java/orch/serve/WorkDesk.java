package orch.serve;

import java.util.Map;

/** Work items that a server works off. Safe for use by several threads. */
public interface WorkDesk {
  /** What there is to do and what was decided, as JSON can say it. */
  Map<String, Object> status();

  /** Begins to watch the source and to work, on threads of its own. */
  void begin();

  /** Begins nothing more; tasks that run go on. */
  void stop();
}
