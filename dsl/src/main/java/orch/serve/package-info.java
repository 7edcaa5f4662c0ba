/**
 * The server: keeps stacks healthy, works on tasks and tells of both. What speaks HTTP is in {@code
 * orch.serve.http}, apart from all else, since its libraries are loaded only where a server runs.
 */
package orch.serve;
