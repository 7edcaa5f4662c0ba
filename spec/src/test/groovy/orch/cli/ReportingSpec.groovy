package orch.cli

import java.nio.charset.StandardCharsets
import java.nio.file.Files
import java.nio.file.Path
import orch.support.JUnitReport
import spock.lang.Specification
import spock.lang.TempDir

/** Reports of commands that get nowhere near an engine. */
class ReportingSpec extends Specification {
    @TempDir
    Path temp
    Path folder
    def err = new ByteArrayOutputStream()

    def setup() {
        folder = Files.createDirectories(temp.resolve('work'))
    }

    private int orch(Map<String, String> environment, String... words) {
        err.reset()
        def all = [XDG_CACHE_HOME: "$temp/cache", XDG_STATE_HOME: "$temp/state", ORCH_ENGINE: "unix://$temp/none.sock",
                   ORCH_SETUP: 'never', GITHUB_WORKSPACE: folder] + environment
        def nowhere = new PrintStream(OutputStream.nullOutputStream())
        new Main(all.collectEntries { [(it.key): it.value.toString()] }, folder, nowhere, new PrintStream(err, true, StandardCharsets.UTF_8)).run(words as List)
    }

    private String getTold() {
        err.toString(StandardCharsets.UTF_8)
    }

    private void file(String name, String text) {
        def file = folder.resolve(name)
        Files.createDirectories(file.parent)
        Files.writeString(file, text)
    }

    def "a mistake in #file is annotated at its line"() {
        given:
        this.file(file, text)

        expect:
        orch(*words, GITHUB_ACTIONS: 'true') == 2
        told.readLines().find { it.startsWith('::') }.startsWith("::error file=$file,line=$line,title=orch::")

        where:
        file                | text                                                   | words                              || line
        'tools/a.groovy'    | "\nstack {\n"                                          | ['tools/a.groovy']                 || 2
        'tools/a.groovy'    | "\nprntln 1"                                           | ['tools/a.groovy']                 || 2
        'scripts/a.groovy'  | "describe 'a'\nprntln 1"                               | ['a']                              || 2
        'stack.groovy'      | "stack {\n service('a') { iamge 'a' }\n}"              | ['plan']                           || 2
        'compose.yaml'      | "services:\n  a:\n    iamge: b\n"                      | ['plan']                           || 3
        'sub/compose.yaml'  | "services:\n  a:\n    iamge: b\n"                      | ['plan', '-f', 'sub/compose.yaml'] || 3
    }

    def "a mistake in a snippet has no file to be shown at; outside of GitHub Actions there are no annotations"() {
        expect:
        orch('-e', 'prntln 1', GITHUB_ACTIONS: 'true') == 2
        told.startsWith("::error title=orch::snippet.groovy:1: unknown word 'prntln'")
        orch('-e', 'prntln 1', CI: 'true') == 2
        !told.contains('::error')
    }

    def "a command that fails before it starts anything leaves a report: #words"() {
        given:
        file('stack.groovy', text)

        expect:
        orch([:], *words, '--junit', 'a/b.xml') == code
        def report = new JUnitReport(Files.readString(folder.resolve('a/b.xml')))
        report.cases.any { it.kind == 'error' && it.message.contains(message) }

        where:
        words     | text                                     || code | message
        ['start'] | "stack { service 'a', image: 'a' }"      || 3    | 'no engine answers'
        ['start'] | "stack { service 'a', imgae: 'a' }"      || 2    | 'imgae'
    }

    def "a report that cannot be written is told before anything is done: #file"() {
        given:
        this.file('there/x', '')

        expect:
        orch([:], '-e', "println 1", '--junit', file) == 2
        told.contains(message)

        where:
        file         || message
        'there'      || 'there: it is a folder'
        'there/x/y'  || 'there/x'
        '/proc/none' || '/proc/none'
    }

    def "CI=#value #means"() {
        expect:
        CommonOptions.settings([:], [CI: value], true).progress().name() == detail

        where:
        value   || detail  | means
        'true'  || 'PLAIN' | 'asks for lines, even on a terminal'
        '1'     || 'PLAIN' | 'does as well'
        'false' || 'TTY'   | 'is no CI'
        ''      || 'TTY'   | 'is none'
    }
}
