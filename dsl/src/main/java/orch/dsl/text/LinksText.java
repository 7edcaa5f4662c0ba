package orch.dsl.text;

import java.util.List;
import java.util.Map;
import orch.model.Attachment;
import orch.model.Links;
import orch.model.Port;
import orch.model.Resolver;

/** How a service is reached and what it reaches, as words. */
final class LinksText {
  private LinksText() {}

  static void add(Links links, List<Phrase> phrases) {
    for (Port port : links.ports()) {
      phrases.add(
          Phrase.of("port", Integer.toString(port.container()))
              .number("host", port.host())
              .said("address", port.address(), Port.LOOPBACK)
              .said("protocol", port.protocol(), "tcp"));
    }
    if (!links.expose().isEmpty()) {
      phrases.add(
          Phrase.of("expose", links.expose().stream().map(LinksText::port).toArray(String[]::new)));
    }
    for (Attachment attachment : links.attachments()) {
      phrases.add(
          Phrase.of("network", Literal.text(attachment.network()))
              .list("aliases", attachment.aliases())
              .said("address", attachment.address(), "")
              .said("ipv6", attachment.endpoint().ipv6(), "")
              .said("mac", attachment.endpoint().mac(), "")
              .list("linkLocal", attachment.endpoint().linkLocal())
              .map("options", attachment.endpoint().options()));
    }
    text("networkMode", links.networkMode(), phrases);
    text("macAddress", links.mac(), phrases);
    if (!links.extraHosts().isEmpty()) {
      phrases.add(
          new Phrase("extraHosts", List.of(), Literal.texts(links.extraHosts()), List.of()));
    }
    if (!links.dns().isEmpty()) {
      phrases.add(Phrase.of("dns", links.dns().stream().map(Literal::text).toArray(String[]::new)));
    }
    Resolver resolver = links.resolver();
    Phrase names =
        new Phrase("resolver", List.of(), Map.of(), List.of())
            .list("search", resolver.search())
            .list("options", resolver.options())
            .said("domain", resolver.domain(), "")
            .list("externalLinks", resolver.externalLinks());
    if (!names.named().isEmpty()) {
      phrases.add(names);
    }
  }

  private static void text(String word, String text, List<Phrase> phrases) {
    if (!text.isEmpty()) {
      phrases.add(Phrase.of(word, Literal.text(text)));
    }
  }

  private static String port(String port) {
    return port.matches("[0-9]+/tcp") ? port.replace("/tcp", "") : Literal.text(port);
  }
}
