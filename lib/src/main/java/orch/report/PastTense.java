package orch.report;

import orch.plan.Operation;

/** What was done, in words. */
final class PastTense {
  private PastTense() {}

  /** Of an operation: {@code created}, {@code stopped}. */
  static String of(Operation operation) {
    return switch (operation.verb()) {
      case "get" -> "got";
      case "stop" -> "stopped";
      default -> operation.verb().endsWith("e") ? operation.verb() + "d" : operation.verb() + "ed";
    };
  }

  /** A reason that held when it was done and does not any more. */
  static String cause(Operation operation) {
    return operation.cause().replaceFirst("^it does not ", "it did not ");
  }
}
