package orch.model

import spock.lang.Specification

class NamesSpec extends Specification {
    def "'#name' can be the name of a service"() {
        expect:
        Names.checked('service', name) == name

        where:
        name << ['db', 'a', '7', 'Auth', 'pg-data', 'my_app', 'v1.2', '0x' + 'a' * 61]
    }

    def "#what cannot be a name, and the message says what can"() {
        when:
        Names.checked('service', name)

        then:
        def refusal = thrown(OrchException.BadInput)
        refusal.message == "service name '$name' is not possible:" +
            " 1 to 63 letters, digits, '_', '.' or '-', the first a letter or digit"

        where:
        what                    | name
        'nothing'               | null
        'an empty text'         | ''
        'a blank'               | 'my db'
        'a leading dash'        | '-db'
        'a leading dot'         | '.db'
        'two dots'              | '..'
        'a slash'               | 'a/b'
        'a letter of elsewhere' | 'größe'
        'a line end'            | 'db\n'
        '64 letters'            | 'a' * 64
    }

    def "a reader's slip '#word' is recognised as '#meant'"() {
        expect:
        Names.nearest(word, ['healthcheck', 'port', 'postgres', 'redis', 'memory']) == Optional.of(meant)

        where:
        word          | meant
        'healtcheck'  | 'healthcheck'
        'healthchekc' | 'healthcheck'
        'HealthCheck' | 'healthcheck'
        'prot'        | 'port'
        'ports'       | 'port'
        'postgers'    | 'postgres'
        'erdis'       | 'redis'
        'memroy'      | 'memory'
        'mem0ry'      | 'memory'
    }

    def "'#word' is like nothing known, so nothing is suggested"() {
        expect:
        Names.nearest(word, ['healthcheck', 'port', 'postgres', 'redis', 'memory']).empty
        Names.didYouMean(word, ['healthcheck', 'port', 'postgres', 'redis', 'memory']) == ''

        where:
        word << ['volume', 'kafka', 'check', 'tropper', 'x']
    }

    def "of several near words the nearest is suggested"() {
        expect:
        Names.didYouMean('postgre', ['postage', 'postgres', 'poster']) == "; did you mean 'postgres'?"
    }

    def "where nothing is known, nothing is suggested"() {
        expect:
        Names.didYouMean('db', []) == ''
    }
}
