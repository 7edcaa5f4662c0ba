package orch.model

import java.lang.reflect.InvocationTargetException
import java.nio.file.Path

/** Records with plain values, of which a spec changes just what it is about. */
class Examples {
    static final String HOST = '4f2a9c04b1de3f77'

    /** The shared copy of stack {@code dev} on this host. */
    static Identity shared(String stack = 'dev') {
        new Identity(stack, Environment.SHARED, HOST)
    }

    /** A private copy of stack {@code dev}. */
    static Identity dedicated(String run = 'k3x9p', String stack = 'dev') {
        new Identity(stack, new Environment.Dedicated(run), HOST)
    }

    /** A service of image {@code busybox:1}; any component of the record can be given by name. */
    static Service service(Map<String, ?> components = [:], String name) {
        def plain = new Service(name, new Origin('dev.groovy', 3), [new ImageSource.Named('busybox:1')], Process.OF_IMAGE,
            Links.DEFAULT, [], [], Readiness.RUNNING, Resources.UNLIMITED, Security.DEFAULT, Logging.DEFAULT, 'no', false,
            1, [:])
        changed(components, plain)
    }

    /** The stack {@code dev} of these services. */
    static Stack stack(Map<String, ?> components = [:], Service... services) {
        def all = [name    : 'dev', origin: new Origin('/srv/dev.groovy', 0),
                   services: services.collectEntries(new LinkedHashMap()) { [it.name(), it] },
                   networks: [:], volumes: [:]] + components
        new Stack(all.name, all.origin, all.services, all.networks, all.volumes)
    }

    /** A copy of a record in which some components are others. */
    static <R extends Record> R changed(Map<String, ?> components, R record) {
        def all = record.class.recordComponents
        def unknown = components.keySet() - all*.name
        assert unknown.isEmpty(): "$record.class.simpleName has no $unknown"
        def values = all.collect { components.containsKey(it.name) ? components[it.name] : it.accessor.invoke(record) }
        def constructor = record.class.getDeclaredConstructor(all*.type as Class[])
        try {
            return (R) constructor.newInstance(values as Object[])
        } catch (InvocationTargetException e) {
            throw e.cause
        }
    }

    static ImageSource.Named image(String reference) {
        new ImageSource.Named(reference)
    }

    static Process environment(Map<String, String> variables) {
        changed(Process.OF_IMAGE, environment: variables.collectEntries { name, text -> [name, new Value.Plain(text)] })
    }

    static Links ports(Port... ports) {
        changed(Links.DEFAULT, ports: ports as List)
    }

    static Links networks(String... names) {
        changed(Links.DEFAULT, attachments: names.collect { new Attachment(it, [], '') })
    }

    static Port port(int container, int host = 0) {
        new Port(container, host, Port.LOOPBACK, 'tcp')
    }

    static Mount volume(String name, String target = '/data') {
        new Mount.VolumeMount(name, target, false)
    }

    static Mount folder(String source, String target = '/conf') {
        new Mount.BindMount(Path.of(source), target, false)
    }

    static Dependency healthy(String service) {
        new Dependency(service, Dependency.Condition.HEALTHY, false)
    }

    static Dependency started(String service) {
        new Dependency(service, Dependency.Condition.STARTED, false)
    }

    static Dependency completed(String service) {
        new Dependency(service, Dependency.Condition.COMPLETED, false)
    }

    static Dependency restarting(String service) {
        new Dependency(service, Dependency.Condition.HEALTHY, true)
    }
}
