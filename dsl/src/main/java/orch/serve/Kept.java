package orch.serve;

import java.time.Duration;
import java.util.function.Supplier;
import orch.model.Stack;

/**
 * A stack that is to be kept healthy.
 *
 * @param name the stack's
 * @param described the stack as its file says now; read again for each repair
 * @param within the longest wait for a start of it
 */
public record Kept(String name, Supplier<Stack> described, Duration within) {}
