package orch.live

import orch.support.EngineFixture
import orch.support.LiveSpec
import orch.support.TlsRelay
import spock.lang.AutoCleanup

import java.nio.file.Files

/** An engine that is reached over TLS, with certificates of both sides. */
class TlsSpec extends LiveSpec {
    @AutoCleanup
    TlsRelay relay

    def setup() {
        relay = new TlsRelay(EngineFixture.ADDRESS, temporary)
        describe "service('web') { image '${engine.specImage('tiny')}' }"
        orch.environment.remove('ORCH_ENGINE')
        orch.environment.DOCKER_HOST = relay.address
        orch.environment.DOCKER_TLS_VERIFY = '1'
        orch.environment.DOCKER_CERT_PATH = relay.certificates.toString()
    }

    def "a stack is started, asked and stopped over TLS"() {
        expect:
        orch.run('start').code == 0
        orch.run('exec', 'web', '--', '/bin/sh', '-c', 'exit 7').code == 7

        when:
        def status = orch.run('status')

        then:
        status.code == 0
        status.out.contains('1/1')

        when:
        def stopped = orch.run('stop')

        then:
        stopped.code == 0
        engine.leftOf(name).empty
    }

    def "#what are told as such, and nothing is started"() {
        given:
        if (broken) {
            Files.writeString(relay.certificates.resolve('key.pem'), broken)
        } else {
            Files.delete(relay.certificates.resolve('cert.pem'))
        }

        when:
        def run = orch.run('start')

        then:
        run.code == 3
        run.problem[0] == "orch: the certificates in $relay.certificates cannot be used"
        run.problem[1] == "  $evidence"
        run.problem.last() == '  next: orch doctor'
        engine.leftOf(name).empty

        where:
        what                     | broken   | evidence
        'certificates not there' | null     | 'not there, or not readable: cert.pem'
        'keys that are none'     | 'no key' | 'one of them holds nothing in PEM form'
    }
}
