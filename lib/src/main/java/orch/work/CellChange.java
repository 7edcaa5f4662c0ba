package orch.work;

/**
 * One cell that gets another value.
 *
 * @param row the index of its row in the table
 * @param column the index of its column
 * @param value what it is to hold
 */
public record CellChange(int row, int column, String value) {}
