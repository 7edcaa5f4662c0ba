package orch.live

import orch.support.LiveSpec
import orch.support.Orch

import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit

/** docs/examples/testing is a project of its own, built against the artifacts as they are published. */
class ExampleProjectSpec extends LiveSpec {
    private static final Path PUBLISHED = Orch.ROOT.resolve('target/repository/orch')

    /**
     * A local repository that has all that this machine's has, but of orch what was published by this build. It is no
     * temporary folder: nothing that follows links may ever remove it.
     */
    private static Path repository() {
        def machine = Path.of(System.getProperty('localRepository') ?: "${System.getProperty('user.home')}/.m2/repository")
        def folder = Files.createDirectories(Orch.ROOT.resolve('target/repository-of-examples'))
        def links = Files.list(machine).withCloseable { it.toList() }.findAll { it.fileName.toString() != 'orch' } + [PUBLISHED]
        links.each {
            def link = folder.resolve(it.fileName)
            if (Files.isSymbolicLink(link) && Files.readSymbolicLink(link) != it) {
                Files.delete(link)
            }
            if (!Files.exists(link)) {
                Files.createSymbolicLink(link, it)
            }
        }
        folder
    }

    private Map maven(Path project, String... words) {
        def log = temporary.resolve('maven.log').toFile()
        def builder = new ProcessBuilder(['mvn', '-B', "-Dmaven.repo.local=${repository()}".toString(), *words] as List<String>)
            .directory(project.toFile()).redirectErrorStream(true).redirectOutput(log)
        builder.environment().putAll(orch.environment)
        // all that Testcontainers would pull, and the host that it would ask a container for
        builder.environment().putAll([TESTCONTAINERS_RYUK_DISABLED: 'true', TESTCONTAINERS_HOST_OVERRIDE: '127.0.0.1',
                                      TESTCONTAINERS_CHECKS_DISABLE: 'true', DOCKER_HOST: engine.ADDRESS.toString(), ORCH_PROGRESS: 'quiet'])
        def process = builder.start()
        def ended = process.waitFor(300, TimeUnit.SECONDS)
        process.descendants().each { it.destroyForcibly() }
        process.destroyForcibly().waitFor()
        [code: ended ? process.exitValue() : -1, text: log.text]
    }

    def "its tests by JUnit, Spock and Testcontainers pass, and nothing of their stacks is left"() {
        given: 'the project under stack names of the feature'
        def project = temporary.resolve('example')
        copy(Orch.ROOT.resolve('docs/examples/testing'), project)
        ['stack.groovy': 'greetings', 'compose.yaml': 'greetings-in-yaml'].each { file, stack ->
            def path = project.resolve(file)
            Files.writeString(path, Files.readString(path).replace(stack, file == 'stack.groovy' ? name : "$name-yaml"))
        }

        when: 'offline first, which is quicker where everything is there'
        def run = maven(project, '-o', '-q', 'test')
        if (run.code != 0 && run.text.contains('offline mode')) {
            run = maven(project, '-q', 'test')
        }

        then:
        run.code == 0
        def reports = project.resolve('target/surefire-reports').toFile().listFiles().findAll { it.name.endsWith('.xml') }
        reports*.name.sort() == ['ContainersTest', 'EmbeddedTest', 'GreeterSpec', 'GreeterTest'].collect { "TEST-example.${it}.xml" }
        reports.collect { (it.text =~ /<testsuite [^>]*tests="(\d+)"/)[0][1] as int }.sum() >= 8

        and:
        engine.leftOf(name) == []
    }

    def "what is published is complete: jar, sources, Javadoc, and a description"() {
        expect:
        ['orch-lib', 'orch-dsl'].every { artifact ->
            def folder = PUBLISHED.resolve(artifact).toFile().listFiles().find { it.directory }
            def base = "$artifact-$folder.name"
            ['.jar', '-sources.jar', '-javadoc.jar', '.pom'].every { new File(folder, base + it).length() > 1000 }
        }
        def parent = PUBLISHED.resolve('orch').toFile().listFiles().find { it.directory }
        def pom = new File(parent, "orch-${parent.name}.pom").text
        ['name', 'description', 'url', 'licenses', 'developers', 'scm'].every { pom =~ /<$it[ >]/ }
    }

    private static void copy(Path from, Path to) {
        Files.walk(from).withCloseable { files ->
            files.findAll { !from.relativize(it).startsWith('target') }
                .each { Files.copy(it, to.resolve(from.relativize(it).toString())) }
        }
    }
}
