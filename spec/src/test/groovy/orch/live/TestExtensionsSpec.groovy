package orch.live

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass

import orch.dsl.StackHandle
import orch.embed.OrchUrl
import orch.embed.Per
import orch.junit.Orch
import orch.support.LiveSpec
import org.junit.jupiter.api.Nested
import org.junit.jupiter.api.Test
import org.junit.platform.testkit.engine.EngineTestKit
import org.junit.platform.testkit.engine.EventConditions
import spock.util.EmbeddedSpecRunner

/** {@code @Orch} in tests, run as their frameworks do. The files of their stacks are named by configuration. */
class TestExtensionsSpec extends LiveSpec {
    @Orch
    static class OneTest {
        static StackHandle ofClass
        @OrchUrl(service = 'web', port = 8080)
        URI address
        @OrchUrl(service = 'web', port = 8080)
        int port

        @Test
        void fieldsAndParameters(StackHandle ofMethod, @OrchUrl(service = 'web', port = 8080) String url) {
            assert ofMethod.is(ofClass)
            assert url == address.toString() && address.port == port
            assert page("$url/health") == 'well'
        }

        @Nested
        class Inner {
            @Test
            void theSameStack(StackHandle here) {
                assert here.is(ofClass)
            }
        }
    }

    @Orch(per = Per.RUN)
    static class FirstOfRun {
        static String network

        @Test
        void notes(StackHandle stack) {
            network = stack.networkName('default')
        }
    }

    @Orch(per = Per.RUN)
    static class SecondOfRun {
        @Test
        void finds(StackHandle stack) {
            assert FirstOfRun.network in [null, stack.networkName('default')]
        }
    }

    private static final String WEB = "service('web') { build '$PROBE'; port 8080; healthcheck { http '/health', port: 8080; every 100.ms } }"

    private jupiter(String file, Class<?>... tests) {
        EngineTestKit.engine('junit-jupiter')
            .configurationParameter('orch.stack', orch.folder.resolve(file).toString())
            .selectors(tests.collect { selectClass(it) } as org.junit.platform.engine.discovery.ClassSelector[])
            .execute()
    }

    def "JUnit: a class has a copy, its tests get what they name, nested classes too, and nothing is left"() {
        given:
        describe WEB

        when:
        def results = jupiter('stack.groovy', OneTest)

        then:
        results.testEvents().succeeded().count() == 2
        results.allEvents().failed().count() == 0
        engine.leftOf(name) == []
    }

    def "JUnit: classes of a run share a copy where they say so"() {
        given:
        describe WEB
        def since = engine.now() - 1

        when:
        def results = jupiter('stack.groovy', FirstOfRun, SecondOfRun)

        then:
        results.testEvents().succeeded().count() == 2
        engine.events(name, since).count { it.endsWith(': start') } == 1
        engine.leftOf(name) == []
    }

    def "JUnit: a stack that cannot be had fails the class with the report"() {
        when:
        def results = jupiter('none.groovy', OneTest)
        def failures = results.containerEvents().failed().list()*.getRequiredPayload(org.junit.platform.engine.TestExecutionResult)

        then:
        failures*.throwable*.get()*.message == ["orch: there is no file ${orch.folder.resolve('none.groovy')}\n".toString()]
        results.testEvents().count() == 0
    }

    def "Spock: a spec has a copy, shared and other fields get what they name, and nothing is left"() {
        given:
        describe WEB
        def file = orch.folder.resolve('stack.groovy').toString()
        def runner = new EmbeddedSpecRunner()
        runner.addClassImport(orch.spock.Orch)
        runner.addClassImport(OrchUrl)
        runner.addClassImport(StackHandle)
        runner.configurationScript { orch { stack = file } }

        when:
        def results = runner.runWithImports '''
            @Orch
            class ASpec extends Specification {
                @Shared StackHandle ofSpec
                StackHandle ofFeature
                @OrchUrl(service = 'web', port = 8080) URI address

                def setupSpec() { assert ofSpec.exec('web', 'true').code == 0 }

                def "what fields get"() {
                    expect:
                    ofFeature.is(ofSpec)
                    address.resolve('/health').toURL().text == 'well'
                }
            }'''

        then:
        results.testsSucceededCount == 1
        engine.leftOf(name) == []
    }

    def "Spock: a stack that cannot be had fails the spec with the report"() {
        given:
        def runner = new EmbeddedSpecRunner(throwFailure: false)
        runner.addClassImport(orch.spock.Orch)

        when:
        def results = runner.runWithImports '''
            @Orch('/no/such/stack.groovy')
            class ASpec extends Specification {
                def "never run"() { expect: true }
            }'''

        then:
        results.failures*.exception*.message == ['orch: there is no file /no/such/stack.groovy\n']
    }
}
