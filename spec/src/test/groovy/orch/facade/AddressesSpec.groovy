package orch.facade

import orch.model.Labels
import orch.plan.Observed
import spock.lang.Specification

class AddressesSpec extends Specification {
    def "a published port is told as host, port and URL"() {
        expect:
        variables(container('web', published(8080, 49153))) == [
            ORCH_WEB_8080_HOST: '127.0.0.1',
            ORCH_WEB_8080_PORT: '49153',
            ORCH_WEB_8080_URL : 'http://127.0.0.1:49153']
    }

    def "service '#service' is written #written"() {
        expect:
        variables(container(service, published(80, 49153))).keySet()[0] == "ORCH_${written}_80_HOST"

        where:
        service       || written
        'web'         || 'WEB'
        'auth-server' || 'AUTH_SERVER'
        'mail.v2'     || 'MAIL_V2'
        'db_1'        || 'DB_1'
    }

    def "capitals do not depend on where one lives"() {
        given:
        def before = Locale.default
        Locale.setDefault(Locale.forLanguageTag('tr'))

        expect:
        variables(container('mail', published(25, 49153))).keySet()[0] == 'ORCH_MAIL_25_HOST'

        cleanup:
        Locale.setDefault(before)
    }

    def "a port that is published on #address is reached at #host"() {
        expect:
        variables(container('web', new Observed.Published(80, 49153, address, 'tcp'))) == [
            ORCH_WEB_80_HOST: host, ORCH_WEB_80_PORT: '49153', ORCH_WEB_80_URL: "http://$host:49153".toString()]

        where:
        address       || host
        '127.0.0.1'   || '127.0.0.1'
        '127.0.0.2'   || '127.0.0.2'
        '0.0.0.0'     || '127.0.0.1'
        '::'          || '127.0.0.1'
        ''            || '127.0.0.1'
        '192.168.7.1' || '192.168.7.1'
    }

    def "each port of each service is told"() {
        expect:
        variables(
            container('web', published(80, 1), published(443, 2)),
            container('db', published(5432, 3)),
            container('job')).findAll { it.key.endsWith('_PORT') } ==
            [ORCH_WEB_80_PORT: '1', ORCH_WEB_443_PORT: '2', ORCH_DB_5432_PORT: '3']
    }

    def "of replicas the first one's is told, in whichever order the engine lists them"() {
        given:
        def replicas = [container('web', 2, published(80, 2)), container('web', 10, published(80, 10)), container('web', 1, published(80, 1))]

        expect:
        replicas.permutations().every { Addresses.variables(it, '127.0.0.1').ORCH_WEB_80_PORT == '1' }
    }

    def "port #port is told as #scheme://"() {
        expect:
        Addresses.url('127.0.0.1', published(port, 49153)) == "$scheme://127.0.0.1:49153"

        where:
        port  || scheme
        80    || 'http'
        8080  || 'http'
        443   || 'https'
        8443  || 'https'
        5432  || 'postgresql'
        6379  || 'redis'
        3306  || 'mysql'
        27017 || 'mongodb'
        5672  || 'amqp'
        4222  || 'nats'
        9092  || 'kafka'
        11211 || 'memcached'
    }

    def "an engine elsewhere is reached by its name"() {
        expect:
        Addresses.variables([container('web', published(80, 49153))], 'engine.example').ORCH_WEB_80_URL ==
            'http://engine.example:49153'
    }

    private static Map<String, String> variables(Observed.Container... containers) {
        Addresses.variables(containers as List, '127.0.0.1')
    }

    private static Observed.Published published(int container, int host) {
        new Observed.Published(container, host, '127.0.0.1', 'tcp')
    }

    private static Observed.Container container(String service, int replica = 1, Observed.Published... ports) {
        def name = "dev-$service-$replica"
        new Observed.Container(name.md5() + name.md5(), name, 'app:1', 'sha256:1', 'running', 'Up 3 minutes', 1763719200,
            [(Labels.SERVICE): service, (Labels.REPLICA): replica as String], ports as List, [:], [:])
    }
}
