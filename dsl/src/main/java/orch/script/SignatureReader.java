package orch.script;

import java.util.ArrayList;
import java.util.List;
import orch.model.OrchException;
import orch.model.Origin;
import orch.script.Signature.Option;
import org.codehaus.groovy.ast.ModuleNode;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.TupleExpression;
import org.codehaus.groovy.ast.stmt.ExpressionStatement;
import org.codehaus.groovy.ast.stmt.Statement;

/**
 * Reads a signature off a script's syntax tree, so that help and option parsing need not run it.
 */
final class SignatureReader {
  private final String file;
  private String summary = "";
  private String arguments = "";
  private String argumentsText = "";
  private final List<Option> options = new ArrayList<>();

  private SignatureReader(String file) {
    this.file = file;
  }

  static Signature read(String file, ModuleNode module) {
    SignatureReader reader = new SignatureReader(file);
    for (Statement statement : module.getStatementBlock().getStatements()) {
      if (statement instanceof ExpressionStatement expression
          && expression.getExpression() instanceof MethodCallExpression call
          && call.isImplicitThis()) {
        reader.call(call);
      }
    }
    return new Signature(
        "", reader.summary, reader.options, reader.arguments, reader.argumentsText);
  }

  private void call(MethodCallExpression call) {
    switch (String.valueOf(call.getMethodAsString())) {
      case "describe" -> summary = texts(call, 1, 1).get(0);
      case "args" -> {
        List<String> texts = texts(call, 1, 2);
        arguments = texts.get(0);
        argumentsText = texts.size() > 1 ? texts.get(1) : "";
      }
      case "option" -> {
        List<String> texts = texts(call, 2, 3);
        boolean value = texts.size() == 3;
        check(call, texts.get(0));
        options.add(
            new Option(texts.get(0), value ? texts.get(1) : "", texts.get(texts.size() - 1)));
      }
      default -> {
        // any other call is for the run
      }
    }
  }

  private void check(MethodCallExpression call, String name) {
    if (!name.matches("[a-zA-Z][a-zA-Z0-9-]*")) {
      throw wrong(
          call, "cannot be called '" + name + "': letters, digits and '-', the first a letter");
    }
    if (options.stream().anyMatch(option -> option.name().equals(name))) {
      throw wrong(call, name + " is there twice");
    }
  }

  private List<String> texts(MethodCallExpression call, int least, int most) {
    List<String> texts = new ArrayList<>();
    for (Expression argument : ((TupleExpression) call.getArguments()).getExpressions()) {
      if (!(argument instanceof ConstantExpression constant)
          || !(constant.getValue() instanceof String text)) {
        throw wrong(call, "takes plain texts, since help reads them without running the script");
      }
      texts.add(text.replaceAll("[\\t\\n\\r]", " "));
    }
    if (texts.size() < least || texts.size() > most) {
      throw wrong(call, "takes " + (least == most ? "one text" : least + " or " + most + " texts"));
    }
    return texts;
  }

  private OrchException.BadInput wrong(MethodCallExpression call, String problem) {
    return new OrchException.BadInput(
        new Origin(file, call.getLineNumber()).at("'" + call.getMethodAsString() + "' " + problem));
  }
}
