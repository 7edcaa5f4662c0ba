package orch.docs

import java.nio.file.Files
import orch.compose.KeptKeys
import orch.support.Orch
import spock.lang.Specification

/** docs/compose.md says of every key that has no effect why. */
class ComposePageSpec extends Specification {
    def "the page's table is the one that loads go by; -Dorch.docs=write writes it anew"() {
        given:
        def page = Orch.ROOT.resolve('docs/compose.md')
        def text = Files.readString(page)
        def rows = KeptKeys.rows().collect { "| `$it.key` | $it.value |\n" }.join()
        def wanted = text.replaceFirst(/(?s)(\| --- \| --- \|\n)(\|[^\n]*\n)*/) { all, head, last -> head + rows }

        when:
        if (System.getProperty('orch.docs') == 'write') {
            Files.writeString(page, wanted)
            text = wanted
        }

        then:
        text == wanted
        rows.contains('service.develop')
    }
}
