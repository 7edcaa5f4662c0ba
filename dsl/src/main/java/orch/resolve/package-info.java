/** Libraries by their coordinates. Loaded apart from all else, only where a script names one. */
package orch.resolve;
