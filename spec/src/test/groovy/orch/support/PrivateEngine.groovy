package orch.support

import spock.util.concurrent.PollingConditions

import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit

/**
 * An engine of a spec's own, beside the one that all use, so that it can be stopped and started. It lives in a network
 * namespace of its own: two engines in one would fight over bridges, routes and iptables (seen: the second took docker0
 * away). So none of its ports is reached from here.
 */
final class PrivateEngine implements Closeable {
    // paths of sockets hold 107 bytes: a short folder
    private final Path folder = Files.createTempDirectory('e')
    private Process process

    URI getAddress() {
        URI.create("unix://$folder/s")
    }

    Path getLog() {
        folder.resolve('log')
    }

    void start() {
        process = new ProcessBuilder('setsid', 'unshare', '--net', 'dockerd', '--data-root', "$folder/data",
                '--exec-root', "$folder/exec", '--pidfile', "$folder/pid", '--host', "$address")
                .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile())).start()
        new PollingConditions(timeout: 30, delay: 0.05).eventually {
            assert process.alive && new EngineSocket(address).send('GET', '/_ping').status == 200
        }
    }

    /** Stops it as the system does: its containers end with it. */
    void stop() {
        process.destroy()
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor()
        }
    }

    /** Gives it an image of the engine that all use. */
    void load(Path archive) {
        def answer = new EngineSocket(address).send('POST', '/images/load', ['Content-Type': 'application/x-tar'], Files.readAllBytes(archive))
        assert answer.status == 200: answer.text
    }

    @Override
    void close() {
        def socket = new EngineSocket(address)
        if (process?.alive) {
            (socket.get('/containers/json?all=1') as List<Map>).each { socket.delete("/containers/$it.Id?force=1&v=1") }
            stop()
        }
        new ProcessBuilder('sh', '-c', "umount -l $folder/*/*/* $folder/*/* 2>/dev/null; rm -rf $folder").start().waitFor()
    }
}
