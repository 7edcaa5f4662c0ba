package orch.engine.http

import java.nio.file.Path
import orch.model.OrchException
import spock.lang.Specification

class EngineAddressSpec extends Specification {
    static final Optional<Path> NONE = Optional.empty()
    static final Optional<Path> CERTIFICATES = Optional.of(Path.of('/certs'))

    def "#text #with certificates: TLS #tls, local #local, ports are reached at #host"() {
        when:
        def address = EngineAddress.parse(text, with == 'with' ? CERTIFICATES : NONE, 'DOCKER_HOST')

        then:
        address.tls == tls
        address.local == local
        address.host() == host
        address.toString() == text
        address.found() == 'DOCKER_HOST'

        where:
        text                          | with      || tls   | local | host
        'unix:///var/run/docker.sock' | 'without' || false | true  | '127.0.0.1'
        'unix:///var/run/docker.sock' | 'with'    || false | true  | '127.0.0.1'
        'UNIX:///var/run/docker.sock' | 'with'    || false | true  | '127.0.0.1'
        'tcp://127.0.0.1:2375'        | 'without' || false | true  | '127.0.0.1'
        'tcp://localhost:2375'        | 'without' || false | true  | '127.0.0.1'
        'tcp://[::1]:2375'            | 'without' || false | true  | '127.0.0.1'
        'tcp://10.0.0.5:2375'         | 'without' || false | false | '10.0.0.5'
        'tcp://build.example'         | 'with'    || true  | false | 'build.example'
        'http://build.example'        | 'without' || false | false | 'build.example'
        'https://build.example'       | 'without' || true  | false | 'build.example'
        'HTTPS://build.example'       | 'without' || true  | false | 'build.example'
    }

    def "#text #with certificates means port #port"() {
        expect:
        EngineAddress.parse(text, with == 'with' ? CERTIFICATES : NONE, 'spec').port() == port

        where:
        text                   | with      || port
        'tcp://engine'         | 'without' || 2375
        'tcp://engine'         | 'with'    || 2376
        'https://engine'       | 'without' || 2376
        'tcp://engine:4000'    | 'with'    || 4000
        'tcp://[::1]:65535'    | 'without' || 65535
    }

    def "'#text' is refused, and the message says where it was found"() {
        when:
        EngineAddress.parse(text, NONE, 'DOCKER_HOST')

        then:
        def e = thrown(OrchException.BadInput)
        e.message.startsWith("engine address '$text' (DOCKER_HOST) ")

        where:
        text << ['', 'docker.sock', '/var/run/docker.sock', 'unix:', 'unix://', 'unix:docker.sock',
                 'unix://var/run/docker.sock', 'tcp:', 'tcp://', 'tcp://:2375', '127.0.0.1:2375', 'ssh://me@engine',
                 'npipe:////./pipe/docker_engine', 'fd://', 'tcp://engine:65536', 'tcp://engine:port', 'tcp://a b']
    }
}
