/** What speaks HTTP: routes, streams, figures. Loaded only where a server runs. */
package orch.serve.http;
