package orch.dsl;

import groovy.lang.Closure;
import groovy.lang.DelegatesTo;
import java.util.Map;
import orch.check.CheckResult;

/** {@code check { ... }}: proofs about a stack, made in the order in which they are written. */
public final class CheckScope extends Scope {
  private final Checking checking;

  CheckScope(Session session, Checking checking) {
    super(session, "check of stack '" + checking.handle().getName() + "'");
    this.checking = checking;
  }

  private CheckResult made(String name, Map<String, ?> arguments) {
    return checked(() -> checking.check(name, arguments));
  }

  /** A check of the script's own. */
  @Word(
      value =
          "a check of your own: any Groovy, with http, tcp, exec, sql, eventually and assert; control says what showed that it can fail",
      example =
          "custom('answers') { eventually(within: 5.seconds) { assert http.get(url('api', 8080)).status == 200 } }")
  public CheckResult custom(
      CharSequence name,
      @DelegatesTo(value = CustomCheckScope.class, strategy = Closure.DELEGATE_ONLY)
          Closure<?> block) {
    return checking.custom(Plain.text(name), block);
  }

  /** See the word. */
  @Word(
      value = "images are small enough and hold no secret of the stack",
      example = "build(atMost: 120.MB)")
  public CheckResult build() {
    return made("build", Map.of());
  }

  /** As above, with arguments. */
  public CheckResult build(Map<String, ?> arguments) {
    return made("build", arguments);
  }

  /** See the word. */
  @Word(
      value = "services start, serve, and end by SIGTERM within their grace time",
      example = "run()")
  public CheckResult run() {
    return made("run", Map.of());
  }

  /** As above, with arguments. */
  public CheckResult run(Map<String, ?> arguments) {
    return made("run", arguments);
  }

  /** See the word. */
  @Word(
      value = "what services write survives restart, kill -9, new containers, stop and start",
      example = "persistence(service: 'db', path: '/data')")
  public CheckResult persistence() {
    return made("persistence", Map.of());
  }

  /** As above, with arguments. */
  public CheckResult persistence(Map<String, ?> arguments) {
    return made("persistence", arguments);
  }

  /** See the word. */
  @Word(
      value = "who reaches whom is as the networks say; apart: pairs that must not in any case",
      example = "networkIsolation(apart: ['web:db'])")
  public CheckResult networkIsolation() {
    return made("networkIsolation", Map.of());
  }

  /** As above, with arguments. */
  public CheckResult networkIsolation(Map<String, ?> arguments) {
    return made("networkIsolation", arguments);
  }

  /** See the word. */
  @Word(
      value = "mounts are as declared, the same for all who have them, and nobody else's",
      example = "volumes()")
  public CheckResult volumes() {
    return made("volumes", Map.of());
  }

  /** As above, with arguments. */
  public CheckResult volumes(Map<String, ?> arguments) {
    return made("volumes", arguments);
  }

  /** See the word. */
  @Word(
      value =
          "output can be had from the engine, complete and in order; bounded: true wants a limit of its disk",
      example = "logs(lines: 100000, bounded: true)")
  public CheckResult logs() {
    return made("logs", Map.of());
  }

  /** As above, with arguments. */
  public CheckResult logs(Map<String, ?> arguments) {
    return made("logs", arguments);
  }

  /** See the word. */
  @Word(
      value = "a killed process comes back by its policy, healthy, and all others with it",
      example = "restart(within: 20.seconds)")
  public CheckResult restart() {
    return made("restart", Map.of());
  }

  /** As above, with arguments. */
  public CheckResult restart(Map<String, ?> arguments) {
    return made("restart", arguments);
  }

  /** See the word. */
  @Word(
      value = "replicas share the traffic; one killed under load costs no request",
      example = "loadBalancing(path: '/health', after: 5.seconds)")
  public CheckResult loadBalancing() {
    return made("loadBalancing", Map.of());
  }

  /** As above, with arguments. */
  public CheckResult loadBalancing(Map<String, ?> arguments) {
    return made("loadBalancing", arguments);
  }

  /** See the word. */
  @Word(
      value = "several writers on one volume lose and tear nothing",
      example = "sharedStorage(writers: 8)")
  public CheckResult sharedStorage() {
    return made("sharedStorage", Map.of());
  }

  /** As above, with arguments. */
  public CheckResult sharedStorage(Map<String, ?> arguments) {
    return made("sharedStorage", arguments);
  }

  /** See the word. */
  @Word(
      value = "processes in several containers append facts to one file: all there, in order",
      example = "messageBus(processes: 8)")
  public CheckResult messageBus() {
    return made("messageBus", Map.of());
  }

  /** As above, with arguments. */
  public CheckResult messageBus(Map<String, ?> arguments) {
    return made("messageBus", arguments);
  }

  /** See the word. */
  @Word(
      value = "after stop nothing of it is left, and what is not ours is as before",
      example = "cleanup()")
  public CheckResult cleanup() {
    return made("cleanup", Map.of());
  }

  /** As above, with arguments. */
  public CheckResult cleanup(Map<String, ?> arguments) {
    return made("cleanup", arguments);
  }

  /** See the word. */
  @Word(
      value = "what the services take, each and together; atMost: the most of all",
      example = "memory(atMost: 256.MB)")
  public CheckResult memory() {
    return made("memory", Map.of());
  }

  /** As above, with arguments. */
  public CheckResult memory(Map<String, ?> arguments) {
    return made("memory", arguments);
  }

  /** See the word. */
  @Word(
      value = "how long it takes from stopped to healthy",
      example = "startup(within: 10.seconds)")
  public CheckResult startup() {
    return made("startup", Map.of());
  }

  /** As above, with arguments. */
  public CheckResult startup(Map<String, ?> arguments) {
    return made("startup", arguments);
  }

  /** See the word. */
  @Word(value = "how large the images are", example = "imageSize(atMost: 500.MB)")
  public CheckResult imageSize() {
    return made("imageSize", Map.of());
  }

  /** As above, with arguments. */
  public CheckResult imageSize(Map<String, ?> arguments) {
    return made("imageSize", arguments);
  }

  /** See the word. */
  @Word(
      value = "how busy services are that have nothing to do; atMost: percent, 20 by default",
      example = "idleCpu(atMost: 5)")
  public CheckResult idleCpu() {
    return made("idleCpu", Map.of());
  }

  /** As above, with arguments. */
  public CheckResult idleCpu(Map<String, ?> arguments) {
    return made("idleCpu", arguments);
  }
}
