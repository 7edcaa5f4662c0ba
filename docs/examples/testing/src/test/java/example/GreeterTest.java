package example;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import orch.dsl.StackHandle;
import orch.embed.OrchUrl;
import orch.junit.Orch;
import org.junit.jupiter.api.Test;

@Orch("stack.groovy")
class GreeterTest {
  @OrchUrl(service = "greeter", port = 8080)
  static URI greeter;

  @Test
  void greetsByName() throws Exception {
    HttpRequest question = HttpRequest.newBuilder(greeter.resolve("/ada")).build();
    String answer = HttpClient.newHttpClient().send(question, BodyHandlers.ofString()).body();
    assertEquals("hello ada", answer);
  }

  @Test
  void canLookInside(StackHandle stack) {
    assertEquals("hello\n", stack.exec("greeter", "printenv", "GREETING").getOut());
  }
}
