package orch.live

import orch.support.LiveSpec
import orch.support.Orch

import java.nio.file.Files
import java.time.Duration

/** The stack that orch brings, under a name of the feature's own, and the check that its data stays. */
class PersistenceSpec extends LiveSpec {
    /** Where the images have to be built first this takes a minute. */
    private static final Duration LIMIT = Duration.ofMinutes(8)

    private String dev() {
        Files.readString(Orch.ROOT.resolve('scripts/dev.groovy'))
                .replace("stack('dev')", "stack('$name')")
                .replace("'images/", "'${Orch.ROOT.resolve('scripts/images')}/")
    }

    def "the stack that orch brings becomes healthy, and its users survive restart and new containers"() {
        given:
        orch.file('scripts/dev.groovy', dev())

        when:
        def start = orch.run('scripts/dev.groovy', limit: LIMIT)

        then:
        start.code == 0
        start.out.contains('3/3 healthy')

        when:
        def run = orch.run('persistence', limit: Duration.ofMinutes(2))

        then:
        run.code == 0
        run.out.contains('was found again')
        orch.run('status', name).code == 0
    }

    def "the check fails on the same stack without its volume, and names the service that has none"() {
        given:
        def without = dev().readLines().findAll { !it.contains("volume '") }.join('\n')
        assert without != dev()
        orch.file('scripts/dev.groovy', without)

        when:
        def run = orch.run('persistence', limit: LIMIT)

        then:
        run.code == 1
        run.problem[0].contains('is lost')
        run.problem.any { it.contains("service 'postgres' has no volume") }
    }
}
