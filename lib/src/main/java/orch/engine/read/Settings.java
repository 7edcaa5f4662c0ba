package orch.engine.read;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import orch.plan.Words;

/** What the engine tells of things, by the words of a stack's file and written as it is there. */
final class Settings {
  private Settings() {}

  /** Of an inspected container; the image's own settings are among them. */
  static Map<String, String> ofContainer(Json inspection) {
    Map<String, String> told = new LinkedHashMap<>();
    Json config = inspection.at("Config");
    for (Json variable : config.at("Env").elements()) {
      String text = variable.text();
      int equals = text.indexOf('=');
      if (equals > 0) {
        told.put(Words.variable(text.substring(0, equals)), text.substring(equals + 1));
      }
    }
    config.at("Labels").texts().forEach((label, text) -> told.put("label " + label, text));
    put(told, "user", config.at("User"));
    put(told, "workingDir", config.at("WorkingDir"));
    put(told, "hostname", config.at("Hostname"));
    put(told, "stopSignal", config.at("StopSignal"));
    if (!config.at("StopTimeout").isMissing()) {
      told.put("stopGrace", Words.time(Duration.ofSeconds(config.at("StopTimeout").number())));
    }
    flag(told, "tty", config.at("Tty"));
    flag(told, "stdinOpen", config.at("OpenStdin"));
    ofHost(told, inspection.at("HostConfig"));
    return told;
  }

  private static void ofHost(Map<String, String> told, Json host) {
    size(told, "memory", host.at("Memory"));
    size(told, "shmSize", host.at("ShmSize"));
    if (host.at("NanoCpus").number() > 0) {
      told.put("cpus", Words.number(host.at("NanoCpus").number() / 1e9));
    }
    if (host.at("PidsLimit").number() > 0) {
      put(told, "pids", host.at("PidsLimit"));
    }
    flag(told, "privileged", host.at("Privileged"));
    flag(told, "readOnly", host.at("ReadonlyRootfs"));
    flag(told, "init", host.at("Init"));
    put(told, "networkMode", host.at("NetworkMode"));
    String policy = host.at("RestartPolicy", "Name").text();
    long most = host.at("RestartPolicy", "MaximumRetryCount").number();
    told.put("restart", policy.isEmpty() ? "no" : most > 0 ? policy + ":" + most : policy);
    host.at("PortBindings").members().forEach((port, places) -> port(told, port, places));
  }

  private static void port(Map<String, String> told, String port, Json places) {
    String[] parts = port.split("/");
    if (parts.length != 2 || !parts[0].matches("\\d{1,5}")) {
      return;
    }
    List<String> texts =
        places.elements().stream()
            .map(
                place -> {
                  String host = place.at("HostPort").text();
                  return Words.published(
                      place.at("HostIp").text(),
                      host.matches("\\d{1,5}") ? Integer.parseInt(host) : 0);
                })
            .sorted()
            .toList();
    told.put(Words.port(Integer.parseInt(parts[0]), parts[1]), String.join(", ", texts));
  }

  /** Of a listed network. */
  static Map<String, String> ofNetwork(Json listed) {
    Map<String, String> told = new LinkedHashMap<>();
    put(told, "driver", listed.at("Driver"));
    put(told, "internal", listed.at("Internal"));
    List<String> subnets =
        listed.at("IPAM", "Config").elements().stream()
            .map(range -> Words.subnet(range.at("Subnet").text()))
            .toList();
    if (!subnets.isEmpty()) {
      told.put("subnet", String.join(", ", subnets));
    }
    options(told, listed);
    return told;
  }

  /** Of a listed volume. */
  static Map<String, String> ofVolume(Json listed) {
    Map<String, String> told = new LinkedHashMap<>();
    put(told, "driver", listed.at("Driver"));
    options(told, listed);
    return told;
  }

  private static void options(Map<String, String> told, Json listed) {
    listed.at("Options").texts().forEach((option, text) -> told.put("option " + option, text));
  }

  private static void put(Map<String, String> told, String word, Json value) {
    if (!value.text().isEmpty()) {
      told.put(word, value.text());
    }
  }

  private static void flag(Map<String, String> told, String word, Json value) {
    if (value.isTrue()) {
      told.put(word, "true");
    }
  }

  private static void size(Map<String, String> told, String word, Json bytes) {
    if (bytes.number() > 0) {
      told.put(word, Words.size(bytes.number()));
    }
  }
}
