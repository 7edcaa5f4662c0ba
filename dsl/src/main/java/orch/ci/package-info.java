/**
 * Reports of a whole command for systems that run it: JUnit's XML, GitHub Actions, GitLab. Loaded
 * only where one of them is asked for or there.
 */
package orch.ci;
