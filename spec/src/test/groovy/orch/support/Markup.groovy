package orch.support

import javax.xml.parsers.DocumentBuilderFactory
import javax.xml.xpath.XPathConstants
import javax.xml.xpath.XPathFactory
import org.w3c.dom.Element
import org.w3c.dom.Node
import org.w3c.dom.NodeList
import org.xml.sax.InputSource

/** XML, or HTML that is XML as well, asked by XPath. */
class Markup {
    private final Node node

    private Markup(Node node) {
        this.node = node
    }

    /** Fails where the text is no XML. */
    static Markup of(String text) {
        def builder = DocumentBuilderFactory.newInstance().newDocumentBuilder()
        builder.errorHandler = null
        new Markup(builder.parse(new InputSource(new StringReader(text))).documentElement)
    }

    List<Markup> all(String path) {
        def found = XPathFactory.newInstance().newXPath().evaluate(path, node, XPathConstants.NODESET) as NodeList
        (0..<found.length).collect { new Markup(found.item(it)) }
    }

    /** The text of the only one there is. */
    String text(String path) {
        def found = all(path)
        assert found.size() == 1
        found[0].text
    }

    String getText() {
        node.textContent
    }

    String attribute(String name) {
        (node as Element).getAttribute(name)
    }
}
