/** What is wanted, as immutable records. Knows nothing of engines, Groovy or files. */
package orch.model;
