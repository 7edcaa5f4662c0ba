package orch.plan

import static orch.model.Examples.changed
import static orch.model.Examples.environment
import static orch.model.Examples.service

import java.nio.file.Path
import java.time.Duration
import orch.model.Attachment
import orch.model.ImageSource
import orch.model.Tuning
import orch.model.Resolver
import orch.model.Isolation
import orch.model.Hooks
import orch.model.Hook
import orch.model.Endpoint
import orch.model.DeviceRequest
import orch.model.BlockIo
import orch.model.Links
import orch.model.Logging
import orch.model.Mount
import orch.model.Port
import orch.model.Process
import orch.model.Readiness
import orch.model.Readiness.Pace
import orch.model.Resources
import orch.model.Security
import orch.model.Service
import orch.model.Value
import spock.lang.Specification

class ConfigHashSpec extends Specification {
    /** What needs no new container when it changes. */
    static final List<String> WITHOUT_EFFECT = ['name', 'origin', 'images', 'dependencies', 'oneShot', 'replicas']

    static final Pace PACE = new Pace(Duration.ofSeconds(1), Duration.ofSeconds(2), 3, Duration.ofSeconds(4))

    /** A service that says something in every place. */
    static final Service FULL = service('db',
        process: new Process(['run', 'fast'], ['/bin/app'], [MODE: new Value.Plain('a'), KEY: new Value.Secret('key', 'hush')],
            'app', '/app', 'box', 'SIGQUIT', Duration.ofSeconds(3), true, true, true),
        links: new Links([new Port(80, 8080, '127.0.0.1', 'tcp')], [new Attachment('back', ['sql'], '10.0.0.5', new Endpoint('fd00::5', ['169.254.0.5'], '02:42:0a:00:00:05', [a: 'b']))], '',
            [other: '10.0.0.9'], ['10.0.0.2'], new Resolver(['example.org'], ['ndots:2'], 'dom', ['other:alias']), ['80/tcp'], '02:42:0a:00:00:06'),
        mounts: [new Mount.VolumeMount('data', '/data', true, true, 'sub'), new Mount.BindMount(Path.of('/etc/app'), '/conf', true, true, 'private', 'z', 'disabled'),
                 new Mount.TmpfsMount('/tmp', 1048576, 'uid=1'), new Mount.FileMount(new Value.Plain('text'), '/etc/text', 1, 2, 0444)],
        readiness: new Readiness.Http('/health', 80, 204, PACE),
        resources: new Resources(64L << 20, 0.5d, 100, 1 << 20, [nofile: new Resources.Ulimit(1024, 4096)], ['net.a': '1'],
            new Tuning(1 << 20, 2 << 20, '5', 512, '0', 1, 2, 3, 4, 5, 6, true, 100, [size: '1G'],
                new BlockIo(300, ['/dev/a': 400], ['/dev/b': 1L], ['/dev/c': 2L], ['/dev/d': 3L], ['/dev/e': 4L]))),
        security: new Security(true, true, ['NET_ADMIN'], ['ALL'], ['no-new-privileges'], ['/dev/fuse'], ['audio'], ['c 1:3 mr'],
            [new DeviceRequest('nvidia', 1, ['0'], ['gpu'], [a: 'b'])]),
        logging: new Logging('json-file', ['max-size': '10m']),
        restart: 'no', labels: [team: 'payments'],
        isolation: new Isolation('host', 'host', 'host', 'host', 'host', 'parent', 'runc', 'default'),
        hooks: new Hooks([hook('up')], [hook('down')]), volumesFrom: ['container:other'], annotations: [a: 'b'], platform: 'linux/amd64')

    private static Hook hook(String command) {
        new Hook([command, 'now'], 'root', '/', true, [A: 'b'])
    }

    def "another #place makes another container"() {
        expect:
        hash(variant) != hash(FULL)

        where:
        [place, variant] << Variants.of(FULL, WITHOUT_EFFECT).findAll { it.value }.collect { [it.key, it.value] }
    }

    def "a network mode, which excludes the networks above, makes another container"() {
        expect:
        Variants.of(FULL, WITHOUT_EFFECT).findAll { !it.value }.keySet() == ['links.networkMode'] as Set
        hash(service('db', links: changed(Links.DEFAULT, networkMode: 'host'))) != hash(service('db'))
    }

    def "another #component alone needs no new container"() {
        expect:
        ConfigHash.parts(other) == ConfigHash.parts(service('db'))

        where:
        component      | other
        'name'         | service('database')
        'origin'       | service('db', origin: new orch.model.Origin('other.groovy', 1))
        'images'       | service('db', images: [new ImageSource.Named('other:1')])
        'dependencies' | service('db', dependencies: [orch.model.Examples.healthy('cache')])
        'oneShot'      | service('db', oneShot: true)
        'replicas'     | service('db', replicas: 2)
    }

    def "every component of a service either makes another container or is listed as one that does not"() {
        given:
        def parts = ConfigHash.parts(FULL).keySet()

        expect:
        parts + WITHOUT_EFFECT == Service.recordComponents*.name as Set
    }

    def "'#one' and '#other' are different values of a variable"() {
        expect:
        hash(service('db', process: environment(FLAG: one))) != hash(service('db', process: environment(FLAG: other)))

        where:
        one     | other
        '0'     | ''
        '0'     | 'false'
        'false' | ''
        '0.0'   | '0'
        'a'     | 'b'
    }

    def "a variable that is set to nothing is not the same as none"() {
        expect:
        hash(service('db', process: environment(FLAG: ''))) != hash(service('db'))
    }

    def "words of a command count each for itself: #one and #other"() {
        expect:
        hash(service('db', process: changed(Process.OF_IMAGE, command: one))) !=
            hash(service('db', process: changed(Process.OF_IMAGE, command: other)))

        where:
        one           | other
        ['a b']       | ['a', 'b']
        ['a', 'b']    | ['b', 'a']
        ['sleep', '0'] | ['sleep', '']
        ['a\n.command[1]\n.command[1]=b'] | ['a', 'b']
    }

    def "how readiness is told makes another container, even where two ways look alike"() {
        given:
        def ways = [Readiness.BY_IMAGE, Readiness.RUNNING, new Readiness.Tcp(80, PACE), new Readiness.Http('/', 80, 0, PACE),
                    new Readiness.LogLine('/', PACE), Readiness.Command.shell('/', PACE)]

        expect:
        ways.collect { hash(service('db', readiness: it)) }.toSet().size() == ways.size()
    }

    def "a volume and a folder of the same name at the same place differ"() {
        expect:
        hash(service('db', mounts: [new Mount.VolumeMount('data', '/data', false)])) !=
            hash(service('db', mounts: [new Mount.BindMount(Path.of('data'), '/data', false)]))
    }

    def "the order in which variables and labels are written does not matter"() {
        expect:
        hash(service('db', process: environment(A: '1', B: '2'), labels: [x: '1', y: '2'])) ==
            hash(service('db', process: environment(B: '2', A: '1'), labels: [y: '2', x: '1']))
    }

    def "a service that says nothing of something is as before when orch learns to say it"() {
        expect: 'parts that say nothing leave no trace in the label'
        !ConfigHash.parts(service('db')).keySet().any { it in ['links', 'mounts', 'resources', 'security', 'logging', 'labels'] }
    }

    def "the label tells which parts have changed"() {
        given:
        def label = ConfigHash.partsLabel(ConfigHash.parts(service('db', labels: [team: 'a'])))

        expect:
        ConfigHash.changed(label, ConfigHash.parts(next)) as List == parts

        where:
        next                                                                       || parts
        service('db', labels: [team: 'a'])                                         || []
        service('db', labels: [team: 'b'])                                         || ['labels']
        service('db')                                                              || ['labels']
        service('db', labels: [team: 'b'], restart: 'always')                      || ['labels', 'restart']
        service('db', labels: [team: 'a'], mounts: [new Mount.TmpfsMount('/t', 0)]) || ['mounts']
    }

    def "a label that is empty or broken tells that everything has changed"() {
        expect:
        ConfigHash.changed(label, [links: '1', mounts: '2']) as List == ['links', 'mounts']

        where:
        label << ['', 'nonsense', '=,=', ',,']
    }

    private static String hash(Service service) {
        ConfigHash.of(ConfigHash.parts(service))
    }
}
