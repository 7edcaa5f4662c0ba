/** Stacks as scripts: the way back from the model to the language. */
package orch.dsl.text;
