package orch.support

import java.nio.channels.FileChannel
import java.nio.channels.FileLock
import java.nio.file.Files
import java.nio.file.Path

import static java.nio.file.StandardOpenOption.CREATE
import static java.nio.file.StandardOpenOption.READ
import static java.nio.file.StandardOpenOption.WRITE

/**
 * Who is at work on the engine, among all processes of specs on this machine: many features at a time, or one that says
 * that it must be {@link Alone}. The kernel frees what an ended process held. Used by one thread of each process.
 */
final class EngineShare {
    private static final Path FOLDER = Files.createDirectories(
            Path.of(System.getProperty('java.io.tmpdir'), "orch-specs-${System.getProperty('user.name')}"))
    private static final FileChannel GATE = open('gate')
    private static final FileChannel ENGINE = open('engine')
    private static final FileChannel IMAGES = open('images')
    private static FileLock images

    private EngineShare() { }

    /** Waits until a feature may begin; it ends with {@code release()} of what is returned. */
    static FileLock enter(boolean alone) {
        // whoever waits holds the gate: others cannot come again and again before one that must be alone
        GATE.lock().withCloseable { ENGINE.lock(0, Long.MAX_VALUE, !alone) }
    }

    /** This process needs the images of the specs from now on. */
    static void needImages() {
        images = images ?: IMAGES.lock(0, Long.MAX_VALUE, true)
    }

    /** Whether no other process needs the images of the specs; this one no longer does. */
    static boolean lastToNeedImages() {
        images?.release()
        images = null
        def alone = IMAGES.tryLock()
        alone?.release()
        alone != null
    }

    private static FileChannel open(String name) {
        FileChannel.open(FOLDER.resolve(name), CREATE, READ, WRITE)
    }
}
