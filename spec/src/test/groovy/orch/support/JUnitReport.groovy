package orch.support

import javax.xml.XMLConstants
import javax.xml.parsers.DocumentBuilderFactory
import javax.xml.transform.stream.StreamSource
import javax.xml.validation.SchemaFactory

import org.w3c.dom.Element

/** A report as Jenkins and GitLab read it: valid by their rules, a map for each case. */
final class JUnitReport {
    final List<Map<String, String>> cases
    final Map<String, String> totals

    JUnitReport(String text) {
        def schema = SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI).newSchema(JUnitReport.getResource('/junit.xsd'))
        schema.newValidator().validate(new StreamSource(new StringReader(text)))
        def document = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new ByteArrayInputStream(text.getBytes('UTF-8')))
        def suite = document.getElementsByTagName('testsuite').item(0) as Element
        totals = ['name', 'tests', 'failures', 'errors', 'skipped'].collectEntries { [(it): suite.getAttribute(it)] }
        def found = document.getElementsByTagName('testcase')
        cases = (0..<found.length).collect { found.item(it) as Element }.collect {
            def inner = it.firstChild as Element
            [classname: it.getAttribute('classname'), name: it.getAttribute('name'), kind: inner?.tagName ?: 'passed',
             message: inner?.getAttribute('message') ?: '', text: inner?.textContent ?: '', time: it.getAttribute('time')]
        }
    }

    Map<String, String> of(String name) {
        cases.find { it.name == name }
    }
}
