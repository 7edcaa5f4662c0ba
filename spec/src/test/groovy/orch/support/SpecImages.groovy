package orch.support

import org.spockframework.runtime.extension.IGlobalExtension

import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration

/** The images that specs run: built by orch itself when the first spec needs them, removed when the last has ended. */
final class SpecImages implements IGlobalExtension {
    private static boolean built

    /** Builds them; on an engine that has no Debian yet that includes making one. */
    static synchronized void build() {
        if (built) {
            return
        }
        EngineShare.needImages()
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

    @Override
    void stop() {
        if (built && EngineShare.lastToNeedImages()) {
            new EngineFixture().removeImagesLabelled('orch.spec')
        }
    }
}
