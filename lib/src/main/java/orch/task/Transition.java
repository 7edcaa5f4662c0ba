package orch.task;

import java.time.Instant;
import java.util.Optional;

/**
 * One step of a task's life, as it was kept before anything was done about it.
 *
 * @param from the state before; empty for the first
 * @param to the state from then on
 * @param at when, by the clock of the machine that wrote it
 * @param attempt which container of the task it is about, from 1; 0 before the first
 * @param cause why, for people
 */
public record Transition(
    Optional<TaskState> from, TaskState to, Instant at, int attempt, String cause) {}
