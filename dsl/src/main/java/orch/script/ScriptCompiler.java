package orch.script;

import groovy.lang.GroovyClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import orch.model.OrchException;
import orch.model.Origin;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.ModuleNode;
import org.codehaus.groovy.control.CompilationFailedException;
import org.codehaus.groovy.control.CompilationUnit;
import org.codehaus.groovy.control.CompilerConfiguration;
import org.codehaus.groovy.control.MultipleCompilationErrorsException;
import org.codehaus.groovy.control.Phases;
import org.codehaus.groovy.control.SourceUnit;
import org.codehaus.groovy.control.messages.Message;
import org.codehaus.groovy.control.messages.SyntaxErrorMessage;

/** Compiles scripts to class files. */
final class ScriptCompiler {
  private static final Set<String> PRIMITIVES =
      Set.of("boolean", "byte", "char", "double", "float", "int", "long", "short", "void");

  private final String baseClass;

  /** Scripts extend this class. */
  ScriptCompiler(String baseClass) {
    this.baseClass = baseClass;
  }

  /**
   * Compiles one script into a folder.
   *
   * @param file name for messages and stack traces
   * @throws OrchException.BadInput with file and line when it is not Groovy
   */
  Signature compile(String file, String text, Path target) {
    return compile(file, text, target, Libraries.NONE).signature();
  }

  /**
   * A compiled script.
   *
   * @param signature what it says of itself
   * @param libraries that it uses: jars by coordinates
   */
  record Compilation(Signature signature, Map<String, List<Path>> libraries) {}

  /**
   * As above, with libraries: those it uses at its top level are there when its imports are read.
   */
  Compilation compile(String file, String text, Path target, Libraries libraries) {
    CompilerConfiguration configuration = configuration(baseClass);
    configuration.setTargetDirectory(target.toFile());
    ClassLoader parent = ScriptCompiler.class.getClassLoader();
    try (GroovyClassLoader loader = new GroovyClassLoader(parent, configuration)) {
      CompilationUnit unit = new CompilationUnit(configuration, null, loader);
      SourceUnit source = unit.addSource(file, text);
      unit.compile(Phases.CONVERSION);
      rename(source.getAST());
      Signature signature = SignatureReader.read(file, source.getAST());
      Map<String, List<Path>> used =
          UsedLibraries.resolve(file, source.getAST(), loader, libraries);
      unit.compile(Phases.OUTPUT);
      String main =
          source.getAST().getClasses().stream()
              .filter(ClassNode::isScript)
              .map(ClassNode::getName)
              .findFirst()
              .orElseThrow(
                  () ->
                      new OrchException.BadInput(file + ": it holds classes only, nothing to run"));
      return new Compilation(
          new Signature(
              main,
              signature.summary(),
              signature.options(),
              signature.arguments(),
              signature.argumentsText()),
          used);
    } catch (MultipleCompilationErrorsException e) {
      throw mistake(file, e);
    } catch (CompilationFailedException | java.io.IOException e) {
      throw new OrchException.BadInput(file + ": " + firstLine(e.getMessage()));
    }
  }

  /** A class that is called like a primitive type, as of short.groovy, would be taken for it. */
  private static void rename(ModuleNode module) {
    for (ClassNode node : module.getClasses()) {
      if (node.isScript() && PRIMITIVES.contains(node.getName())) {
        node.setName(node.getName() + "_");
      }
    }
  }

  /** How every script is compiled. */
  static CompilerConfiguration configuration(String baseClass) {
    CompilerConfiguration configuration = new CompilerConfiguration();
    configuration.setScriptBaseClass(baseClass);
    configuration.setSourceEncoding("UTF-8");
    // what one JDK compiled is kept for all: Groovy's default is the JDK that it runs on
    configuration.setTargetBytecode(CompilerConfiguration.JDK17);
    // call sites of the older kind start several times as fast as those by invokedynamic, and
    // scripts run once
    configuration.getOptimizationOptions().put(CompilerConfiguration.INVOKEDYNAMIC, false);
    return configuration;
  }

  static OrchException.BadInput mistake(String file, MultipleCompilationErrorsException e) {
    List<? extends Message> errors = e.getErrorCollector().getErrors();
    for (Message message : errors) {
      if (message instanceof SyntaxErrorMessage syntax) {
        String problem = firstLine(syntax.getCause().getOriginalMessage());
        return new OrchException.BadInput(
            new Origin(file, syntax.getCause().getLine()).at(problem));
      }
    }
    return new OrchException.BadInput(file + ": " + firstLine(e.getMessage()));
  }

  private static String firstLine(String message) {
    return message == null
        ? "it cannot be compiled"
        : message.strip().lines().findFirst().orElse("it cannot be compiled");
  }
}
