package orch.compose

import java.nio.file.Path
import orch.model.OrchException
import spock.lang.Specification
import spock.lang.TempDir

class DotEnvSpec extends Specification {
    @TempDir
    Path temporary
    @Delegate
    ComposeFolder compose

    def setup() {
        compose = new ComposeFolder(temporary)
        environment.OUT = 'outside'
    }

    def "#line gives #value"() {
        given:
        file('compose.yaml', 'services: {a: {image: a}}')
        file('.env', "OTHER=other\n$line\n")

        expect:
        project('compose.yaml').variables().IT == value

        where:
        line                       || value
        'IT=plain text'            || 'plain text'
        'IT = spaced '             || 'spaced'
        'IT: yaml'                 || 'yaml'
        'export IT=exported'       || 'exported'
        'IT='                      || ''
        'IT=a # comment'           || 'a'
        'IT=a#b'                   || 'a#b'
        'IT="a # b"'               || 'a # b'
        "IT='\$OTHER'"             || '$OTHER'
        'IT="$OTHER\\n"'           || 'other\n'
        'IT="\\$OTHER"'            || '$OTHER'
        'IT=${OTHER}-${NONE:-n}'   || 'other-n'
        'IT=$OUT'                  || 'outside'
        'IT="two\nlines"'          || 'two\nlines'
        'IT=5$'                    || '5$'
    }

    def "a variable of the process goes before that of a file, and a name alone takes it over"() {
        given:
        file('compose.yaml', 'services: {a: {image: "a:$OUT-$IT"}}')
        file('.env', 'OUT=inside\nOUT\nIT=1')

        expect:
        config().services.a.image == 'a:outside-1'
    }

    def "#text is refused with its place"() {
        given:
        file('compose.yaml', 'services: {a: {image: a}}')
        file('.env', "A=1\n$text")

        when:
        project()

        then:
        def refusal = thrown(OrchException.BadInput)
        refusal.message == ".env:2:$problem"

        where:
        text          || problem
        'a b=c'       || "1: 'a b' cannot be the name of a variable"
        'IT="open'    || '4: the quote is not closed'
        'IT=${open'   || "4: '\${open' is no variable; write \$\$ for a dollar sign"
    }

    def "services get the variables of their files, their own go before"() {
        given:
        file('one.env', 'A=1\nB=1\nC=1')
        file('two.env', 'B=2\nC=$B')
        file('raw.env', 'D="$B" # all\n')

        expect:
        service('''
            env_file:
              - one.env
              - {path: two.env}
              - {path: raw.env, format: raw}
              - {path: none.env, required: false}
            environment: [C=own, OUT, NOWHERE]
            ''').environment == [A: '1', B: '2', C: 'own', D: '"$$B" # all', OUT: 'outside', NOWHERE: null]
    }

    def "a file of variables that is not there is refused where it is named"() {
        expect:
        refusalOf('env_file:\n  - none.env') == 'compose.yaml:5:9: there is no file none.env with variables'
        refusalOf('env_file: [{path: .env, format: odd}]') == 'compose.yaml:4:16: there is no file .env with variables'
    }

    def "which files of variables are read is said by option or COMPOSE_ENV_FILES"() {
        given:
        file('compose.yaml', 'services: {a: {image: "a:$IT"}}')
        file('.env', 'IT=usual')
        file('a.env', 'IT=a')
        file('b.env', 'IT=b')

        expect:
        config().services.a.image == 'a:usual'

        when:
        environment.COMPOSE_ENV_FILES = 'a.env,b.env'

        then:
        config().services.a.image == 'a:b'

        when:
        envFiles = [Path.of('a.env')]

        then:
        config().services.a.image == 'a:a'
    }
}
