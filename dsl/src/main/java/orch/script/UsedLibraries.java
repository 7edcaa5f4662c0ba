package orch.script;

import groovy.lang.GroovyClassLoader;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import orch.model.OrchException;
import orch.model.Origin;
import org.codehaus.groovy.ast.ModuleNode;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.TupleExpression;
import org.codehaus.groovy.ast.stmt.ExpressionStatement;
import org.codehaus.groovy.ast.stmt.Statement;

/**
 * Reads off a script's syntax tree which libraries it uses: its imports need them before it runs.
 */
final class UsedLibraries {
  private UsedLibraries() {}

  /** The coordinates in {@code use '...'} at the script's top level, with their lines. */
  private static Map<String, Integer> of(ModuleNode module) {
    Map<String, Integer> used = new LinkedHashMap<>();
    for (Statement statement : module.getStatementBlock().getStatements()) {
      if (statement instanceof ExpressionStatement expression
          && expression.getExpression() instanceof MethodCallExpression call
          && call.isImplicitThis()
          && "use".equals(call.getMethodAsString())
          && call.getArguments() instanceof TupleExpression arguments
          && arguments.getExpressions().size() == 1
          && arguments.getExpression(0) instanceof ConstantExpression constant
          && constant.getValue() instanceof String text
          && Libraries.areCoordinates(text)) {
        used.putIfAbsent(text, call.getLineNumber());
      }
    }
    return used;
  }

  /**
   * The jars of what a script uses, by coordinates; what its own code needs can then be compiled.
   *
   * @throws OrchException with the script's line where a library cannot be had
   */
  static Map<String, List<Path>> resolve(
      String file, ModuleNode module, GroovyClassLoader loader, Libraries libraries) {
    libraries.jars().forEach(jar -> loader.addURL(Libraries.url(jar)));
    Map<String, List<Path>> jars = new LinkedHashMap<>();
    of(module)
        .forEach(
            (coordinates, line) -> {
              jars.put(coordinates, resolve(new Origin(file, line), coordinates, libraries));
              jars.get(coordinates).forEach(jar -> loader.addURL(Libraries.url(jar)));
            });
    return jars;
  }

  private static List<Path> resolve(Origin origin, String coordinates, Libraries libraries) {
    try {
      return libraries.resolve(coordinates);
    } catch (OrchException.BadInput e) {
      throw new OrchException.BadInput(
          origin.at(e.getMessage()), e.evidence(), e.next().orElse(null));
    } catch (OrchException.Unavailable e) {
      throw new OrchException.Unavailable(
          origin.at(e.getMessage()), e.evidence(), e.next().orElse(null));
    }
  }
}
