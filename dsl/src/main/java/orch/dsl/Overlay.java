package orch.dsl;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import orch.model.Attachment;
import orch.model.Dependency;
import orch.model.Mount;
import orch.model.Origin;
import orch.model.Port;
import orch.model.Service;

/**
 * Puts what a block says of a service over what a file says of it, as Compose merges files: maps by
 * key, lists by what their items are about, single values anew. Every component of the records
 * takes part by itself, so none can be forgotten.
 */
final class Overlay {
  /** Lists that mean something as a whole only. */
  private static final Set<String> WHOLE = Set.of("images", "command", "entrypoint");

  private Overlay() {}

  /**
   * The service with both.
   *
   * @param blank what a block gives that says nothing: where {@code said} is the same, the file's
   *     word stands
   */
  static Service service(Service file, Service blank, Service said) {
    return (Service) record(file, blank, said);
  }

  private static Object value(String name, Object file, Object blank, Object said) {
    if (said instanceof Origin) {
      return said;
    } else if (said.equals(blank)) {
      return file;
    } else if (said instanceof Map<?, ?> map) {
      Map<Object, Object> both = new LinkedHashMap<>((Map<?, ?>) file);
      both.putAll(map);
      return both;
    } else if (said instanceof List<?> list) {
      return WHOLE.contains(name) ? list : list((List<?>) file, list);
    }
    boolean alternative = said.getClass().getInterfaces().length > 0;
    return said instanceof Record record && !alternative
        ? record((Record) file, (Record) blank, record)
        : said;
  }

  private static Object record(Record file, Record blank, Record said) {
    RecordComponent[] components = said.getClass().getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    Object[] values = new Object[components.length];
    try {
      for (int i = 0; i < components.length; i++) {
        RecordComponent component = components[i];
        types[i] = component.getType();
        values[i] =
            value(
                component.getName(),
                component.getAccessor().invoke(file),
                component.getAccessor().invoke(blank),
                component.getAccessor().invoke(said));
      }
      return said.getClass().getDeclaredConstructor(types).newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException refused) {
        throw refused;
      }
      throw new IllegalStateException("cannot make " + said.getClass(), e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot make " + said.getClass(), e);
    }
  }

  /** What is said anew takes the place of all that the file says about the same. */
  private static List<Object> list(List<?> file, List<?> said) {
    List<Object> about = new ArrayList<>();
    said.forEach(item -> about.add(about(item)));
    List<Object> both = new ArrayList<>(file);
    both.removeIf(item -> about.contains(about(item)));
    both.addAll(said);
    return both;
  }

  private static Object about(Object item) {
    if (item instanceof Port port) {
      return port.key();
    } else if (item instanceof Mount mount) {
      return mount.target();
    } else if (item instanceof Dependency dependency) {
      return dependency.service();
    } else if (item instanceof Attachment attachment) {
      return attachment.network();
    }
    boolean device = item instanceof String text && text.startsWith("/dev/");
    return device ? target((String) item) : item;
  }

  private static String target(String device) {
    String[] parts = device.split(":");
    return parts[Math.min(1, parts.length - 1)];
  }
}
