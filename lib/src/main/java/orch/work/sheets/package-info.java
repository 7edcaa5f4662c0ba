/**
 * Lists of work in sheets of Google's: all that speaks to its client. Loaded apart from the rest.
 */
package orch.work.sheets;
