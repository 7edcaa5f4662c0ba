package orch.docs

import orch.cli.ManPage
import orch.script.ScriptStore
import orch.script.Verbs
import orch.support.Orch
import spock.lang.Specification
import spock.lang.TempDir

import java.nio.file.Files
import java.nio.file.Path

/** docs/orch.1 is generated from the list of verbs. */
class ManPageSpec extends Specification {
    @TempDir
    Path folder

    private String page() {
        ManPage.text(new Verbs(folder, new ScriptStore(folder.resolve('cache'), 'spec', 'orch.dsl.OrchScript')).all())
    }

    def "the manual page says what the verbs say"() {
        given:
        def file = Orch.ROOT.resolve('docs/orch.1')

        when: 'it is written anew, where that was asked for: -Dorch.docs=write'
        if (System.getProperty('orch.docs') == 'write') {
            Files.writeString(file, page())
        }

        then:
        Files.readString(file) == page()
    }

    def "it has no mistake of typesetting, and is readable in 80 columns"() {
        when:
        assert new Orch(folder).run('--setup', 'package', 'groff-base', env: [ORCH_SETUP: '']).code == 0
        def source = Files.writeString(folder.resolve('orch.1'), page())
        def process = new ProcessBuilder('groff', '-man', '-Tutf8', '-ww', '-P-c', "$source").start()
        def text = process.inputStream.text.replaceAll(/.\x08/, '')

        then:
        process.waitFor() == 0
        process.errorStream.text == ''
        text.contains('start [SERVICE...]') || text.contains('start SERVICE...')
        text.contains('--no-wait')
        text.contains('--stack FILE|NAME')
        text.readLines().every { it.length() <= 80 }
    }
}
