package orch.script

import java.nio.file.Files
import java.nio.file.Path
import java.security.MessageDigest
import java.util.jar.JarEntry
import java.util.jar.JarOutputStream
import orch.model.OrchException
import spock.lang.Specification
import spock.lang.TempDir

/** Verbs and libraries from jars: those in lib/ext, and those of a repository, here a folder. */
class LibrariesSpec extends Specification {
    @TempDir
    Path temp

    def "a jar in lib/ext brings verbs, after the folder's own and those of orch"() {
        given:
        jar(temp.resolve('lib/ext/more.jar'), [
            'orch/verbs/greet.groovy': "describe 'greets'\noption 'loud', 'in capitals'",
            'orch/verbs/start.groovy': "describe 'another start'",
            'orch/verbs/fill.groovy': "describe 'fills'"])
        Files.writeString(Files.createDirectories(temp.resolve('scripts')).resolve('fill.groovy'), "describe 'fills otherwise'")
        def verbs = new Verbs(temp, store())

        expect:
        verbs.all().greet.summary() == 'greets'
        verbs.all().greet.options()*.name() == ['loud']
        verbs.all().fill.summary() == 'fills otherwise'
        verbs.all().start.summary() == verbs.builtIn('start').get().signature().summary()
        verbs.shared('greet').get().startsWith('describe')
        verbs.shared('none').empty
    }

    def "a jar that is none is told by its name"() {
        given:
        Files.writeString(Files.createDirectories(temp.resolve('lib/ext')).resolve('broken.jar'), 'no jar')

        when:
        new Verbs(temp, store()).all()

        then:
        def e = thrown(OrchException.BadInput)
        e.message == "cannot read the jar $temp/lib/ext/broken.jar"
    }

    def "a script imports what a library by coordinates brings, with what that needs, and finds it again without asking"() {
        given:
        publish('a', 'notes/a.txt', 'of a', "<dependency><groupId>spec.group</groupId><artifactId>b</artifactId><version>1.0</version></dependency>")
        publish('b', 'notes/b.txt', 'of b')
        def text = """
            use 'spec.group:a:1.0'
            ['a', 'b'].collect { getClass().classLoader.getResource("notes/\${it}.txt").text }"""

        expect:
        plain().compiled('notes.groovy', text).create().with { it.metaClass.use = { Object o -> }; it.run() } == ['of a', 'of b']

        when: 'the repository is gone, and only what was kept is there'
        temp.resolve('repository').toFile().deleteDir()

        then:
        plain().compiled('notes.groovy', text).create().with { it.metaClass.use = { Object o -> }; it.run() } == ['of a', 'of b']
    }

    def "what is typed finds libraries as scripts do, and a library is announced before it is fetched, once"() {
        given:
        publish('a', 'a.txt', 'text of a')
        def lines = new LineCompiler('groovy.lang.Script', plain())
        def run = { String text -> lines.compile(text).compiled().create().with { it.metaClass.use = { Object o -> }; it.run() } }
        def text = "getClass().classLoader.getResource('a.txt')?.text"

        expect: 'not before it is used; then in each line that follows'
        run(text) == null
        run("use 'spec.group:a:1.0'") == null
        run(text) == 'text of a'
        told == ['fetches library spec.group:a:1.0 from folder']

        and: 'it stays on this machine'
        new LineCompiler('groovy.lang.Script', plain()).compile("use 'spec.group:a:1.0'")
        told.size() == 1
    }

    def "jars of lib/ext are there for what is typed"() {
        given:
        Files.createDirectories(temp.resolve('lib/ext'))
        jar(temp.resolve('lib/ext/b.jar'), ['b.txt': 'text of b'])

        expect:
        new LineCompiler('groovy.lang.Script', plain()).compile("getClass().classLoader.getResource('b.txt').text")
                .compiled().create().run() == 'text of b'
    }

    def "a library that #what is an error with exit code #code: #problem"() {
        given:
        publish('a', 'a.txt', 'a')
        if (what == 'was damaged') {
            Files.writeString(temp.resolve('repository/spec/group/a/1.0/a-1.0.jar.sha1'), '0' * 40)
        }

        when:
        store(what == 'is asked for offline').compiled('uses.groovy', "// first\nuse 'spec.group:$name:1.0'")

        then:
        def e = thrown(OrchException)
        e.exitCode() == code
        e.message == "uses.groovy:2: $problem"
        !e.evidence().empty

        where:
        what                   | name   || code | problem
        'does not exist'       | 'none' || 2    | "there is no library 'spec.group:none:1.0'"
        'is asked for offline' | 'a'    || 3    | "library 'spec.group:a:1.0' is not on this machine, and orch is offline"
        'was damaged'          | 'a'    || 3    | "library 'spec.group:a:1.0' was damaged on its way: its checksum is wrong"
    }

    def "'#text' names #what"() {
        expect:
        Libraries.areCoordinates(text) == coordinates

        where:
        text                         || coordinates
        'org.some:thing:1.0'         || true
        'org.some:thing:jar:all:1.0' || true
        'common.groovy'              || false
        '../common.groovy'           || false
        'C:common.groovy'            || false
        'some:thing'                 || false
        what = coordinates ? 'a library' : 'a file'
    }

    private final List<String> told = []

    private ScriptStore store(boolean offline = false) {
        new ScriptStore(temp.resolve('cache'), 'spec', 'orch.dsl.OrchScript', libraries(offline))
    }

    /** Scripts that are run without a session. */
    private ScriptStore plain() {
        new ScriptStore(temp.resolve('cache'), 'spec', 'groovy.lang.Script', libraries(false))
    }

    /** As Maven's settings say: one repository in place of all, and nothing of this user's. */
    private Libraries libraries(boolean offline) {
        def settings = Files.writeString(temp.resolve('settings.xml'), """
            <settings>
              <localRepository>$temp/local</localRepository>
              <offline>$offline</offline>
              <mirrors><mirror><id>folder</id><mirrorOf>*</mirrorOf><url>file://$temp/repository</url></mirror></mirrors>
            </settings>""".strip())
        Libraries.of([temp], [ORCH_MAVEN_SETTINGS: settings.toString(), MAVEN_HOME: temp.toString()], temp, { told << it })
    }

    private void publish(String artifact, String entry, String text, String dependencies = '') {
        def base = temp.resolve("repository/spec/group/$artifact/1.0/$artifact-1.0")
        jar(Path.of("${base}.jar"), [(entry): text])
        Files.writeString(Path.of("${base}.pom"), """<project><modelVersion>4.0.0</modelVersion><groupId>spec.group</groupId>
            <artifactId>$artifact</artifactId><version>1.0</version><dependencies>$dependencies</dependencies></project>""")
        ['jar', 'pom'].each {
            def bytes = Files.readAllBytes(Path.of("${base}.$it"))
            Files.writeString(Path.of("${base}.${it}.sha1"), MessageDigest.getInstance('SHA-1').digest(bytes).encodeHex().toString())
        }
    }

    private static void jar(Path file, Map<String, String> entries) {
        Files.createDirectories(file.parent)
        new JarOutputStream(Files.newOutputStream(file)).withCloseable { jar ->
            entries.each { name, text ->
                jar.putNextEntry(new JarEntry(name))
                jar.write(text.bytes)
            }
        }
    }
}
