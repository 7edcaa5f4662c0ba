package orch.task;

/**
 * A step of one of many tasks.
 *
 * @param task the task's id
 * @param name the task's name
 * @param number of the step within its task, from 1
 * @param step the step
 */
public record TaskStep(String task, String name, int number, Transition step) {}
