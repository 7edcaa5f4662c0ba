package orch.engine

import java.nio.file.Files
import java.nio.file.Path
import java.security.MessageDigest
import orch.model.OrchException
import spock.lang.Specification
import spock.lang.TempDir

class EngineDiscoverySpec extends Specification {
    @TempDir
    Path home

    def "of all places that name an engine, #place wins"() {
        given:
        context('one', 'tcp://one:1')
        context('two', 'tcp://two:1')
        docker('config.json', '{"auths": {}, "currentContext": "two"}')
        def variables = [ORCH_ENGINE: 'tcp://own:1', DOCKER_HOST: 'tcp://host:1', DOCKER_CONTEXT: 'one']

        when:
        def address = new EngineDiscovery(variables - without.collectEntries { [it, variables[it]] }, home).find().get()

        then:
        address.toString() == url
        address.found() == found.replace('HOME', home.toString())

        where:
        place            | without                                          || url          | found
        'ORCH_ENGINE'    | []                                               || 'tcp://own:1'  | 'ORCH_ENGINE or --engine'
        'DOCKER_HOST'    | ['ORCH_ENGINE']                                  || 'tcp://host:1' | 'DOCKER_HOST'
        'DOCKER_CONTEXT' | ['ORCH_ENGINE', 'DOCKER_HOST']                   || 'tcp://one:1'  | "Docker context 'one' of DOCKER_CONTEXT"
        'config.json'    | ['ORCH_ENGINE', 'DOCKER_HOST', 'DOCKER_CONTEXT'] || 'tcp://two:1'  | "Docker context 'two' of HOME/.docker/config.json"
    }

    def "a variable that is set to nothing counts as none"() {
        expect:
        url(ORCH_ENGINE: '', DOCKER_HOST: '  ', DOCKER_CONTEXT: '', DOCKER_CONFIG: '') != 'tcp://host:1'
        url(ORCH_ENGINE: ' ', DOCKER_HOST: ' tcp://host:1 ') == 'tcp://host:1'
    }

    def "the context named default means the default socket, whatever config.json says"() {
        given:
        context('two', 'tcp://two:1')
        docker('config.json', '{"currentContext": "two"}')

        expect: 'the same as where no context was ever chosen'
        url(DOCKER_CONTEXT: 'default') == new EngineDiscovery([:], home.resolve('empty')).find().map { it.toString() }.orElse('')
    }

    def "a config.json of #content chooses nothing"() {
        given:
        docker('config.json', content)

        expect:
        url() == new EngineDiscovery([:], home.resolve('empty')).find().map { it.toString() }.orElse('')

        where:
        content << ['', '{}', '{"currentContext": ""}', '{"currentContext": null}', '{"currentContext": "default"}']
    }

    def "DOCKER_CONFIG moves contexts and certificates elsewhere"() {
        given:
        docker('config.json', '{"currentContext": "one"}', 'elsewhere')
        context('one', 'tcp://one:1', 'elsewhere')
        def elsewhere = home.resolve('elsewhere')

        expect:
        url(DOCKER_CONFIG: elsewhere.toString()) == 'tcp://one:1'
        address(DOCKER_CONFIG: elsewhere.toString(), DOCKER_HOST: 'tcp://a:1', DOCKER_TLS_VERIFY: '1').certificates().get() == elsewhere
    }

    def "with #variables, the connection is by TLS: #tls"() {
        when:
        def address = address(variables + [(place): 'tcp://engine:2376'])

        then:
        address.tls == tls
        address.certificates().map { it.toString() }.orElse('') == certificates.replace('HOME', home.toString())

        where:
        [place, [variables, tls, certificates]] << [['DOCKER_HOST', 'ORCH_ENGINE'], [
            [[:], false, ''],
            [[DOCKER_TLS_VERIFY: ''], false, ''],
            [[DOCKER_CERT_PATH: '/certs'], false, ''],
            [[DOCKER_TLS_VERIFY: '1'], true, 'HOME/.docker'],
            [[DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: '/certs'], true, '/certs'],
        ]].combinations()
    }

    def "an address that asks for TLS itself gets the user's certificates: #variables"() {
        expect:
        address(variables + [ORCH_ENGINE: 'https://engine:2376']).certificates().get() == Path.of(certificates.replace('HOME', home.toString()))

        where:
        variables                    || certificates
        [:]                          || 'HOME/.docker'
        [DOCKER_CONFIG: '/elsewhere'] || '/elsewhere'
        [DOCKER_CERT_PATH: '/certs'] || '/certs'
    }

    def "a context brings certificates of its own, not those of the variables"() {
        given:
        context('one', 'tcp://one:1')
        context('two', 'tcp://two:1')
        def own = Files.createDirectories(home.resolve(".docker/contexts/tls/${sha256('two')}/docker"))

        expect:
        !address(DOCKER_CONTEXT: 'one', DOCKER_TLS_VERIFY: '1').tls
        address(DOCKER_CONTEXT: 'two').certificates().get() == own
    }

    def "a context that does not exist is wrong input, and the file is named where it should be"() {
        when:
        new EngineDiscovery([DOCKER_CONTEXT: 'gone'], home).find()

        then:
        def e = thrown(OrchException.BadInput)
        e.message == "Docker context 'gone' of DOCKER_CONTEXT does not exist"
        e.evidence() == ["no file $home/.docker/contexts/meta/${sha256('gone')}/meta.json".toString()]
    }

    def "a choice that is #wrong is wrong input, not a reason to take another engine"() {
        given:
        docker('config.json', config)
        context('far', 'ssh://me@engine')
        context('empty', '')

        when:
        new EngineDiscovery(variables, home).find()

        then:
        def e = thrown(OrchException.BadInput)
        e.message.contains(named)

        where:
        wrong               | variables                | config      || named
        'no address'        | [ORCH_ENGINE: 'engine']  | '{}'        || '(ORCH_ENGINE or --engine)'
        'of another kind'   | [DOCKER_HOST: 'fd://']   | '{}'        || '(DOCKER_HOST)'
        'a context by SSH'  | [DOCKER_CONTEXT: 'far']  | '{}'        || "(Docker context 'far' of DOCKER_CONTEXT)"
        'an empty context'  | [DOCKER_CONTEXT: 'empty'] | '{}'       || "(Docker context 'empty' of DOCKER_CONTEXT)"
        'a broken file'     | [:]                      | '{"curren' || 'config.json'
    }

    def "where nothing was found, it tells all sockets it looked for, in order"() {
        expect:
        new EngineDiscovery([XDG_RUNTIME_DIR: '/run/user/1000'], home).tried() == [
            'ORCH_ENGINE, DOCKER_HOST and DOCKER_CONTEXT are not set, no Docker context is chosen',
            'no socket at /var/run/docker.sock', 'no socket at /run/user/1000/docker.sock',
            "no socket at $home/.docker/run/docker.sock".toString(), 'no socket at /run/user/1000/podman/podman.sock',
            'no socket at /run/podman/podman.sock']
        new EngineDiscovery([:], home).tried().size() == 4
    }

    private orch.engine.http.EngineAddress address(Map<String, String> variables) {
        new EngineDiscovery(variables, home).find().get()
    }

    private String url(Map<String, String> variables = [:]) {
        new EngineDiscovery(variables, home).find().map { it.toString() }.orElse('')
    }

    private void context(String name, String url, String folder = '.docker') {
        docker("contexts/meta/${sha256(name)}/meta.json",
            """{"Name": "$name", "Endpoints": {"docker": {"Host": "$url", "SkipTLSVerify": false}}}""", folder)
    }

    private void docker(String name, String content, String folder = '.docker') {
        def file = home.resolve(folder).resolve(name)
        Files.createDirectories(file.parent)
        file.toFile().text = content
    }

    private static String sha256(String text) {
        MessageDigest.getInstance('SHA-256').digest(text.bytes).encodeHex()
    }
}
