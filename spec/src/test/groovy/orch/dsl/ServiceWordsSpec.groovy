package orch.dsl

import java.nio.file.Path
import java.time.Duration
import orch.model.Attachment
import orch.model.Dependency
import orch.model.Dependency.Condition
import orch.model.Tuning
import orch.model.Resolver
import orch.model.Isolation
import orch.model.Hooks
import orch.model.Hook
import orch.model.Endpoint
import orch.model.DeviceRequest
import orch.model.BlockIo
import orch.model.Logging
import orch.model.Mount
import orch.model.Port
import orch.model.Readiness
import orch.model.Readiness.Pace
import orch.model.Resources.Ulimit
import orch.model.Service
import orch.model.Value
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

class ServiceWordsSpec extends Specification {
    /** What is written, where it ends, and as what. */
    static final List<List> TABLE = [
        ["command 'redis-server --appendonly yes'", { it.process().command() }, ['redis-server', '--appendonly', 'yes']],
        ["command 'redis-server', '--save', ''", { it.process().command() }, ['redis-server', '--save', '']],
        ["command 'echo \"a b\"'", { it.process().command() }, ['/bin/sh', '-c', 'echo "a b"']],
        ["entrypoint '/bin/sh', '-c'", { it.process().entrypoint() }, ['/bin/sh', '-c']],
        ["env A: 'a', N: 1, T: true, NONE: null", { it.process().environment().collectEntries { k, v -> [k, v.text()] } },
         [A: 'a', N: '1', T: 'true']],
        ["env A: 'a'; env B: \"b\${1 + 1}\"", { it.process().environment() }, [A: new Value.Plain('a'), B: new Value.Plain('b2')]],
        ["user '1000:1000'", { it.process().user() }, '1000:1000'],
        ['user 1000', { it.process().user() }, '1000'],
        ["workingDir '/app'", { it.process().workingDir() }, '/app'],
        ["hostname 'box'", { it.process().hostname() }, 'box'],
        ["stopSignal 'SIGQUIT'", { it.process().stopSignal() }, 'SIGQUIT'],
        ['stopGrace 30.seconds', { it.process().stopGrace() }, Duration.ofSeconds(30)],
        ['tty()', { it.process().tty() }, true],
        ['stdinOpen()', { it.process().stdinOpen() }, true],
        ['init()', { it.process().init() }, true],
        ['port 8080', { it.links().ports() }, [new Port(8080, 0, '127.0.0.1', 'tcp')]],
        ["port 53, host: 5353, address: '0.0.0.0', protocol: 'udp'", { it.links().ports() },
         [new Port(53, 5353, '0.0.0.0', 'udp')]],
        ['port 80; port 443', { it.links().ports()*.container() }, [80, 443]],
        ["network 'back'", { it.links().attachments() }, [new Attachment('back', [], '')]],
        ["network 'back', aliases: ['db'], address: '10.1.0.5'", { it.links().attachments() },
         [new Attachment('back', ['db'], '10.1.0.5')]],
        ["networkMode 'none'", { it.links().networkMode() }, 'none'],
        ["extraHosts 'host.internal': 'host-gateway'", { it.links().extraHosts() }, ['host.internal': 'host-gateway']],
        ["dns '10.0.0.2', '10.0.0.3'", { it.links().dns() }, ['10.0.0.2', '10.0.0.3']],
        ["volume 'data', at: '/data'", { it.mounts() }, [new Mount.VolumeMount('data', '/data', false)]],
        ["volume 'data', at: '/data', readOnly: true", { it.mounts() }, [new Mount.VolumeMount('data', '/data', true)]],
        ["mount '/etc/app', at: '/conf', readOnly: true", { it.mounts() },
         [new Mount.BindMount(Path.of('/etc/app'), '/conf', true)]],
        ["tmpfs '/tmp'", { it.mounts() }, [new Mount.TmpfsMount('/tmp', 0)]],
        ["tmpfs '/tmp', size: 64.MB", { it.mounts() }, [new Mount.TmpfsMount('/tmp', 64 << 20)]],
        ["dependsOn 'db', 'cache'", { it.dependencies() },
         [new Dependency('db', Condition.HEALTHY, false), new Dependency('cache', Condition.HEALTHY, false)]],
        ["dependsOn started('db'), completed('cache'), restart: true", { it.dependencies() },
         [new Dependency('db', Condition.STARTED, true), new Dependency('cache', Condition.COMPLETED, true)]],
        ["healthcheck 'redis-cli ping'", { it.readiness() }, Readiness.Command.shell('redis-cli ping', Pace.DEFAULT)],
        ["healthcheck { tcp 80 }", { it.readiness() }, new Readiness.Tcp(80, Pace.DEFAULT)],
        ['memory 256.MB', { it.resources().memory() }, 256L << 20],
        ['memory 1.GB', { it.resources().memory() }, 1L << 30],
        ['cpus 0.5', { it.resources().cpus() }, 0.5d],
        ['cpus 2', { it.resources().cpus() }, 2.0d],
        ['pids 100', { it.resources().pids() }, 100L],
        ['shmSize 256.MB', { it.resources().sharedMemory() }, 256L << 20],
        ['ulimits nofile: [1024, 4096], nproc: 512', { it.resources().ulimits() },
         [nofile: new Ulimit(1024, 4096), nproc: new Ulimit(512, 512)]],
        ["sysctls 'net.core.somaxconn': 1024", { it.resources().sysctls() }, ['net.core.somaxconn': '1024']],
        ["isolation pid: 'host', ipc: 'shareable', runtime: 'runc'", { it.isolation() },
         new Isolation('host', 'shareable', '', '', '', '', 'runc', '')],
        ["tuning memoryReservation: 64.MB, memorySwap: -1, swappiness: 0, cpuset: '0-1', storage: [size: '1G']", { it.resources().tuning() },
         new Tuning(64L << 20, -1, '0', 0, '0-1', 0, 0, 0, 0, 0, 0, false, 0, [size: '1G'], BlockIo.UNLIMITED)],
        ["blockIo weight: 300, readBytes: ['/dev/a': 1000]", { it.resources().tuning().blockIo() },
         new BlockIo(300, [:], ['/dev/a': 1000L], [:], [:], [:])],
        ["postStart 'warm up', user: 'root', env: [A: 1]; preStop 'drain'", { it.hooks() },
         new Hooks([new Hook(['warm', 'up'], 'root', '', false, [A: '1'])], [new Hook(['drain'])])],
        ["volumesFrom 'db:ro', 'container:x'", { [it.volumesFrom(), it.dependencies()*.service()] }, [['db:ro', 'container:x'], ['db']]],
        ["networkMode 'service:db'", { [it.links().networkMode(), it.dependencies()*.restart()] }, ['service:db', [true]]],
        ["expose 80, '53/udp'", { it.links().expose() }, ['80/tcp', '53/udp']],
        ["annotations a: 'b'", { it.annotations() }, [a: 'b']],
        ["platform 'linux/arm64'", { [it.platform(), it.images()[0].platform()] }, ['linux/arm64', 'linux/arm64']],
        ["macAddress '02:42:ac:11:00:02'", { it.links().mac() }, '02:42:ac:11:00:02'],
        ["resolver search: ['a.b'], options: ['ndots:2'], domain: 'lan'", { it.links().resolver() }, new Resolver(['a.b'], ['ndots:2'], 'lan', [])],
        ["groupAdd 'audio', 7", { it.security().groups() }, ['audio', '7']],
        ["deviceRules 'c 1:3 mr'", { it.security().deviceRules() }, ['c 1:3 mr']],
        ["gpus count: 2", { it.security().requests() }, [new DeviceRequest('', 2, [], ['gpu'], [:])]],
        ["gpus 2", { it.security().requests() }, [new DeviceRequest('', 2, [], ['gpu'], [:])]],
        ["gpus 'all'", { it.security().requests() }, [new DeviceRequest('', -1, [], ['gpu'], [:])]],
        ["file '/etc/x', content: 'y', mode: 0400, uid: 5", { it.mounts() }, [new Mount.FileMount(new Value.Plain('y'), '/etc/x', 5, 0, 0400)]],
        ["network 'back', ipv6: 'fd00::5', linkLocal: ['169.254.1.5'], mac: '02:42:ac:11:00:03', options: [a: 1]", { it.links().attachments()[0].endpoint() },
         new Endpoint('fd00::5', ['169.254.1.5'], '02:42:ac:11:00:03', [a: '1'])],
        ["volume 'data', at: '/data', noCopy: true, subpath: 'x'", { it.mounts() }, [new Mount.VolumeMount('data', '/data', false, true, 'x')]],
        ["mount '/a', at: '/b', propagation: 'rslave', selinux: 'z', recursive: 'disabled'", { it.mounts() },
         [new Mount.BindMount(Path.of('/a'), '/b', false, false, 'rslave', 'z', 'disabled')]],
        ["tmpfs '/t', options: 'mode=700'", { it.mounts() }, [new Mount.TmpfsMount('/t', 0, 'mode=700')]],
        ["healthcheck { tcp 80; startInterval 500.ms }", { it.readiness().pace().startMillis() }, 500L],
        ['privileged()', { it.security().privileged() }, true],
        ['readOnly()', { it.security().readOnlyRoot() }, true],
        ["capAdd 'NET_ADMIN', 'cap_sys_ptrace'", { it.security().capAdd() }, ['NET_ADMIN', 'SYS_PTRACE']],
        ["capDrop 'all'", { it.security().capDrop() }, ['ALL']],
        ["securityOpt 'no-new-privileges'", { it.security().options() }, ['no-new-privileges']],
        ["devices '/dev/fuse', '/dev/kvm'", { it.security().devices() }, ['/dev/fuse', '/dev/kvm']],
        ["logging 'json-file', 'max-size': '10m', 'max-file': 3", { it.logging() },
         new Logging('json-file', ['max-size': '10m', 'max-file': '3'])],
        ["restart 'on-failure:3'", { it.restart() }, 'on-failure:3'],
        ['oneShot()', { it.oneShot() }, true],
        ['replicas 3', { it.replicas() }, 3],
        ["labels team: 'payments', tier: 1", { it.labels() }, [team: 'payments', tier: '1']],
        ["beforeSnapshot 'redis-cli', 'save'", { it.labels().values().first().replaceAll(/\s/, '') }, '{"command":["redis-cli","save"]}'],
    ]

    /** These have specs of their own. */
    static final List<String> ELSEWHERE = ['image', 'build', 'archive', 'secret']

    @TempDir
    @Shared
    Path temp

    def "'#words' ends in the service's record"() {
        expect:
        seen(service(words)) == value

        where:
        [words, seen, value] << TABLE
    }

    def "every word of a service is tried here"() {
        given:
        def tried = TABLE.collectMany { it[0].findAll(/[a-zA-Z]+/) } as Set
        def words = ServiceScope.methods.findAll { it.isAnnotationPresent(Word) }*.name as Set

        expect:
        words - tried == ELSEWHERE as Set
        words.size() > 40
    }

    def "a service that says no more than its image has the defaults"() {
        expect:
        service('') == orch.model.Examples.service('x', origin: service('').origin(),
            images: [orch.model.Examples.image('app:1')], readiness: Readiness.BY_IMAGE)
    }

    def "a service knows the line on which it is described"() {
        given:
        def stack = new ScriptFolder(temp.resolve('lines')).stack('''
            stack {
                service('a') { image 'a:1' }

                service 'b', image: 'b:1'
            }'''.stripIndent())

        expect:
        stack.services().values()*.origin()*.toString() == ['dev.groovy:3', 'dev.groovy:5']
    }

    private Service service(String words) {
        new ScriptFolder(temp.resolve(words.md5())).stack("""
            stack('dev') {
                network 'back'
                service 'db', image: 'db:1'
                service 'cache', image: 'cache:1'
                service('x') { image 'app:1'; $words }
            }""".stripIndent()).services().x
    }
}
