package orch.support

import groovy.transform.CompileStatic

import java.nio.channels.SocketChannel

/** A socket in front of the engine's that notes what is asked of it. */
@CompileStatic
final class CountingProxy extends EngineRelay {
    CountingProxy(URI engine) {
        super(engine)
    }

    /**
     * Requests that change the engine's state: all but GET and HEAD. A command run in a container counts as asking,
     * since health probes are that; what else orch runs in containers no spec counts.
     */
    List<String> mutating() {
        requests.findAll { !(it ==~ '(GET|HEAD) .*|POST /containers/[^/]+/exec|POST /exec/[^/]+/start') }
    }

    @Override
    protected void serve(String request, byte[] head, SocketChannel client) {
        passOn(head, client)
    }
}
