package orch.model

import static orch.model.Examples.dedicated
import static orch.model.Examples.shared

import spock.lang.Specification

class IdentitySpec extends Specification {
    def "the shared copy carries stack, environment and host"() {
        expect:
        shared().labels() == ['orch.stack': 'dev', 'orch.env': 'shared', 'orch.host': Examples.HOST]
    }

    def "a dedicated copy carries its run as well"() {
        expect:
        dedicated('k3x9p').labels() ==
            ['orch.stack': 'dev', 'orch.env': 'dedicated', 'orch.run': 'k3x9p', 'orch.host': Examples.HOST]
    }

    def "names of the #kind copy on the engine begin with #prefix"() {
        expect:
        identity.prefix() == prefix
        identity.containerName('auth', 2) == prefix + '-auth-2'
        identity.scopedName('pg-data') == prefix + '_pg-data'

        where:
        kind        | identity           || prefix
        'shared'    | shared()           || 'dev'
        'dedicated' | dedicated('k3x9p') || 'dev-k3x9p'
    }

    def "what carries all labels is ours, whatever else it carries"() {
        expect:
        identity.owns(identity.labels())
        identity.owns(identity.labels() + ['com.docker.compose.project': 'dev', 'orch.service': 'db'])

        where:
        identity << [shared(), dedicated()]
    }

    def "without its #label a thing is not ours"() {
        expect:
        !dedicated().owns(dedicated().labels().findAll { it.key != label })

        where:
        label << ['orch.stack', 'orch.env', 'orch.run', 'orch.host']
    }

    def "with another #label a thing is not ours"() {
        expect:
        !identity.owns(identity.labels() + [(label): 'other'])

        where:
        identity    | label
        shared()    | 'orch.stack'
        shared()    | 'orch.env'
        shared()    | 'orch.host'
        dedicated() | 'orch.stack'
        dedicated() | 'orch.env'
        dedicated() | 'orch.host'
        dedicated() | 'orch.run'
    }

    def "the shared copy does not own what a dedicated one made, nor the other way round"() {
        expect:
        !shared().owns(dedicated().labels())
        !dedicated().owns(shared().labels())
        !shared().owns(shared().labels() + ['orch.run': 'k3x9p'])
    }

    def "a thing without labels is nobody's of ours"() {
        expect:
        !shared().owns([:])
    }

    def "a stack or run of an impossible name has no identity"() {
        when:
        making()

        then:
        def refusal = thrown(OrchException.BadInput)
        refusal.message.startsWith(problem)

        where:
        making                                  || problem
        ({ shared('my stack') } as Closure)     || "stack name 'my stack' is not possible"
        ({ dedicated('a/b') } as Closure)       || "run name 'a/b' is not possible"
    }
}
