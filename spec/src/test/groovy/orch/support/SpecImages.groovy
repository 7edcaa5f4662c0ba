package orch.support

import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration

/** The images that specs run: built by orch itself when the first spec needs them, removed when the last process of specs ends. */
final class SpecImages {
    private static boolean built

    private SpecImages() { }

    /** Builds them; on an engine that has no Debian yet that includes making one. */
    static synchronized void build() {
        if (built) {
            return
        }
        EngineShare.needImages()
        // a process runs many specs, one after the other: only its own end is the end of them all
        Runtime.runtime.addShutdownHook(new Thread({ remove() }))
        def folder = Files.createTempDirectory('spec-images-')
        try {
            // a name of this run's own: what a killed run left behind must not stop all later ones
            def name = 'spec-images-' + UUID.randomUUID().toString().substring(0, 7)
            def script = """
                stack('$name') {
                    service('probe') { build '$LiveSpec.PROBE'; command 'true'; oneShot() }
                    service('tiny') { build '$LiveSpec.TINY'; command '/bin/sh', '-c', 'exit 0'; oneShot() }
                    ensureHealthy()
                }.stop()"""
            def orch = new Orch(folder, [ORCH_ENGINE: EngineFixture.ADDRESS.toString()])
            def run = orch.run('-e', script, limit: Duration.ofMinutes(5))
            if (run.code != 0) {
                orch.run('stop', '--stack', name)
            }
            assert run.code == 0
            built = true
        } finally {
            folder.toFile().deleteDir()
        }
    }

    private static void remove() {
        if (EngineShare.lastToNeedImages()) {
            new EngineFixture().removeImagesLabelled('orch.spec')
        }
    }
}
