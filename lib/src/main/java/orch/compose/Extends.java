package orch.compose;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import orch.model.Names;

/** Merges services over those that they extend, in the same file or in others. */
final class Extends {
  private final FileStages files;
  private final Map<Path, Node.Mapping> others = new LinkedHashMap<>();

  Extends(FileStages files) {
    this.files = files;
  }

  /** A document whose services extend nothing any more. */
  Node.Mapping apply(Node.Mapping document, Source source) {
    return document.mapped(
        "services",
        services -> services instanceof Node.Mapping all ? each(all, source) : services);
  }

  private Node each(Node.Mapping services, Source source) {
    Map<String, Node> made = services.copy();
    made.replaceAll(
        (name, service) ->
            Node.through(
                service,
                one ->
                    one instanceof Node.Mapping mapping && mapping.get("extends") != null
                        ? extended(services, name, source, false, new ArrayList<>())
                        : one));
    return new Node.Mapping(made, services.place());
  }

  private Node extended(
      Node.Mapping services, String name, Source source, boolean isOther, List<String> chain) {
    Node service =
        isOther ? files.finished(services, name, source) : Node.unmarked(services.get(name));
    if (!(service instanceof Node.Mapping mapping)
        || !(mapping.get("extends") instanceof Node.Mapping reference)) {
      return service;
    }
    String step = files.name(source.file()) + " " + name;
    if (chain.contains(step)) {
      throw reference
          .place()
          .bad(
              "service '"
                  + name
                  + "' extends itself: "
                  + String.join(" -> ", chain)
                  + " -> "
                  + step);
    }
    chain.add(step);
    String wanted = reference.text("service");
    String file = reference.text("file");
    Node.Mapping from = services;
    Source other = source;
    if (!file.isEmpty()) {
      Path path = files.paths(source.folder()).path(file, reference.get("file").place());
      other = new Source(path, path.getParent(), source.variables());
      Source read = other;
      from = others.computeIfAbsent(path, p -> files.services(read, reference.get("file").place()));
    }
    if (from.get(wanted) == null) {
      throw reference
          .place()
          .bad(
              "service '"
                  + name
                  + "' extends '"
                  + wanted
                  + "', which is not in "
                  + files.name(other.file())
                  + Names.didYouMean(wanted, from.entries().keySet()));
    }
    Node base = extended(from, wanted, other, isOther || other != source, chain);
    return base == null || Node.isNull(base)
        ? mapping.without("extends")
        : Merge.services(base, mapping.without("extends"));
  }
}
