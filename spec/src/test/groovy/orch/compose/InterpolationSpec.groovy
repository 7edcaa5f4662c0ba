package orch.compose

import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir

class InterpolationSpec extends Specification {
    @TempDir
    Path temporary
    @Delegate
    ComposeFolder compose

    def setup() {
        compose = new ComposeFolder(temporary)
        environment.putAll(SET: 'set', EMPTY: '')
    }

    def "#text is #value"() {
        expect:
        service("environment:\n  IT: '$text'").environment.IT == value

        where:
        text                       || value
        '$SET'                     || 'set'
        'a${SET}b'                 || 'asetb'
        '$NONE.'                   || '.'
        '${NONE:-else}'            || 'else'
        '${EMPTY:-else}'           || 'else'
        '${EMPTY-else}'            || ''
        '${NONE-else}'             || 'else'
        '${SET:+there}'            || 'there'
        '${EMPTY:+there}'          || ''
        '${EMPTY+there}'           || 'there'
        '${NONE+there}'            || ''
        '${SET:?why}'              || 'set'
        '${EMPTY?why}'             || ''
        '${NONE:-${EMPTY:-$SET}}'  || 'set'
        '${NONE:-{"a": 1}}'        || '{"a": 1}'
        '$$SET'                    || '$$SET' // doubled again, so that the output can be read
        '${NONE:-$$}'              || '$$'
        'cost: 5$'                 || 'cost: 5$$'
        '$(id) $1'                 || '$$(id) $$1'
    }

    def "#text is refused: #problem"() {
        expect:
        refusalOf("environment:\n  IT: '$text'") == "compose.yaml:5:7: $problem"

        where:
        text               || problem
        '${NONE:?give it}' || 'variable NONE is not set: give it'
        '${NONE?}'         || 'variable NONE is not set'
        '${EMPTY:?$SET}'   || 'variable EMPTY is not set: set'
        '${SET'            || "'\${SET' is no variable; write \$\$ for a dollar sign"
        '${}'              || "'\${}' is no variable; write \$\$ for a dollar sign"
        '${SET!}'          || "'\${SET!}' is no variable; write \$\$ for a dollar sign"
    }

    def "keys stay as they are, and what is filled in is text"() {
        expect:
        service('labels: {$SET: "${ONE:-1}"}').labels == ['$SET': '1']
    }

    def "a variable that is not set is told once"() {
        given:
        file('compose.yaml', 'services: {a: {image: "a$NONE", hostname: "b$NONE"}}')

        expect:
        project().warnings() == ['variable NONE is not set and counts as empty']
    }

    def "without interpolation all variables stay"() {
        given:
        interpolate = false

        expect:
        config('services: {a: {image: "a:$TAG", ports: ["${PORT:-1}:80"], environment: ["A=$B"]}}').services.a ==
            [image: 'a:$TAG', ports: ['${PORT:-1}:80'], environment: [A: '$B']]
    }
}
