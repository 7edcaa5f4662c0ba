package orch.serve

import orch.model.OrchException
import orch.own.StateFolder
import spock.lang.Specification
import spock.lang.TempDir

import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.attribute.PosixFilePermissions

class GuardSpec extends Specification {
    static final String TOKEN = 'a-token-that-is-long-enough'

    @TempDir
    Path folder

    private static ServerSettings settings(Map how = [:]) {
        new ServerSettings(InetAddress.getByName((how.listen ?: '127.0.0.1') as String), 14355, (how.names ?: []) as Set<String>,
                Optional.ofNullable(how.token as String))
    }

    def "a request to #host is #what, so that no name can be rebound to this machine"() {
        expect:
        new Guard(settings(names: ['Orchestrator'])).refusal(host, null, null, false) == Optional.ofNullable(refusal)

        where:
        host                   || refusal
        'localhost'            || null
        'localhost:14355'      || null
        'LocalHost:1'          || null
        '127.0.0.1:14355'      || null
        '10.0.0.7:14355'       || null
        '[::1]:14355'          || null
        'orchestrator:14355'   || null
        'evil.example'         || Guard.Refusal.HOST
        'evil.example:14355'   || Guard.Refusal.HOST
        'localhost.evil.example' || Guard.Refusal.HOST
        '127.0.0.1.evil.example' || Guard.Refusal.HOST
        '127.0.0.1:14355:1'    || Guard.Refusal.HOST
        'localhost@evil'       || Guard.Refusal.HOST
        ''                     || Guard.Refusal.HOST
        null                   || Guard.Refusal.HOST
        what = refusal == null ? 'answered' : 'refused'
    }

    def "a web page of #origin is #what"() {
        expect:
        new Guard(settings()).refusal('127.0.0.1:14355', origin, null, false) == Optional.ofNullable(refusal)

        where:
        origin                    || refusal
        null                      || null
        'http://127.0.0.1:14355'  || null
        'http://127.0.0.1:3000'   || Guard.Refusal.ORIGIN
        'https://evil.example'    || Guard.Refusal.ORIGIN
        'null'                    || Guard.Refusal.ORIGIN
        what = refusal == null ? 'answered' : 'refused'
    }

    def "with a token, '#shown' is #what"() {
        expect:
        new Guard(settings(token: TOKEN)).refusal('localhost', null, shown, false) == Optional.ofNullable(refusal)

        where:
        shown                  || refusal
        "Bearer $TOKEN"        || null
        "bearer $TOKEN"        || null
        "Bearer ${TOKEN}x"     || Guard.Refusal.TOKEN
        "Bearer ${TOKEN[0..-2]}" || Guard.Refusal.TOKEN
        "Basic $TOKEN"         || Guard.Refusal.TOKEN
        TOKEN                  || Guard.Refusal.TOKEN
        'Bearer '              || Guard.Refusal.TOKEN
        ''                     || Guard.Refusal.TOKEN
        null                   || Guard.Refusal.TOKEN
        what = refusal == null ? 'answered' : 'refused'
    }

    def "what is open needs no token, but a host of this server's"() {
        given:
        def guard = new Guard(settings(token: TOKEN))

        expect:
        guard.refusal('localhost', null, null, true).empty
        guard.refusal('evil.example', null, null, true).get() == Guard.Refusal.HOST
    }

    def "off loopback a server has a token, and none that is guessed"() {
        when:
        settings(how)

        then:
        def e = thrown(OrchException.BadInput)
        e.message.contains(problem)

        where:
        how                                   || problem
        [listen: '0.0.0.0']                   || 'off loopback a server needs a token'
        [listen: '10.1.2.3']                  || 'off loopback a server needs a token'
        [listen: '0.0.0.0', token: 'short']   || 'fewer than 16 letters'
        [token: '']                           || 'fewer than 16 letters'
    }

    def "a token is made once, for its owner's eyes only; a file of the user's goes before it"() {
        given:
        def state = new StateFolder(folder.resolve('state'))

        when:
        def made = Token.read(Optional.empty(), state)

        then:
        made.length() == 43
        Token.read(Optional.empty(), state) == made
        PosixFilePermissions.toString(Files.getPosixFilePermissions(state.path().resolve('serve/token'))) == 'rw-------'

        and:
        Token.read(Optional.of(Files.writeString(folder.resolve('own'), "$TOKEN\n")), state) == TOKEN

        when:
        Token.read(Optional.of(folder.resolve('nowhere')), state)

        then:
        thrown(OrchException.BadInput)
    }
}
