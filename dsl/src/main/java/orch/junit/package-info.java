/** {@code @Orch} for JUnit 5.13 and newer. */
package orch.junit;
