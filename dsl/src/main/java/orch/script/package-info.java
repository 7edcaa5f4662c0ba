/** Scripts from text to classes: compiled once, kept by the hash of their text. */
package orch.script;
