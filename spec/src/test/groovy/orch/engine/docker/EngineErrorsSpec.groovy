package orch.engine.docker

import com.github.dockerjava.api.exception.InternalServerErrorException
import com.github.dockerjava.api.exception.NotFoundException
import orch.model.OrchException
import spock.lang.Specification

class EngineErrorsSpec extends Specification {
    static final String START = 'driver failed programming external connectivity on endpoint dev-db-1 (0f3cab12): '

    def "the port that was taken is read out of '#end'"() {
        when:
        def taken = EngineErrors.portTaken(START + end).get()

        then:
        taken.address() == address
        taken.port() == port

        where:
        end                                                                                         || address     | port
        'Bind for 127.0.0.1:18080 failed: port is already allocated'                                || '127.0.0.1' | 18080
        'Bind for 0.0.0.0:80 failed: port is already allocated'                                     || '0.0.0.0'   | 80
        'Bind for :::18080 failed: port is already allocated'                                       || '::'        | 18080
        'Bind for ::1:18080 failed: port is already allocated'                                      || '::1'       | 18080
        'Bind for [::1]:18080 failed: port is already allocated'                                    || '[::1]'     | 18080
        'Error starting userland proxy: listen tcp4 127.0.0.1:18080: bind: address already in use'  || '127.0.0.1' | 18080
        'Error starting userland proxy: listen tcp 0.0.0.0:80: bind: address already in use'        || '0.0.0.0'   | 80
        'Error starting userland proxy: listen tcp6 [::]:18080: bind: address already in use'       || '[::]'      | 18080
        'Error starting userland proxy: listen udp4 0.0.0.0:53: bind: address already in use'       || '0.0.0.0'   | 53
        'failed to bind host port for 127.0.0.1:80:172.17.0.2:8080/tcp: address already in use'     || '127.0.0.1' | 80
        'failed to bind host port 127.0.0.1:18080/tcp: address already in use'                      || '127.0.0.1' | 18080
        'failed to bind host port [::]:18080/tcp: address already in use'                           || '[::]'      | 18080
    }

    def "'#sentence' is about no port that somebody else has"() {
        expect:
        EngineErrors.portTaken(sentence).empty

        where:
        sentence << ['', 'No such container: 0f3cab12', START + 'iptables failed: 127.0.0.1:80 no chain by that name',
                     'listen tcp4 10.9.9.9:80: bind: cannot assign requested address',
                     'Conflict. The container name "/dev-db-1" is already in use by container "0f3c:12"',
                     'Address already in use']
    }

    def "of '#message' the user is told '#sentence'"() {
        expect:
        EngineErrors.sentence(new NotFoundException(message)) == sentence

        where:
        message                                                         || sentence
        '{"message":"No such image: a:1"}\n'                            || 'No such image: a:1'
        '{"message":"got {this} and \\"that\\""}'                       || 'got {this} and "that"'
        '{"cause":"x"}'                                                 || 'Status 404: {"cause":"x"}'
        'page not found\n'                                              || 'page not found'
    }

    def "what fails on the engine is told as problem and the engine's sentence"() {
        when:
        EngineErrors.during("service 'db' not started") {
            throw new InternalServerErrorException('{"message":"no space left"}')
        }

        then:
        def e = thrown(OrchException.Failed)
        e.message == "service 'db' not started: no space left"
    }

    def "what fails on the way to the engine is told by its root"() {
        when:
        EngineErrors.during('not built') { throw new RuntimeException('outer', new IOException('broken pipe')) }

        then:
        def e = thrown(OrchException.Failed)
        e.message == 'not built: broken pipe'
    }

    def "an error of ours passes as it is, and so does a result"() {
        given:
        def ours = new OrchException.Refused('no', [], null)

        expect:
        EngineErrors.during('x') { 42 } == 42

        when:
        EngineErrors.during('x') { throw ours }

        then:
        def e = thrown(OrchException.Refused)
        e.is(ours)
    }
}
