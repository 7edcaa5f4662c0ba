/**
 * What users and programs read: text for people, JSON for programs. Asks nothing and changes
 * nothing.
 */
package orch.report;
