package orch.script;

import groovy.lang.GroovyClassLoader;
import groovy.transform.ThreadInterrupt;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import orch.model.OrchException;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.ImportNode;
import org.codehaus.groovy.ast.ModuleNode;
import org.codehaus.groovy.ast.expr.BinaryExpression;
import org.codehaus.groovy.ast.expr.CastExpression;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.DeclarationExpression;
import org.codehaus.groovy.ast.expr.EmptyExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.TupleExpression;
import org.codehaus.groovy.ast.expr.VariableExpression;
import org.codehaus.groovy.ast.stmt.ExpressionStatement;
import org.codehaus.groovy.ast.stmt.Statement;
import org.codehaus.groovy.control.CompilationFailedException;
import org.codehaus.groovy.control.CompilationUnit;
import org.codehaus.groovy.control.CompilerConfiguration;
import org.codehaus.groovy.control.MultipleCompilationErrorsException;
import org.codehaus.groovy.control.Phases;
import org.codehaus.groovy.control.SourceUnit;
import org.codehaus.groovy.control.customizers.ASTTransformationCustomizer;
import org.codehaus.groovy.runtime.InvokerHelper;
import org.codehaus.groovy.syntax.Token;
import org.codehaus.groovy.syntax.Types;

/**
 * Compiles what is typed, line by line, in memory: variables declared at the top level stay, so do
 * imports, methods and classes; a line's classes go when nothing uses them any more. Loops end when
 * their thread is interrupted.
 */
public final class LineCompiler {
  /** Of each line: what its errors begin with, and the source of stacks that it describes. */
  private static final String NAME = "typed";

  private final String baseClass;
  private final List<String> imports = new ArrayList<>();
  private final ScriptStore store;
  private ClassLoader known;

  /**
   * Lines extend this class.
   *
   * @param store knows the libraries that lines find, as scripts do
   */
  public LineCompiler(String baseClass, ScriptStore store) {
    this.baseClass = baseClass;
    this.store = store;
    this.known = ofLibraries();
  }

  private ClassLoader ofLibraries() {
    ClassLoader own = LineCompiler.class.getClassLoader();
    List<Path> jars = store.libraries().jars();
    return jars.isEmpty() ? own : with(jars, own);
  }

  private static ClassLoader with(List<Path> jars, ClassLoader parent) {
    return new URLClassLoader(
        "libraries", jars.stream().map(Libraries::url).toArray(URL[]::new), parent);
  }

  /**
   * A line as classes.
   *
   * @param name for messages
   * @param compiled its classes
   * @param defines whether it has methods or classes that later lines may use
   * @param assigns whether its last statement sets a variable
   */
  public record Line(String name, ScriptStore.Compiled compiled, boolean defines, boolean assigns) {
    /** Whether there is anything to run: not where it holds classes only. */
    public boolean runs() {
      return !compiled.signature().main().isEmpty();
    }

    /** Lets go of its classes, where nothing can use them any more. */
    public void forget() {
      if (!defines && compiled.loader() instanceof LineLoader loader) {
        loader.defined.forEach(InvokerHelper::removeClass);
      }
    }
  }

  /**
   * Compiles a line, which may span several.
   *
   * @throws OrchException.BadInput when it is not Groovy
   */
  public Line compile(String text) {
    CompilerConfiguration configuration = ScriptCompiler.configuration(baseClass);
    configuration.addCompilationCustomizers(new ASTTransformationCustomizer(ThreadInterrupt.class));
    String before = imports.stream().map(i -> i + "; ").collect(Collectors.joining());
    try (GroovyClassLoader loader = new GroovyClassLoader(known, configuration)) {
      CompilationUnit unit = new CompilationUnit(configuration, null, loader);
      SourceUnit source = unit.addSource(NAME, before + text);
      unit.compile(Phases.CONVERSION);
      ModuleNode module = source.getAST();
      Map<String, List<Path>> used = UsedLibraries.resolve(NAME, module, loader, store.libraries());
      store.used(used);
      boolean defines =
          module.getClasses().stream().anyMatch(c -> !c.isScript())
              || module.getMethods().stream().anyMatch(m -> !m.isSynthetic());
      keepVariables(module.getStatementBlock().getStatements());
      boolean assigns = assigns(module.getStatementBlock().getStatements());
      unit.compile(Phases.CLASS_GENERATION);
      String main =
          module.getClasses().stream()
              .filter(c -> c.isScript() || c.getName().equals(NAME))
              .map(ClassNode::getName)
              .findFirst()
              .orElse("");
      Map<String, byte[]> classes = new HashMap<>();
      unit.getClasses().forEach(c -> classes.put(c.getName(), c.getBytes()));
      for (List<Path> jars : used.values()) {
        known = with(jars, known);
      }
      LineLoader line = new LineLoader(known, classes);
      keepImports(module);
      if (defines) {
        known = line;
      }
      Signature signature = new Signature(main, "", List.of(), "", "");
      return new Line(NAME, new ScriptStore.Compiled(signature, line), defines, assigns);
    } catch (MultipleCompilationErrorsException e) {
      throw ScriptCompiler.mistake(NAME, e);
    } catch (CompilationFailedException | java.io.IOException e) {
      throw new OrchException.BadInput(String.valueOf(e.getMessage()));
    }
  }

  /** Forgets imports, methods and classes. */
  public void reset() {
    imports.clear();
    known = ofLibraries();
  }

  /** A local variable would go with its line: it becomes one of the session. */
  private static void keepVariables(List<Statement> statements) {
    for (int i = 0; i < statements.size(); i++) {
      if (statements.get(i) instanceof ExpressionStatement statement
          && statement.getExpression() instanceof DeclarationExpression declaration) {
        statement.setExpression(assignment(declaration));
      }
    }
  }

  private static Expression assignment(DeclarationExpression declaration) {
    Expression left = declaration.getLeftExpression();
    Expression right =
        declaration.getRightExpression() instanceof EmptyExpression
            ? ConstantExpression.NULL
            : declaration.getRightExpression();
    if (left instanceof VariableExpression variable) {
      if (!variable.isDynamicTyped()) {
        right = new CastExpression(variable.getOriginType(), right);
      }
      left = new VariableExpression(variable.getName());
    } else if (left instanceof TupleExpression tuple) {
      TupleExpression names = new TupleExpression();
      for (Expression one : tuple.getExpressions()) {
        names.addExpression(new VariableExpression(((VariableExpression) one).getName()));
      }
      left = names;
    }
    Token token =
        Token.newSymbol(Types.ASSIGN, declaration.getLineNumber(), declaration.getColumnNumber());
    BinaryExpression assignment = new BinaryExpression(left, token, right);
    assignment.setSourcePosition(declaration);
    return assignment;
  }

  private static boolean assigns(List<Statement> statements) {
    return !statements.isEmpty()
        && statements.get(statements.size() - 1) instanceof ExpressionStatement last
        && last.getExpression() instanceof BinaryExpression binary
        && Types.ofType(binary.getOperation().getType(), Types.ASSIGNMENT_OPERATOR);
  }

  private void keepImports(ModuleNode module) {
    List<ImportNode> all = new ArrayList<>(module.getImports());
    all.addAll(module.getStarImports());
    all.addAll(module.getStaticImports().values());
    all.addAll(module.getStaticStarImports().values());
    for (ImportNode node : all) {
      String text = node.getText();
      if (!imports.contains(text)) {
        imports.add(text);
      }
    }
  }

  /** The classes of one line. */
  private static final class LineLoader extends ClassLoader {
    private final Map<String, byte[]> classes;
    private final Set<Class<?>> defined = ConcurrentHashMap.newKeySet();

    LineLoader(ClassLoader parent, Map<String, byte[]> classes) {
      super("line", parent);
      this.classes = classes;
    }

    /** Its own classes go first: the script's class has the same name in each line. */
    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded != null
            ? loaded
            : classes.containsKey(name) ? findClass(name) : super.loadClass(name, resolve);
      }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      byte[] bytes = classes.get(name);
      if (bytes == null) {
        throw new ClassNotFoundException(name);
      }
      Class<?> type = defineClass(name, bytes, 0, bytes.length);
      defined.add(type);
      return type;
    }
  }
}
