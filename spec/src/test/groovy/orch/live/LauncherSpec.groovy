package orch.live

import orch.support.Orch
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration

/** The launcher: from anywhere, on whichever JDK there is, and without asking for more than it needs. */
class LauncherSpec extends Specification {
    private static final Path LAUNCHER = Orch.ROOT.resolve('orch')

    /** For the first use with a JDK or in a folder: caches are made then, beside all that the machine does. */
    private static final Duration PREPARING = Duration.ofMinutes(3)

    @Shared
    @TempDir
    Path shared

    @TempDir
    Path temporary

    Orch orch

    def setupSpec() {
        // whoever runs this spec alone may have changed sources: that build is none of the features'
        assert new Orch(shared).run('version', limit: Duration.ofMinutes(5)).code == 0
    }

    def setup() {
        orch = new Orch(temporary)
    }

    /** A tree of its own that shares everything with this one but the launcher and what that makes. */
    private static Path tree(Path folder) {
        Files.createDirectories(folder)
        ['lib', 'dsl', 'libexec', 'scripts', 'pom.xml'].each {
            Files.createSymbolicLink(folder.resolve(it), Orch.ROOT.resolve(it))
        }
        Files.copy(LAUNCHER, folder.resolve('orch'))
        folder
    }

    /** A folder with all programs of this machine but those that it has to do without; what is called of these is noted. */
    private Path programs(String without) {
        def folder = Files.createDirectories(temporary.resolve('programs'))
        ['/usr/bin', '/bin'].each { bin ->
            new File(bin).eachFile { file ->
                def link = folder.resolve(file.name)
                if (!(file.name ==~ without) && !Files.exists(link)) {
                    Files.createSymbolicLink(link, file.toPath())
                }
            }
        }
        folder
    }

    private void trap(Path programs, String name) {
        def program = Files.writeString(programs.resolve(name), "#!/bin/sh\necho \"$name \$*\" >> $temporary/called\nexit 1\n").toFile()
        assert program.setExecutable(true)
    }

    private List<String> called() {
        def file = temporary.resolve('called')
        Files.exists(file) ? Files.readAllLines(file) : []
    }

    def "it works through a link, by the PATH, and from any folder"() {
        given:
        def bin = Files.createDirectories(temporary.resolve('bin'))
        Files.createSymbolicLink(bin.resolve('again'), LAUNCHER)
        Files.createSymbolicLink(bin.resolve('orch'), bin.resolve('again'))

        when:
        def byLink = orch.run('version', launcher: bin.resolve('orch'))
        def byPath = orch.run('version', launcher: 'orch', folder: Path.of('/'), env: [PATH: "$bin:${System.getenv('PATH')}".toString()])

        then:
        byLink.code == 0
        byLink.out.startsWith('orch ')
        byPath.code == 0
        byPath.out == byLink.out
    }

    def "it says nothing itself when there is nothing to set up"() {
        expect:
        orch.run('version').err == ''
        orch.run('-e', 'println 1 + 1').err == ''
    }

    def "what was built is not built again"() {
        given:
        def programs = programs('mvn')
        trap(programs, 'mvn')
        def stamp = Orch.ROOT.resolve('target/launch/stamp')
        def before = Files.getLastModifiedTime(stamp)

        when:
        def run = orch.run('-e', 'println 1 + 1', env: [PATH: programs.toString()])

        then:
        run.code == 0
        run.out == '2\n'
        called() == []
        Files.getLastModifiedTime(stamp) == before
    }

    def "folders may have spaces in their names"() {
        given: 'a tree that counts as built'
        def tree = tree(temporary.resolve('my programs/orch of mine'))
        Files.createFile(Files.createDirectories(tree.resolve('target/launch')).resolve('stamp'))
        def folder = Files.createDirectories(temporary.resolve('a working folder'))
        def launcher = tree.resolve('orch')

        when:
        def version = orch.run('version', launcher: launcher, folder: folder, limit: PREPARING)
        def snippet = orch.run('-e', 'println new File("").absolutePath', launcher: launcher, folder: folder)

        then:
        version.code == 0
        snippet.code == 0
        snippet.out == "$folder\n"
    }

    def "words are passed on as they are"() {
        when:
        def run = orch.run('-e', 'args.each { println "<$it>" }', 'a b', '', '*', "it's", '$HOME', '\\')

        then:
        run.out.readLines() == ['<a b>', '<>', '<*>', "<it's>", '<$HOME>', '<\\>']
    }

    def "with #how it says what is missing, ends with 3, and installs nothing"() {
        given: 'sources that were never built, and no Maven'
        def tree = tree(temporary.resolve('tree'))
        def programs = programs('mvn.*|apt-get')
        trap(programs, 'apt-get')

        when:
        def run = orch.run(*words, launcher: tree.resolve('orch'), env: [PATH: programs.toString()] + variables)

        then:
        run.code == 3
        run.problem[0].startsWith('orch: not on this machine: ')
        run.problem[0].contains('maven')
        run.problem.any { it.contains('no mvn on the PATH') }
        run.problem.any { it.contains('set-up is forbidden (--no-setup or ORCH_SETUP=never)') }
        run.problem.last().startsWith('  next: orch version')
        called() == []

        where:
        how                | words                     | variables
        'ORCH_SETUP=never' | ['version']               | [ORCH_SETUP: 'never']
        '--no-setup'       | ['version', '--no-setup'] | [ORCH_SETUP: '']
    }

    def "a JDK that is none is a mistake"() {
        when:
        def run = orch.run('version', env: [ORCH_JAVA_HOME: '/no/such/jdk'])

        then:
        run.code == 2
        run.problem[0].contains('ORCH_JAVA_HOME')
        run.problem.any { it.contains('/no/such/jdk') }
    }

    def "the JDK that is asked for is taken: #version"() {
        when:
        def lane = orch.run('version', '--json', env: [ORCH_JAVA_HOME: home], limit: PREPARING)
        def full = orch.run('-e', 'println System.getProperty("java.version")', env: [ORCH_JAVA_HOME: home])

        then:
        lane.code == 0
        lane.err == ''
        lane.json.java == version
        full.code == 0
        full.err == ''
        full.out == "$version\n"

        where:
        [home, version] << jdks()
    }

    def "without a word about it the newest JDK is taken"() {
        given:
        def newest = jdks().collect { it[1].split('\\.')[0] as int }.max()

        expect:
        orch.run('version', '--json').json.java.startsWith("$newest")
    }

    /** The JDKs of this machine that orch may run on: folder and version, each once. */
    private static List<List<String>> jdks() {
        new File('/usr/lib/jvm').listFiles()
                .findAll { new File(it, 'release').file && new File(it, 'bin/java').canExecute() }
                *.canonicalFile.unique()
                .collect { [it.path, (new File(it, 'release').text =~ /JAVA_VERSION="([^"]+)"/)[0][1] as String] }
                .findAll { (it[1].split('\\.')[0] as int) >= 17 }
    }
}
