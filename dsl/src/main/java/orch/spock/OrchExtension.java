package orch.spock;

import java.util.Arrays;
import java.util.List;
import orch.embed.EmbeddedStack;
import orch.embed.Injection;
import orch.embed.OrchUrl;
import orch.embed.Per;
import org.spockframework.runtime.extension.IAnnotationDrivenExtension;
import org.spockframework.runtime.extension.IMethodInvocation;
import org.spockframework.runtime.extension.IStore;
import org.spockframework.runtime.model.FieldInfo;
import org.spockframework.runtime.model.SpecInfo;

/** Does what {@link Orch} says. Spock closes what is in its stores when their time is over. */
public final class OrchExtension implements IAnnotationDrivenExtension<Orch> {
  private static final IStore.Namespace NAMESPACE = IStore.Namespace.create(OrchExtension.class);

  private final OrchConfiguration configuration;

  /** Made by Spock, with what its configuration says. */
  public OrchExtension(OrchConfiguration configuration) {
    this.configuration = configuration;
  }

  @Override
  public void visitSpecAnnotation(Orch orch, SpecInfo spec) {
    if (spec != spec.getBottomSpec()) {
      // inherited: the spec itself comes as well
      return;
    }
    spec.addSharedInitializerInterceptor(
        invocation -> {
          invocation.proceed();
          inject(stack(orch, invocation), spec, true, invocation.getSharedInstance());
        });
    spec.addInitializerInterceptor(
        invocation -> {
          invocation.proceed();
          inject(stack(orch, invocation), spec, false, invocation.getInstance());
        });
  }

  private EmbeddedStack stack(Orch orch, IMethodInvocation invocation) {
    IStore ofSpec = invocation.getStore(NAMESPACE);
    List<String> files = files(orch);
    boolean run = orch.per() == Per.RUN;
    Object key = run ? files + (orch.shared() ? " shared" : "") : invocation.getSpec();
    return (run ? ofSpec.getRootStore() : ofSpec)
        .getOrComputeIfAbsent(
            key,
            absent -> {
              EmbeddedStack stack = EmbeddedStack.of(files.toArray(String[]::new));
              return (orch.shared() ? stack.shared() : stack).start();
            },
            EmbeddedStack.class);
  }

  private List<String> files(Orch orch) {
    return orch.value().length > 0
        ? Arrays.asList(orch.value())
        : configuration.stack.isEmpty() ? List.of() : List.of(configuration.stack);
  }

  private static void inject(EmbeddedStack stack, SpecInfo spec, boolean shared, Object instance) {
    for (FieldInfo field : spec.getAllFields()) {
      OrchUrl url = field.getAnnotation(OrchUrl.class);
      if (!field.isStatic()
          && field.isShared() == shared
          && Injection.wants(field.getType(), url)) {
        field.writeValue(instance, Injection.value(stack, field.getType(), url));
      }
    }
  }
}
