package orch.plan

import static orch.model.Examples.changed
import static orch.model.Examples.environment
import static orch.model.Examples.folder
import static orch.model.Examples.networks
import static orch.model.Examples.ports
import static orch.model.Examples.service
import static orch.model.Examples.shared
import static orch.model.Examples.stack
import static orch.model.Examples.volume

import java.time.Duration
import orch.model.Labels
import orch.model.Links
import orch.model.Port
import orch.model.Process
import orch.model.Resources
import orch.model.Security
import orch.model.Service
import orch.model.Value
import spock.lang.Specification

/** A cause names the word that changed, and from what to what where that may be shown. */
class CausesSpec extends Specification {
    def "the cause says: #cause"() {
        expect:
        causeOf(service(before, 'db'), service(after, 'db'), settings) == cause

        where:
        before                                 | after                                  | settings                          || cause
        [process: environment(LOG: 'info')]    | [process: environment(LOG: 'debug')]   | ['env LOG': 'info']               || 'env LOG: info -> debug'
        [process: environment(LOG: 'info')]    | [process: environment(LOG: '')]        | ['env LOG': 'info']               || "env LOG: info -> ''"
        [:]                                    | [process: environment(LOG: 'debug')]   | ['env LOG': 'of the image']       || 'env LOG added'
        [process: environment(LOG: 'info')]    | [:]                                    | ['env LOG': 'info']               || 'env LOG removed'
        [process: environment(A: '1', B: '1')] | [process: environment(A: '2', B: '2')] | ['env A': '1', 'env B': '1']      || 'env A: 1 -> 2, env B: 1 -> 2'
        [process: environment(TEXT: 'a')]      | [process: environment(TEXT: 'b' * 41)] | ['env TEXT': 'a']                 || 'env TEXT changed'
        [process: environment(TEXT: 'a')]      | [process: environment(TEXT: 'b\nc')]   | ['env TEXT': 'a']                 || 'env TEXT changed'
        [process: environment(LOG: 'info')]    | [process: environment(LOG: 'debug')]   | [:]                               || 'env LOG changed'
        [process: runs(command: ['a'])]        | [process: runs(command: ['b'])]        | [:]                               || 'command changed'
        [process: runs(user: 'app')]           | [process: runs(user: 'root')]          | [user: 'app']                     || 'user: app -> root'
        [process: runs(user: 'app')]           | [:]                                    | [user: 'app']                     || 'user: app -> none'
        [:]                                    | [process: runs(stopGrace: Duration.ofMillis(1500))] | [stopGrace: '10 s']  || 'stopGrace: 10 s -> 1500 ms'
        [:]                                    | [process: runs(tty: true)]             | [:]                               || 'tty: false -> true'
        [resources: limits(memory: 128L << 20)] | [resources: limits(memory: 256L << 20)] | [memory: '128 MB']             || 'memory: 128 MB -> 256 MB'
        [resources: limits(memory: 128L << 20)] | [:]                                   | [memory: '128 MB']                || 'memory: 128 MB -> none'
        [resources: limits(sharedMemory: 1L << 30)] | [resources: limits(sharedMemory: 3L << 29)] | [shmSize: '1 GB']     || 'shmSize: 1 GB -> 1536 MB'
        [resources: limits(cpus: 0.5d)]        | [resources: limits(cpus: 2d)]          | [cpus: '0.5']                     || 'cpus: 0.5 -> 2'
        [links: ports(port(8080, 18080))]      | [links: ports(port(8080, 18081))]      | ['port 8080': '18080']            || 'port 8080: host 18080 -> 18081'
        [links: ports(port(8080, 18080))]      | [links: ports(port(8080, 0))]          | ['port 8080': '18080']            || 'port 8080: host 18080 -> a free one'
        [links: ports(port(8080, 18080))]      | [links: ports(port(8080, 18080, '0.0.0.0'))] | ['port 8080': '18080']      || 'port 8080: host 18080 -> 18080 on 0.0.0.0'
        [links: ports(port(53, 53, '', 'udp'))] | [:]                                   | [:]                               || 'port 53/udp removed'
        [links: networks('back')]              | [links: networks('back', 'front')]     | [:]                               || 'network front added'
        [links: changed(Links.DEFAULT, networkMode: 'none')] | [links: changed(Links.DEFAULT, networkMode: 'host')] | [networkMode: 'none'] || 'networkMode: none -> host'
        [mounts: [volume('data')]]             | [mounts: [volume('other')]]            | [:]                               || 'volume at /data changed'
        [mounts: [folder('/etc')]]             | [:]                                    | [:]                               || 'mount at /conf removed'
        [security: changed(Security.DEFAULT, readOnlyRoot: true)] | [:]                 | [readOnly: 'true']                || 'readOnly: true -> false'
        [labels: [team: 'a']]                  | [labels: [team: 'b']]                  | ['label team': 'a']               || 'label team: a -> b'
        [restart: 'no']                        | [restart: 'on-failure:3']              | [restart: 'no']                   || 'restart: no -> on-failure:3'
        [mounts: [volume('a', '/a'), volume('b', '/b')]] | [mounts: [volume('b', '/b'), volume('a', '/a')]] | [:]           || 'the order of what it says changed'
    }

    def "of a secret only that it changed is told: #what"() {
        when:
        def told = causeOf(service('db', process: before), service('db', process: after), [('env ' + name): old])

        then:
        told == "env $name changed"

        where:
        what                                | name       | before                  | after                   | old
        'marked as one'                     | 'PIN'      | secret('PIN', '1234')   | secret('PIN', '5678')   | '1234'
        'no longer marked as one'           | 'PIN'      | secret('PIN', '1234')   | environment(PIN: '5678') | '1234'
        'marked as one from now on'         | 'PIN'      | environment(PIN: '1234') | secret('PIN', '5678')  | '1234'
        'by its name'                       | 'DB_PASSWORD' | environment(DB_PASSWORD: 'a') | environment(DB_PASSWORD: 'b') | 'a'
        'by its text'                       | 'DB'       | environment(DB: 'pg://a:b@db/x') | environment(DB: 'pg://a:c@db/x') | 'pg://a:b@db/x'
        'by the old text'                   | 'DB'       | environment(DB: 'pg://a:b@db/x') | environment(DB: 'none') | 'pg://a:b@db/x'
        'by looking like a key'             | 'X'        | environment(X: 'AKIA0123456789abcdef') | environment(X: 'AKIA9876543210fedcba') | 'AKIA0123456789abcdef'
    }

    def "a secret that did not change is not named among what did"() {
        given:
        def before = new Value.Secret('db', 'hush')
        def one = changed(Process.OF_IMAGE, environment: [PIN: before, LOG: new Value.Plain('info')])
        def two = changed(Process.OF_IMAGE, environment: [PIN: before, LOG: new Value.Plain('debug')])

        expect:
        causeOf(service('db', process: one), service('db', process: two), ['env PIN': 'hush', 'env LOG': 'info']) == 'env LOG: info -> debug'
    }

    def "a secret that the engine does not tell is named in general"() {
        expect:
        causeOf(service('db', process: secret('PIN', '1')), service('db', process: secret('PIN', '2')), [:]) == 'a secret changed'
    }

    def "the label keeps neither a secret nor anything made of it"() {
        when:
        def labels = ['1', '2'].collect { Changes.label(Words.of(service('db', process: secret('PIN', it)))) }

        then:
        labels[0].split(',').contains('env PIN=!')
        labels[0] == labels[1]
    }

    def "the label keeps no value at all"() {
        given:
        def label = Changes.label(Words.of(ConfigHashSpec.FULL))

        expect:
        label.split(',').every { it ==~ /[^=,]+=([0-9a-f]{8}|!)/ }
    }

    def "a name with any character in it is found again in the label: #name"() {
        given:
        def one = service('db', labels: [(name): 'a', kept: 'a'])
        def two = service('db', labels: [kept: 'a'])

        expect:
        causeOf(one, two, [:]) == "label $name removed"

        where:
        name << ['a=b', 'a,b', 'a%b', 'a%3Db', 'a b', '%2C%25=,', 'process']
    }

    def "every place of a service has a word, and no word is the model's own"() {
        given:
        def label = Changes.label(Words.of(ConfigHashSpec.FULL))
        def places = Variants.of(ConfigHashSpec.FULL, ConfigHash.NOT_OF_THE_CONTAINER).findAll { it.value }

        expect:
        places.every { place, variant ->
            def told = new Changes(': ').between(label, Words.of(variant as Service), ['env KEY': 'hush']).join(', ')
            assert told != 'the order of what it says changed': place
            assert !(told =~ /process|links|resources|security |environment|readOnlyRoot|sharedMemory|attachments|readiness/): place
            true
        }
    }

    def "a container that an older orch made is replaced for #cause"() {
        given:
        def label = ConfigHash.partsLabel(ConfigHash.parts(service('db', process: environment(LOG: 'info'))))
        def state = EngineState.running(stack(service('db', process: environment(LOG: 'info'))), shared())
            .withLabel('dev-db-1', Labels.PARTS, label).but('dev-db-1', settings: settings)

        expect:
        Steps.of(Planner.start(stack(service('db', process: environment(LOG: 'debug'))), shared(), state.observed(), [], true))
            .cause('create dev-db-1') == cause

        where:
        settings                            || cause
        ['env LOG': 'info', user: 'image']  || 'env LOG: info -> debug'
        [:]                                 || 'process changed'
    }

    def "an amount is written in the largest unit in which it is whole"() {
        expect:
        Words.size(bytes) == text

        where:
        bytes            || text
        0                || '0 B'
        1000             || '1000 B'
        1 << 10          || '1 KB'
        (1L << 30) + 1   || '1073741825 B'
        3L << 30         || '3 GB'
        1L << 42         || '4096 GB'
    }

    private static String causeOf(Service before, Service after, Map<String, String> settings) {
        def networks = [back: orch.model.Network.bridge('back'), front: orch.model.Network.bridge('front')]
        def state = EngineState.running(stack(before, networks: networks), shared()).but('dev-db-1', settings: settings)
        Steps.of(Planner.start(stack(after, networks: networks), shared(), state.observed(), [], true)).cause('remove dev-db-1')
    }

    private static Process runs(Map<String, ?> components) {
        changed(components, Process.OF_IMAGE)
    }

    private static Resources limits(Map<String, ?> components) {
        changed(components, Resources.UNLIMITED)
    }

    private static Process secret(String name, String text) {
        changed(Process.OF_IMAGE, environment: [(name): new Value.Secret('pin', text)])
    }

    private static Port port(int container, int host, String address = Port.LOOPBACK, String protocol = 'tcp') {
        new Port(container, host, address, protocol)
    }
}
