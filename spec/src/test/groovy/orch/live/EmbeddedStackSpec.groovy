package orch.live

import orch.embed.EmbeddedStack
import orch.embed.StackFailed
import orch.support.LiveSpec

import java.util.concurrent.TimeUnit

/** A stack in the hands of a program that uses orch as a library, without its launcher. */
class EmbeddedStackSpec extends LiveSpec {
    private static final String WEB = "service('web') { build '$PROBE'; port 8080; healthcheck { http '/health', port: 8080; every 100.ms } }"

    /** What another JVM runs: makes a copy and waits. */
    static class Holder {
        static void main(String[] args) {
            EmbeddedStack.of(args).start()
            println 'up'
            System.in.read()
        }
    }

    private EmbeddedStack stack(String file) {
        // the state of this user, not that of the feature's runs: the two may not know each other
        EmbeddedStack.of(orch.folder.resolve(file)).with('ORCH_PROGRESS', 'quiet').with('ORCH_ENGINE', orch.environment.ORCH_ENGINE)
            .with('XDG_STATE_HOME', orch.state.toString())
    }

    def "a program gets a healthy private copy with its addresses, and nothing of it is left when it is closed"() {
        given:
        describe WEB
        def stack = stack('stack.groovy')

        when:
        stack.start().start()

        then:
        engine.ids(name).keySet()[0] ==~ /$name-[a-z0-9]{5}-web-1/
        page("${stack.url('web', 8080)}/health") == 'well'
        stack.url('web', 8080).port == stack.port('web', 8080)
        stack.handle().exec('web', 'printenv', 'HOSTNAME').code == 0
        engine.networks(name) == [stack.networkName('default')]

        when:
        stack.url('web', 81)

        then:
        def wrong = thrown(StackFailed)
        wrong.message.startsWith("orch: service 'web' does not publish port 81")

        when:
        stack.close()
        stack.close()

        then:
        engine.leftOf(name) == []

        cleanup:
        stack?.close()
    }

    def "a failure's message is the report, and nothing is left"() {
        given:
        describe """
            service('sick') {
                build '$PROBE'
                env SICK: 1
                healthcheck { http '/health', port: 8080; every 50.ms; retries 3 }
            }"""

        when:
        stack('stack.groovy').start()

        then:
        def failed = thrown(StackFailed)
        failed.message.startsWith("orch: service 'sick'")
        failed.message.contains('503')
        engine.leftOf(name) == []
    }

    def "when the program dies by #signal its copy goes"() {
        given:
        describe WEB
        def command = [System.getProperty('java.home') + '/bin/java', '-XX:TieredStopAtLevel=1', '-cp', System.getProperty('java.class.path'),
                       Holder.name, orch.folder.resolve('stack.groovy').toString()]
        def builder = new ProcessBuilder(command).redirectError(temporary.resolve('err').toFile())
        builder.environment().putAll(orch.environment)
        def process = builder.start()
        assert process.inputStream.newReader().readLine() == 'up'
        assert !engine.leftOf(name).empty

        when:
        signal == 'KILL' ? process.destroyForcibly() : process.destroy()

        then:
        process.waitFor(30, TimeUnit.SECONDS)
        eventually(15) { assert engine.leftOf(name) == [] }

        where:
        signal << ['KILL', 'TERM']
    }
}
