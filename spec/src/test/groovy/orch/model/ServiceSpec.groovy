package orch.model

import static orch.model.Examples.folder
import static orch.model.Examples.port
import static orch.model.Examples.ports
import static orch.model.Examples.service
import static orch.model.Examples.volume

import spock.lang.Specification

class ServiceSpec extends Specification {
    def "a service with #what is refused at its line"() {
        when:
        service(components, 'db')

        then:
        def refusal = thrown(OrchException.BadInput)
        refusal.message == "dev.groovy:3: service 'db' $problem"

        where:
        what                    | components                                                || problem
        'no image'              | [images: []]                                              || "has no image: give it image '...' or build '...'"
        'a restart of its own'  | [restart: 'sometimes']                                    || "restart 'sometimes' is not possible: no, always, unless-stopped or on-failure[:N]"
        'an empty restart'      | [restart: '']                                             || "restart '' is not possible: no, always, unless-stopped or on-failure[:N]"
        'no replicas'           | [replicas: 0]                                             || 'replicas are at least 1'
        'two on one host port'  | [replicas: 2, links: ports(port(80, 8080))]               || 'has 2 replicas, which cannot all have the same host port'
        "a label of orch's"     | [labels: ['orch.stack': 'x']]                             || "label 'orch.stack' is orch's own"
        'two things at a path'  | [mounts: [volume('a', '/data'), folder('/b', '/data')]]   || 'has two mounts at /data'
    }

    def "restart '#policy' is possible"() {
        expect:
        service('db', restart: policy).restart() == policy

        where:
        policy << ['no', 'always', 'unless-stopped', 'on-failure', 'on-failure:3']
    }

    def "several replicas can publish a port, each on a free host port"() {
        expect:
        service('db', replicas: 3, links: ports(port(80))).replicas() == 3
    }

    def "a service that names no network is in the default one"() {
        expect:
        service('db').attachments()*.network() == ['default']
    }

    def "a service that names networks is in just those"() {
        expect:
        service('db', links: Examples.networks('back', 'front')).attachments()*.network() == ['back', 'front']
    }

    def "a service on the host's network is in no network of the stack"() {
        expect:
        service('db', links: Examples.changed(Links.DEFAULT, networkMode: 'host')).attachments().empty
    }

    def "networks and a network mode exclude each other"() {
        when:
        Examples.changed(Examples.networks('back'), networkMode: 'host')

        then:
        def refusal = thrown(OrchException.BadInput)
        refusal.message == 'a service has either networks or a network mode, not both'
    }
}
