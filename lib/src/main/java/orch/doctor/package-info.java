/**
 * The machine before anything starts: whether it, its engine and what a stack needs of them are as
 * they should be, and what helps where they are not. Nothing is changed.
 */
package orch.doctor;
