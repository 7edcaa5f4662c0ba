package orch.junit;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import orch.embed.EmbeddedStack;
import orch.embed.Injection;
import orch.embed.OrchUrl;
import orch.embed.Per;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestInstancePostProcessor;

/** Does what {@link Orch} says. JUnit closes what is in its stores when their time is over. */
public final class OrchExtension
    implements BeforeAllCallback, TestInstancePostProcessor, ParameterResolver {
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(OrchExtension.class);

  /** Made by JUnit. */
  public OrchExtension() {}

  @Override
  public void beforeAll(ExtensionContext context) throws IllegalAccessException {
    inject(context, null, context.getRequiredTestClass());
  }

  @Override
  public void postProcessTestInstance(Object instance, ExtensionContext context)
      throws IllegalAccessException {
    inject(context, instance, instance.getClass());
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return Injection.wants(
        parameter.getParameter().getType(), parameter.findAnnotation(OrchUrl.class).orElse(null));
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return Injection.value(
        stack(context),
        parameter.getParameter().getType(),
        parameter.findAnnotation(OrchUrl.class).orElse(null));
  }

  /** Static fields where there is no instance, else those of the instance. */
  private void inject(ExtensionContext context, Object instance, Class<?> type)
      throws IllegalAccessException {
    EmbeddedStack stack = stack(context);
    for (Class<?> part = type; part != null; part = part.getSuperclass()) {
      for (Field field : part.getDeclaredFields()) {
        OrchUrl url = field.getAnnotation(OrchUrl.class);
        if (Modifier.isStatic(field.getModifiers()) == (instance == null)
            && Injection.wants(field.getType(), url)) {
          field.setAccessible(true);
          field.set(instance, Injection.value(stack, field.getType(), url));
        }
      }
    }
  }

  /** Kept where the annotation stands, so that nested classes have that of the outer one. */
  private EmbeddedStack stack(ExtensionContext context) {
    Class<?> type = context.getRequiredTestClass();
    while (!type.isAnnotationPresent(Orch.class)) {
      type = type.getEnclosingClass();
      if (type == null) {
        throw new ExtensionConfigurationException(
            context.getRequiredTestClass().getName() + " has no @Orch, and no class around it has");
      }
    }
    Orch orch = type.getAnnotation(Orch.class);
    List<String> files = files(orch, context);
    boolean run = orch.per() == Per.RUN;
    Object key = run ? files + (orch.shared() ? " shared" : "") : type;
    return (run ? context.getRoot() : context)
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(
            key,
            absent -> {
              EmbeddedStack stack = EmbeddedStack.of(files.toArray(String[]::new));
              return (orch.shared() ? stack.shared() : stack).start();
            },
            EmbeddedStack.class);
  }

  private static List<String> files(Orch orch, ExtensionContext context) {
    return orch.value().length > 0
        ? Arrays.asList(orch.value())
        : context.getConfigurationParameter("orch.stack").map(List::of).orElse(List.of());
  }
}
