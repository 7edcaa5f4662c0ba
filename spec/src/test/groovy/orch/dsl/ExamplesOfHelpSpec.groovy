package orch.dsl

import java.nio.file.Path
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

class ExamplesOfHelpSpec extends Specification {
    @TempDir
    @Shared
    Path temp
    @Shared
    def scripts

    def setupSpec() {
        scripts = new ScriptFolder(temp)
        scripts.file('images/postgres/Dockerfile', 'FROM scratch')
        scripts.file('images/auth/Dockerfile', 'FROM scratch')
        scripts.file('common.groovy', 'shared = 1')
    }

    def "what help shows of a service works as it stands: #example"() {
        expect:
        scripts.stack("""
            stack {
                network 'backend'
                ['postgres', 'cache', 'migrate', 'app', 'db', 'vpn'].each { service(it) { image 'other:1' } }
                service('x') {
                    ${example.startsWith('image') || example.startsWith('build') ? '' : "image 'app:1'"}
                    $example
                }
            }""").services().x != null

        where:
        example << examples(ServiceScope)
    }

    def "what help shows of a healthcheck works as it stands: #example"() {
        given:
        def way = example =~ /^(every|timeout|retries|startPeriod|startInterval)/ ? 'tcp 80; ' : ''

        expect:
        scripts.service("healthcheck { $way$example }").readiness() != null

        where:
        example << examples(HealthcheckScope)
    }

    def "what help shows of a stack works as it stands: #example"() {
        given:
        scripts.file('one.groovy', "stack { service 'x', image: 'x'; $example }")

        expect:
        scripts.session(stacks: ['one.groovy']).choice().stack().described().present

        where:
        example << examples(StackScope)
    }

    def "what help shows of a script can be compiled: #example"() {
        expect:
        new orch.script.ScriptStore(temp.resolve('cache'), 'spec', 'orch.dsl.OrchScript').compiled('example.groovy', example)
            .create() instanceof OrchScript

        where:
        example << examples(OrchScript) + examples(StackHandle)
    }

    private static List<String> examples(Class type) {
        type.methods.findAll { it.isAnnotationPresent(Word) }.collect { it.getAnnotation(Word).example() }.unique().sort()
    }
}
