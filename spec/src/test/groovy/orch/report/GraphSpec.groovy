package orch.report

import orch.report.DependencyGraph.Mark
import orch.report.DependencyGraph.Node
import orch.report.html.GraphSvg
import orch.support.Markup
import spock.lang.Specification

class GraphSpec extends Specification {
    def graph = new DependencyGraph([
        new Node('proxy', Mark.OPEN, 'starting', ['web', 'auth']),
        new Node('web', Mark.GOOD, 'running', ['db', 'gone']),
        new Node('auth', Mark.GOOD, 'running', ['db', 'cache']),
        new Node('db', Mark.BAD, 'missing', ['disk']),
        new Node('cache', Mark.GOOD, 'running', []),
        new Node('disk', Mark.GOOD, 'completed', [])])

    def "as text it is a tree, below each service what it depends on, followed into depth only once"() {
        expect:
        new GraphText(Style.PLAIN, Symbols.UNICODE).text(graph).readLines() == [
            '· proxy          starting',
            '├─ ✔ web         running',
            '│  └─ ✘ db       missing',
            '│     └─ ✔ disk  completed',
            '└─ ✔ auth        running',
            '   ├─ ✘ db ↑     missing',
            '   └─ ✔ cache    running']
    }

    def "as text it needs no other letters than ASCII, and uses colours where they are wanted"() {
        expect:
        new GraphText(Style.PLAIN, Symbols.ASCII).text(graph) ==~ /(?s)\p{ASCII}*/
        new GraphText(Style.PLAIN, Symbols.ASCII).text(graph).readLines()[2] == '|  `- x db       missing'
        new GraphText(new Style(true), Symbols.ASCII).text(graph).contains('\u001b[31mmissing')
    }

    def "as SVG it has a box for each service, none upon another, and a line for each dependency that points down"() {
        when:
        def svg = Markup.of(new GraphSvg(String::toString).picture(graph))
        def boxes = svg.all('g').collect {
            def box = it.all('rect')[0]
            [name: it.all('text')[0].text] + ['x', 'y', 'width'].collectEntries { [it, box.attribute(it) as double] }
        }

        then:
        boxes*.name as Set == ['proxy', 'web', 'auth', 'db', 'cache', 'disk'] as Set
        [boxes, boxes].combinations().every { a, b -> a.name == b.name || a.y != b.y || a.x + a.width < b.x || b.x + b.width < a.x }
        boxes.every { it.x >= 0 && it.x + it.width <= (svg.attribute('width') as double) }
        svg.all('path').size() == 6
        boxes.find { it.name == 'proxy' }.y < boxes.find { it.name == 'web' }.y
        boxes.find { it.name == 'web' }.y < boxes.find { it.name == 'db' }.y
    }

    def "what depends on each other in a circle is drawn as well"() {
        given:
        def circle = new DependencyGraph([new Node('a', Mark.GOOD, '', ['b']), new Node('b', Mark.GOOD, '', ['a'])])

        expect:
        new GraphText(Style.PLAIN, Symbols.ASCII).text(circle).readLines()*.trim() == ['+ a', '`- + b', '`- + a ^']
        Markup.of(new GraphSvg(String::toString).picture(circle)).all('path').size() == 2
    }
}
