package orch.dsl

import spock.lang.Specification

class PlainSpec extends Specification {
    def "#given.class.simpleName is the text that Groovy makes of it"() {
        expect:
        Plain.text(given) == given.toString()

        where:
        given << ['as it is', 8080, 1.50G, "a ${1} b ${'c'} d", "${true}", "in ${"the ${'inner'}"} one", "list ${[1, 'a']} map ${[a: 1]}",
                  "lazy ${-> 'value'}", "written ${it -> it << 'x'}", "nothing ${null}", new StringBuilder('built'), ['a', 1]]
    }

    def "nothing is no text"() {
        when:
        Plain.text(null)

        then:
        thrown NullPointerException
    }
}
