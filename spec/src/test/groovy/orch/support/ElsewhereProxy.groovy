package orch.support

import groovy.transform.CompileStatic

import java.nio.channels.SocketChannel

/**
 * A socket in front of the engine's that makes it look like one of another machine: volumes that are made through it have
 * folders, as the engine tells, but none of them comes to be here.
 */
@CompileStatic
final class ElsewhereProxy extends EngineRelay {
    ElsewhereProxy(URI engine) {
        super(engine)
    }

    @Override
    protected void serve(String request, byte[] head, SocketChannel client) {
        if (request == 'POST /volumes/create') {
            def name = (new String(head, 'ISO-8859-1') =~ /"Name":"([^"]*-here-[^"]*)"/)
            if (name.find()) {
                def body = """{"Name":"${name.group(1)}","Driver":"local","Mountpoint":"/var/lib/docker/volumes/${name.group(1)}/_data"}"""
                write(client, "HTTP/1.1 201 Created\r\nContent-Length: ${body.length()}\r\nConnection: close\r\n\r\n$body".toString().bytes)
                return
            }
        }
        passOn(head, client)
    }
}
