package orch.report;

import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Cases as the XML that Jenkins, GitLab and others read as JUnit's: {@code testsuites}, {@code
 * testsuite}, {@code testcase} with {@code failure}, {@code error} or {@code skipped} and {@code
 * system-out}.
 */
public final class JUnitXml {
  /** What terminals read as colours and the like. */
  private static final String ESCAPES = "\u001b\\[[0-9;?]*[ -/]*[@-~]";

  private JUnitXml() {}

  /**
   * The document, in UTF-8.
   *
   * @param suite name of the run: the command
   * @param begin when it began; written in UTC, in whole seconds
   * @param took the whole run
   */
  public static String text(String suite, Instant begin, Duration took, List<Case> cases) {
    StringWriter text = new StringWriter();
    try {
      XMLStreamWriter xml = XMLOutputFactory.newInstance().createXMLStreamWriter(text);
      xml.writeStartDocument("UTF-8", "1.0");
      xml.writeCharacters("\n");
      xml.writeStartElement("testsuites");
      counts(xml, suite, took, cases);
      xml.writeCharacters("\n");
      xml.writeStartElement("testsuite");
      counts(xml, suite, took, cases);
      attribute(xml, "skipped", count(cases, Case.Outcome.SKIPPED));
      String timestamp = begin.truncatedTo(ChronoUnit.SECONDS).toString();
      attribute(xml, "timestamp", timestamp.substring(0, timestamp.length() - 1));
      for (Case one : cases) {
        xml.writeCharacters("\n");
        write(xml, one);
      }
      xml.writeCharacters("\n");
      xml.writeEndElement();
      xml.writeCharacters("\n");
      xml.writeEndElement();
      xml.writeEndDocument();
      xml.close();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("a text takes all that is written", e);
    }
    return text.append('\n').toString();
  }

  private static void counts(XMLStreamWriter xml, String suite, Duration took, List<Case> cases)
      throws XMLStreamException {
    attribute(xml, "name", suite);
    attribute(xml, "tests", Integer.toString(cases.size()));
    attribute(xml, "failures", count(cases, Case.Outcome.FAILED));
    attribute(xml, "errors", count(cases, Case.Outcome.BROKEN));
    attribute(xml, "time", seconds(took));
  }

  private static String count(List<Case> cases, Case.Outcome outcome) {
    return Long.toString(cases.stream().filter(one -> one.outcome() == outcome).count());
  }

  private static void write(XMLStreamWriter xml, Case one) throws XMLStreamException {
    xml.writeStartElement("testcase");
    attribute(xml, "classname", one.classname());
    attribute(xml, "name", one.name());
    attribute(xml, "time", seconds(one.time()));
    switch (one.outcome()) {
      case PASSED -> {
        if (!one.output().isEmpty()) {
          element(xml, "system-out", "", one.output());
        }
      }
      case FAILED -> element(xml, "failure", one.message(), one.output());
      case BROKEN -> element(xml, "error", one.message(), one.output());
      case SKIPPED -> element(xml, "skipped", one.message(), one.output());
    }
    xml.writeEndElement();
  }

  private static void element(XMLStreamWriter xml, String name, String message, String text)
      throws XMLStreamException {
    xml.writeStartElement(name);
    if (!message.isEmpty()) {
      attribute(xml, "message", message);
    }
    xml.writeCharacters(possible(text));
    xml.writeEndElement();
  }

  private static void attribute(XMLStreamWriter xml, String name, String value)
      throws XMLStreamException {
    xml.writeAttribute(name, possible(value));
  }

  private static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.3f", time.toMillis() / 1000.0);
  }

  /** Colours are left out; what XML cannot hold (https://www.w3.org/TR/xml/#charsets) is U+FFFD. */
  private static String possible(String text) {
    StringBuilder possible = new StringBuilder(text.length());
    text.replaceAll(ESCAPES, "")
        .codePoints()
        .map(c -> isCharacter(c) ? c : 0xFFFD)
        .forEach(possible::appendCodePoint);
    return possible.toString();
  }

  private static boolean isCharacter(int c) {
    return c == '\t'
        || c == '\n'
        || c == '\r'
        || c >= 0x20 && c <= 0xD7FF
        || c >= 0xE000 && c <= 0xFFFD
        || c >= 0x10000;
  }
}
