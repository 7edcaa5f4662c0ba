package orch.engine.read

import static orch.engine.http.EngineStandIn.json
import static orch.model.Examples.networks
import static orch.model.Examples.service
import static orch.model.Examples.shared
import static orch.model.Examples.stack

import orch.engine.http.EngineStandIn
import orch.model.Labels
import orch.model.Network
import orch.plan.EngineState
import orch.plan.Scope
import spock.lang.AutoCleanup
import spock.lang.Specification

class CloserLookSpec extends Specification {
    static final String INSPECTION = '''{"Id": "a",
        "Config": {"Env": ["LOG=info", "EMPTY=", "PATH=/bin"], "Labels": {"team": "payments"}, "User": "app", "WorkingDir": "",
                   "Hostname": "box", "StopSignal": "SIGQUIT", "StopTimeout": 10, "Tty": true, "OpenStdin": false},
        "HostConfig": {"Memory": 134217728, "ShmSize": 67108864, "NanoCpus": 500000000, "PidsLimit": 100, "Privileged": false,
                       "ReadonlyRootfs": true, "Init": null, "NetworkMode": "dev_back",
                       "RestartPolicy": {"Name": "on-failure", "MaximumRetryCount": 3},
                       "PortBindings": {"8080/tcp": [{"HostIp": "127.0.0.1", "HostPort": "18080"}],
                                        "53/udp": [{"HostIp": "", "HostPort": ""}, {"HostIp": "10.0.0.1", "HostPort": "53"}]}}}'''

    def described = stack(service('db', links: networks('back')), networks: [back: Network.bridge('back')])
    def state = EngineState.running(described, shared())
    def scope = Scope.of(shared(), described)

    @AutoCleanup
    EngineStandIn engine = new EngineStandIn({ it.startsWith('GET /containers/json') ? json(listing()) : json(INSPECTION) })

    def "where all is as described nothing is asked"() {
        given:
        def observed = state.observed()

        expect:
        look().containers(observed.containers()) == observed.containers()
        look().networks(observed.networks()) == observed.networks()
        engine.requests.empty
    }

    def "a container that is not as wanted is told in the words of a stack's file"() {
        given:
        def observed = state.withLabel('dev-db-1', Labels.CONFIG, 'other').observed()

        expect:
        look().containers(observed.containers())[0].settings() == [
            'env LOG': 'info', 'env EMPTY': '', 'env PATH': '/bin', 'label team': 'payments', user: 'app', hostname: 'box',
            stopSignal: 'SIGQUIT', stopGrace: '10 s', tty: 'true', memory: '128 MB', shmSize: '64 MB', cpus: '0.5', pids: '100',
            readOnly: 'true', networkMode: 'dev_back', restart: 'on-failure:3', 'port 8080': '18080',
            'port 53/udp': '53 on 10.0.0.1, a free one on all addresses']
        engine.request().startsWith("GET /containers/${EngineState.id('dev-db-1')}/json ")
    }

    def "of a network that may have to be replaced those in it are told who are not ours, stopped ones too"() {
        given:
        def observed = state.networkBut('dev_back', labels: shared().labels()).observed()

        expect:
        look().networks(observed.networks())[0].guests()*.name() == ['shop-web-1']
        def request = URLDecoder.decode(engine.request(), 'UTF-8')
        request.contains('all=1')
        request.contains("{\"network\":[\"${EngineState.id('dev_back')}\"]}")
    }

    def "what is not wanted is not looked at"() {
        given:
        def observed = state.network('dev_old').observed()

        expect:
        look().networks(observed.networks()) == observed.networks()
        engine.requests.empty
    }

    private CloserLook look() {
        new CloserLook(new EngineReader(engine.http), scope)
    }

    private static String listing() {
        def ours = shared().labels().collect { "\"$it.key\": \"$it.value\"" }.join(', ')
        """[{"Id": "a", "Names": ["/dev-db-1"], "Labels": {$ours}}, {"Id": "b", "Names": ["/shop-web-1"], "State": "exited"}]"""
    }
}
