package orch.dsl;

import groovy.lang.Closure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import orch.model.Names;
import orch.model.OrchException;

/** The word {@code compose} of a script: files, profiles, and a block. Not loaded without it. */
final class ComposeWord {
  private final Session session;
  private final ScriptFile file;

  ComposeWord(Session session, ScriptFile file) {
    this.session = session;
    this.file = file;
  }

  /**
   * The stack.
   *
   * @param filesAndBlock names of files, then perhaps a block
   */
  StackHandle stack(Map<String, ?> how, Object... filesAndBlock) {
    for (String name : how.keySet()) {
      if (!name.equals("profiles")) {
        throw bad("'compose' has no '" + name + ":'" + Names.didYouMean(name, List.of("profiles")));
      }
    }
    List<Object> given = filesAndBlock == null ? List.of() : Arrays.asList(filesAndBlock);
    List<String> files = new ArrayList<>();
    Closure<?> block = Closure.IDENTITY;
    for (Object value : given) {
      if (value instanceof CharSequence name) {
        files.add(name.toString());
      } else if (value instanceof Closure<?> closure && value == given.get(given.size() - 1)) {
        block = closure;
      } else {
        throw bad("'compose' takes names of Compose files and then a block, not " + value);
      }
    }
    if (files.isEmpty()) {
      throw bad("'compose' takes the name of a Compose file: compose 'docker-compose.yml'");
    }
    List<String> profiles =
        OrchScript.texts(how.get("profiles") == null ? List.of() : how.get("profiles"));
    return session.stacks().stack(file, ComposeScope.of(session, files, profiles), block);
  }

  private OrchException.BadInput bad(String problem) {
    return new OrchException.BadInput(session.scripts().here().at(problem));
  }
}
