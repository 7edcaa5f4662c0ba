package example

import orch.dsl.StackHandle
import orch.embed.OrchUrl
import orch.spock.Orch
import spock.lang.Shared
import spock.lang.Specification

@Orch('stack.groovy')
class GreeterSpec extends Specification {
    @Shared
    StackHandle stack

    @OrchUrl(service = 'greeter', port = 8080)
    URI greeter

    def "greets #name"() {
        expect:
        greeter.resolve("/$name").toURL().text == "hello $name"

        where:
        name << ['ada', 'grace']
    }

    def "greets again after a restart"() {
        when:
        stack.restart('greeter')

        then: 'its port may be another one'
        URI.create(stack.service('greeter').url(8080)).resolve('/ada').toURL().text == 'hello ada'
    }
}
