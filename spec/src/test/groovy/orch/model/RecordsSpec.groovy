package orch.model

import static orch.model.Examples.changed

import com.tngtech.archunit.core.importer.ClassFileImporter
import com.tngtech.archunit.core.importer.ImportOption
import spock.lang.Specification

class RecordsSpec extends Specification {
    static final List<Record> EXAMPLES = [
        AddressPool.of('10.1.0.0/24'),
        BlockIo.UNLIMITED,
        BuildSettings.PLAIN,
        new DeviceRequest('', 1, [], [], [:]),
        Endpoint.PLAIN,
        new Hook(['true']),
        Hooks.NONE,
        new ImageSource.Remote('https://example.org/app.git', 'Dockerfile', [A: '1'], '', BuildSettings.PLAIN),
        NetworkSettings.PLAIN,
        Resolver.DEFAULT,
        Tuning.NONE,
        new Attachment('back', ['db'], ''),
        new ImageSource.Recipe(java.nio.file.Path.of('/ctx'), 'Dockerfile', [A: '1'], ''),
        Links.DEFAULT,
        Logging.DEFAULT,
        Network.bridge('back'),
        Next.verb('status'),
        Process.OF_IMAGE,
        Readiness.Command.shell('true', Readiness.Pace.DEFAULT),
        Resources.UNLIMITED,
        Security.DEFAULT,
        Examples.service('db'),
        Examples.stack(Examples.service('db')),
        Volume.local('data'),
    ]

    def "a #type keeps its #component, whatever happens to what it was made of"() {
        given:
        def mutable = filled(example, component)
        def record = changed(example, (component): mutable)
        def before = copy(record."$component"())

        when:
        mutable.clear()

        then:
        record."$component"() == before
        !before.isEmpty()

        where:
        [example, component] << collections()
        type = example.class.simpleName
    }

    def "nobody can change the #component of a #type"() {
        given:
        def record = changed(example, (component): filled(example, component))

        when:
        record."$component"().clear()

        then:
        thrown(UnsupportedOperationException)

        where:
        [example, component] << collections()
        type = example.class.simpleName
    }

    def "every record with a list or map is among the examples"() {
        given:
        def holders = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests()).importPackages('orch.model')
            .findAll { it.record }.collect { it.reflect() }
            .findAll { type -> type.recordComponents.any { isCollection(it.type) } }

        expect:
        holders*.simpleName.sort() == EXAMPLES*.class*.simpleName.sort()
    }

    def "maps keep the order in which they were written, or a fixed one"() {
        given:
        def variables = ['Z', 'A', 'M'].collectEntries { [it, new Value.Plain(it)] }
        def services = ['web', 'db', 'cache'].collect { Examples.service(it) } as Service[]

        expect:
        changed(Process.OF_IMAGE, environment: variables).environment().keySet() as List == ['Z', 'A', 'M']
        Examples.stack(services).services().keySet() as List == ['web', 'db', 'cache']
    }

    private static List<List> collections() {
        EXAMPLES.collectMany { example ->
            example.class.recordComponents.findAll { isCollection(it.type) }.collect { [example, it.name] }
        }
    }

    private static boolean isCollection(Class type) {
        Collection.isAssignableFrom(type) || Map.isAssignableFrom(type)
    }

    /** A list or map that can be changed, with something of the right kind in it. */
    private static Object filled(Record example, String component) {
        def present = example."$component"()
        if (!present.isEmpty()) {
            return present instanceof Map ? new LinkedHashMap(present) : new ArrayList(present)
        }
        switch (component) {
            case 'ports': return [Examples.port(80)]
            case 'attachments': return [new Attachment('back', [], '')]
            case 'mounts': return [Examples.volume('data')]
            case 'dependencies': return [Examples.healthy('other')]
            case 'environment': return [A: new Value.Plain('1')]
            case 'expose': return ['80/tcp']
            case 'weights': return ['/dev/a': 1]
            case ~/(read|write)(Bytes|Operations)/: return ['/dev/a': 1L]
            case 'pools': return [AddressPool.of('10.1.0.0/24')]
            case ~/postStart|preStop/: return [new Hook(['true'])]
            case 'requests': return [new DeviceRequest('', 1, [], [], [:])]
            case 'volumesFrom': return ['container:other']
            case 'ulimits': return [nofile: new Resources.Ulimit(1, 2)]
            case 'networks': return [back: Network.bridge('back')]
            case 'volumes': return [data: Volume.local('data')]
            default: return present instanceof Map ? [a: '1'] : ['a']
        }
    }

    private static Object copy(Object collection) {
        collection instanceof Map ? new LinkedHashMap(collection) : new ArrayList(collection)
    }
}
