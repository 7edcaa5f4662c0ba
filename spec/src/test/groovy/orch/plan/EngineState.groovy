package orch.plan

import static orch.model.Examples.changed

import orch.engine.ContainerLabels
import orch.model.Identity
import orch.model.ImageSource
import orch.model.Mount
import orch.model.Readiness
import orch.model.Service
import orch.model.Stack

/** What an engine holds, written by hand: as a stack describes it, and then as a spec needs it. */
class EngineState {
    final Identity identity
    private final List<Observed.Container> containers = []
    private final List<Observed.Network> networks = []
    private final List<Observed.Volume> volumes = []
    private final List<Observed.Container> squatters = []
    private final Map<ImageSource, Observed.Image> images = [:]

    EngineState(Identity identity) {
        this.identity = identity
    }

    /** An engine on which all of a stack runs as described, healthy where it has a check. */
    static EngineState running(Stack stack, Identity identity) {
        def state = new EngineState(identity)
        stack.networks().values().each {
            state.network(it.engineName(identity), identity.labels() + Definition.labels(it, identity))
        }
        stack.volumes().values().each { state.volume(it.engineName(identity), identity.labels() + Definition.labels(it)) }
        stack.services().values().each { service ->
            state.images(service)
            (1..service.replicas()).each { state.container(stack, service, it) }
        }
        state
    }

    /** All ways to a service's image lead to one that is present. */
    EngineState images(Service service) {
        service.images().each { images[it] = new Observed.Image(it.describe(), imageId(it.describe())) }
        this
    }

    EngineState image(ImageSource source, String reference, String id) {
        images[source] = new Observed.Image(reference, id)
        this
    }

    EngineState withoutImage(ImageSource source) {
        images.remove(source)
        this
    }

    EngineState network(String name, Map<String, String> labels = identity.labels()) {
        networks << new Observed.Network(id(name), name, labels)
        this
    }

    EngineState volume(String name, Map<String, String> labels = identity.labels()) {
        volumes << new Observed.Volume(name, '2026-11-21T10:00:00Z', labels['orch.stack'] ? labels + ['orch.made': "the first $name".toString()] : labels)
        this
    }

    /** Something of somebody else under a name that is wanted. */
    EngineState squatter(String name, Map<String, String> labels) {
        squatters << new Observed.Container(id(name), name, 'nginx:1', imageId('nginx:1'), 'running', 'Up 2 hours', 1763719200,
            labels, [], [:], [:])
        this
    }

    EngineState container(Stack stack, Service service, int replica) {
        def labels = identity.labels() + ContainerLabels.of(service, replica, ConfigHash.of(ConfigHash.parts(service)),
            Changes.label(Words.of(service)), stack.isOneShot(service))
        def name = identity.containerName(service.name(), replica)
        def mounts = service.mounts().findAll { it instanceof Mount.VolumeMount }
            .collectEntries { [it.target(), identity.scopedName(it.volume())] }
        def checked = service.readiness() instanceof Readiness.Command
        containers << new Observed.Container(id(name), name, service.images()[0].describe(),
            imageId(service.images()[0].describe()), 'running', 'Up 3 minutes' + (checked ? ' (healthy)' : ''), 1763719200,
            labels, [], addresses(stack, service), mounts)
        this
    }

    private Map<String, String> addresses(Stack stack, Service service) {
        service.attachments().collectEntries { [stack.networks()[it.network()].engineName(identity), '10.0.0.2'] }
    }

    /** The network of this name, with other components. */
    EngineState networkBut(Map<String, ?> components, String name) {
        int at = networks.findIndexOf { it.name() == name }
        assert at >= 0
        networks[at] = changed(components, networks[at])
        this
    }

    /** The volume of this name, with other components. */
    EngineState volumeBut(Map<String, ?> components, String name) {
        int at = volumes.findIndexOf { it.name() == name }
        assert at >= 0
        volumes[at] = changed(components, volumes[at])
        this
    }

    /** The container of this name, with other components. */
    EngineState but(Map<String, ?> components, String name) {
        int at = containers.findIndexOf { it.name() == name }
        assert at >= 0
        containers[at] = changed(components, containers[at])
        this
    }

    EngineState ended(String name, int code) {
        but(name, state: 'exited', status: "Exited ($code) 5 seconds ago")
    }

    EngineState withLabel(String name, String label, String value) {
        def container = containers.find { it.name() == name }
        but(name, labels: container.labels() + [(label): value])
    }

    EngineState without(String name) {
        assert containers.removeIf { it.name() == name }
        this
    }

    EngineState withoutNetwork(String name) {
        assert networks.removeIf { it.name() == name }
        this
    }

    Observed observed() {
        new Observed(containers, networks, volumes, images, squatters)
    }

    static String id(String name) {
        name.md5() + name.md5()
    }

    static String imageId(String reference) {
        'sha256:' + reference.sha256()
    }
}
