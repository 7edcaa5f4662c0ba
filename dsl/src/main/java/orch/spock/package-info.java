/** {@code @Orch} for Spock 2.4 and newer. */
package orch.spock;
