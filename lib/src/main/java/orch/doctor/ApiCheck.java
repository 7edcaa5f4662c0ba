package orch.doctor;

import java.util.List;
import orch.engine.EngineInfo;
import orch.health.Finding;

/** Whether the engine's API is one that orch knows. */
final class ApiCheck implements Check {
  private static final String NAME = "api";

  private final EngineInfo info;

  ApiCheck(EngineInfo info) {
    this.info = info;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<Finding> look() {
    String range = EngineInfo.OLDEST_API + " to " + EngineInfo.NEWEST_KNOWN_API;
    String evidence = "the engine speaks API " + info.api() + ", known are " + range;
    if (!info.speaks(EngineInfo.OLDEST_API)) {
      return List.of(
          Finding.error(NAME, evidence, "update the engine to 20.10 or newer, or use another"));
    }
    if (info.speaks(EngineInfo.NEWEST_KNOWN_API)
        && !info.api().equals(EngineInfo.NEWEST_KNOWN_API)) {
      return List.of(
          Finding.warning(
              NAME,
              evidence,
              "update orch; until then the engine is asked in API " + EngineInfo.NEWEST_KNOWN_API));
    }
    return List.of(Finding.ok(NAME, evidence));
  }
}
