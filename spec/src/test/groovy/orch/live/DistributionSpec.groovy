package orch.live

import orch.support.LiveSpec
import orch.support.Orch
import spock.lang.Shared
import spock.lang.TempDir

import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import java.util.zip.ZipFile

/** orch as people get it: an archive that is unpacked and runs, and its installation under a prefix. */
class DistributionSpec extends LiveSpec {
    @Shared
    String release = (Files.readString(Orch.ROOT.resolve('pom.xml')) =~ /<version>(.*)<\/version>/)[0][1]

    @Shared
    @TempDir
    Path shared

    @Shared
    Path unpacked

    def setupSpec() {
        assert new ProcessBuilder('tar', 'xzf', Orch.ROOT.resolve("target/orch-${release}.tar.gz").toString())
            .directory(shared.toFile()).inheritIO().start().waitFor() == 0
        unpacked = Files.move(shared.resolve("orch-$release"), shared.resolve('my programs'))
    }

    /** Programs that must not be needed, in front of all others; what is called of them is noted. */
    private String pathWithout(String... programs) {
        def folder = Files.createDirectories(temporary.resolve('traps'))
        programs.each {
            def trap = Files.writeString(folder.resolve(it), "#!/bin/sh\necho $it >>$temporary/called\nexit 1\n").toFile()
            trap.executable = true
        }
        "$folder:${System.getenv('PATH')}"
    }

    /** A folder in which nothing can be written, and no network but the engine's socket. */
    private Path apart() {
        def file = Files.writeString(temporary.resolve('apart'), """#!/bin/bash
            exec unshare --net --mount bash -c 'mount --bind "\$0" "\$0" && mount -o remount,bind,ro "\$0" && exec "\$0/orch" "\$@"' '$unpacked' "\$@"
            """.stripIndent())
        file.toFile().executable = true
        file
    }

    def "unpacked it makes a stack healthy: no build, no network, nothing written beside it, in a folder with a space"() {
        given:
        describe "service('sleeper') { build '$TINY'; healthcheck { command 'true'; every 100.ms } }"
        def launcher = apart()
        def env = [PATH: pathWithout('mvn', 'apt-get', 'javac'), XDG_CACHE_HOME: shared.resolve('cache').toString()]

        when:
        // the first use makes its caches
        def version = orch.run('version', launcher: launcher, env: env, limit: Duration.ofMinutes(3))
        def start = orch.run('start', launcher: launcher, env: env)
        def status = orch.run('status', launcher: launcher, env: env)
        def stop = orch.run('stop', launcher: launcher, env: env)

        then:
        version.out.startsWith("orch $release, Java ")
        [version, start, status, stop]*.code == [0, 0, 0, 0]
        [version, start, status, stop]*.err.every { !it.contains('setting up') }
        status.out.contains('1/1 healthy')
        !Files.exists(temporary.resolve('called'))
        engine.leftOf(name) == []

        and: 'what it keeps for the next time is in the cache folder'
        Files.list(shared.resolve('cache/orch')).anyMatch { it.fileName.toString().startsWith('launch') }
    }

    def "both archives hold the same"() {
        given:
        def zip = new ZipFile(Orch.ROOT.resolve("target/orch-${release}.zip").toFile()).withCloseable { it.stream()*.name as Set }
        def files = Files.walk(unpacked).findAll { Files.isRegularFile(it) }.collect { "orch-$release/${unpacked.relativize(it)}".toString() }

        expect:
        zip.findAll { !it.endsWith('/') } == files as Set
        files.containsAll(['orch', 'README.md', 'LICENSE', 'jars/orch-dsl.jar', 'scripts/dev.groovy'].collect { "orch-$release/$it".toString() })
        !files.any { it =~ /\/(target|spec|\.git)\// }
    }

    def "install puts it under a prefix, an upgrade replaces it with its extensions kept, and --uninstall leaves nothing"() {
        given:
        def prefix = temporary.resolve('prefix')
        def env = [PATH: "$prefix/bin:${pathWithout('mvn', 'apt-get')}".toString(), XDG_CACHE_HOME: shared.resolve('cache').toString()]
        def install = { String... words -> orch.run('install', *words, launcher: unpacked.resolve('orch'), env: env, limit: Duration.ofMinutes(3)) }

        when: 'an older one is there, with a verb that somebody gave it'
        def old = Files.createDirectories(prefix.resolve('lib/orch/0.0.1-old/lib/ext'))
        Files.writeString(Files.createDirectories(old.resolve('../../jars')).resolve('id'), '0.0.1 old\n')
        Files.writeString(old.resolve('../../orch'), '#!/bin/sh\n')
        Files.writeString(old.resolve('note.txt'), 'kept')
        Files.createSymbolicLink(Files.createDirectories(prefix.resolve('bin')).resolve('orch'), Path.of('../lib/orch/0.0.1-old/orch'))
        def installed = install('--prefix', prefix.toString())

        then:
        installed.code == 0
        installed.out == "installed orch $release as $prefix/bin/orch\n"
        orch.run('version', launcher: prefix.resolve('bin/orch'), env: env).out.startsWith("orch $release, ")
        prefix.resolve('lib/orch').toFile().list().count { it != '.made' } == 1
        Files.readString(prefix.resolve("bin/orch").toRealPath().resolveSibling('lib/ext/note.txt')) == 'kept'

        when: 'the same again, and then it is removed'
        def again = install('--prefix', prefix.toString())
        def removed = install('--prefix', prefix.toString(), '--uninstall')

        then:
        again.out == installed.out
        removed.code == 0
        Files.walk(prefix).collect { prefix.relativize(it).toString() }.sort() == ['', 'bin', 'lib']

        when: 'there is another program of that name'
        def other = Files.writeString(prefix.resolve('bin/orch'), '#!/bin/sh\n')
        def refused = install('--prefix', prefix.toString())

        then:
        refused.code == 5
        refused.problem[0] == "orch: $prefix/bin/orch is not from orch install, and stays"
        Files.readString(other) == '#!/bin/sh\n'
        !Files.exists(prefix.resolve('lib/orch'))
    }

    def "install says how it is used, and what of it is wrong"() {
        expect:
        with(orch.run('install', '--help', launcher: unpacked.resolve('orch'))) {
            code == 0
            out.startsWith('Usage: orch install ')
        }
        with(orch.run('install', '--prefx', '/x', launcher: unpacked.resolve('orch'))) {
            code == 2
            problem[0] == "orch: unknown word '--prefx' of install"
        }
        with(orch.run('verify', launcher: unpacked.resolve('orch'))) {
            code == 2
            problem[0] == 'orch: this orch came in an archive; its tests are with its sources'
        }
    }
}
