package example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import orch.embed.EmbeddedStack;
import orch.embed.StackFailed;
import org.junit.jupiter.api.Test;

class EmbeddedTest {
  @Test
  void aComposeFileWorksTheSameWay() throws Exception {
    try (EmbeddedStack stack = EmbeddedStack.of("compose.yaml").start()) {
      URI greeter = stack.url("greeter", 8080);
      try (var answer = greeter.resolve("/ada").toURL().openStream()) {
        assertEquals("good day ada", new String(answer.readAllBytes()));
      }
    }
  }

  @Test
  void aFailureIsTheReport() {
    EmbeddedStack none = EmbeddedStack.of("none.groovy");
    StackFailed failed = assertThrows(StackFailed.class, none::start);
    assertTrue(failed.getMessage().startsWith("orch: there is no file "), failed.getMessage());
  }
}
