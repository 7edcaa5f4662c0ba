package orch.script;

import java.util.LinkedHashSet;
import java.util.Set;
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

  /** The coordinates in {@code use '...'} at the script's top level. */
  static Set<String> of(ModuleNode module) {
    Set<String> used = new LinkedHashSet<>();
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
        used.add(text);
      }
    }
    return used;
  }
}
