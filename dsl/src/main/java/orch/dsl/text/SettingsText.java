package orch.dsl.text;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import orch.model.BlockIo;
import orch.model.DeviceRequest;
import orch.model.Hook;
import orch.model.Isolation;
import orch.model.Service;
import orch.model.Tuning;

/** What few services say, as words. */
final class SettingsText {
  private SettingsText() {}

  static void add(Service service, List<Phrase> phrases) {
    texts("groupAdd", service.security().groups(), phrases);
    texts("deviceRules", service.security().deviceRules(), phrases);
    service.security().requests().forEach(request -> phrases.add(gpus(request)));
    texts("volumesFrom", service.volumesFrom(), phrases);
    if (!service.annotations().isEmpty()) {
      phrases.add(
          new Phrase("annotations", List.of(), Literal.texts(service.annotations()), List.of()));
    }
    service.hooks().postStart().forEach(hook -> phrases.add(hook("postStart", hook)));
    service.hooks().preStop().forEach(hook -> phrases.add(hook("preStop", hook)));
    said(isolation(service.isolation()), phrases);
    said(tuning(service.resources().tuning()), phrases);
    said(blockIo(service.resources().tuning().blockIo()), phrases);
  }

  private static void said(Phrase phrase, List<Phrase> phrases) {
    if (!phrase.named().isEmpty()) {
      phrases.add(phrase);
    }
  }

  private static void texts(String word, List<String> texts, List<Phrase> phrases) {
    if (!texts.isEmpty()) {
      phrases.add(Phrase.of(word, texts.stream().map(Literal::text).toArray(String[]::new)));
    }
  }

  private static Phrase gpus(DeviceRequest request) {
    boolean all = request.ids().isEmpty() && request.count() == -1;
    boolean none = !request.ids().isEmpty() && request.count() == 0;
    Phrase phrase = Phrase.of("gpus");
    phrase = all || none ? phrase : phrase.with("count", Integer.toString(request.count()));
    phrase =
        request.capabilities().equals(List.of("gpu"))
            ? phrase
            : phrase.list("capabilities", request.capabilities());
    phrase =
        phrase
            .list("ids", request.ids())
            .said("driver", request.driver(), "")
            .map("options", request.options());
    return phrase.named().isEmpty() ? phrase.with("capabilities", "['gpu']") : phrase;
  }

  private static Phrase hook(String word, Hook hook) {
    return Phrase.of(word, Literal.words(hook.command()))
        .said("user", hook.user(), "")
        .said("workingDir", hook.workingDir(), "")
        .flag("privileged", hook.privileged())
        .map("env", hook.environment());
  }

  private static Phrase isolation(Isolation isolation) {
    return Phrase.of("isolation")
        .said("pid", isolation.pid(), "")
        .said("ipc", isolation.ipc(), "")
        .said("uts", isolation.uts(), "")
        .said("users", isolation.users(), "")
        .said("cgroup", isolation.cgroup(), "")
        .said("cgroupParent", isolation.cgroupParent(), "")
        .said("runtime", isolation.runtime(), "")
        .said("technology", isolation.technology(), "");
  }

  private static Phrase tuning(Tuning tuning) {
    Phrase phrase = Phrase.of("tuning").size("memoryReservation", tuning.memoryReservation());
    phrase =
        tuning.memorySwap() < 0
            ? phrase.number("memorySwap", tuning.memorySwap())
            : phrase.size("memorySwap", tuning.memorySwap());
    phrase =
        tuning.swappiness().isEmpty() ? phrase : phrase.with("swappiness", tuning.swappiness());
    return phrase
        .number("cpuShares", tuning.cpuShares())
        .said("cpuset", tuning.cpuset(), "")
        .number("cpuPeriod", tuning.cpuPeriod())
        .number("cpuQuota", tuning.cpuQuota())
        .number("realtimePeriod", tuning.realtimePeriod())
        .number("realtimeRuntime", tuning.realtimeRuntime())
        .number("cpuCount", tuning.cpuCount())
        .number("cpuPercent", tuning.cpuPercent())
        .flag("oomKillDisable", tuning.oomKillDisable())
        .number("oomScore", tuning.oomScore())
        .map("storage", tuning.storage());
  }

  private static Phrase blockIo(BlockIo limits) {
    Map<String, Map<String, ? extends Number>> rates = new LinkedHashMap<>();
    rates.put("weights", limits.weights());
    rates.put("readBytes", limits.readBytes());
    rates.put("readOperations", limits.readOperations());
    rates.put("writeBytes", limits.writeBytes());
    rates.put("writeOperations", limits.writeOperations());
    Phrase phrase = Phrase.of("blockIo").number("weight", limits.weight());
    for (Map.Entry<String, Map<String, ? extends Number>> entry : rates.entrySet()) {
      String devices =
          entry.getValue().entrySet().stream()
              .map(rate -> Literal.key(rate.getKey()) + ": " + rate.getValue())
              .collect(Collectors.joining(", "));
      phrase = devices.isEmpty() ? phrase : phrase.with(entry.getKey(), "[" + devices + "]");
    }
    return phrase;
  }
}
