/**
 * Lists of work that people keep in a table: read, ordered, turned into tasks, and written back
 * cell by cell.
 */
package orch.work;
