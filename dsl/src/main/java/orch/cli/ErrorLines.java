package orch.cli;

import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import orch.model.Next;
import orch.model.OrchException;
import orch.report.ErrorText;
import orch.report.Masking;
import orch.report.Style;
import orch.report.live.Screen;

/** Errors as standard error shows them: on a terminal as they fit there, elsewhere as they are. */
final class ErrorLines {
  private ErrorLines() {}

  /**
   * The lines of one.
   *
   * @param window the terminal's, where this command may draw on it
   * @param inSession whether steps are typed without {@code orch} in front
   */
  static String of(
      OrchException e,
      Optional<Next> next,
      Optional<? extends Supplier<Screen.Size>> window,
      Map<String, String> environment,
      boolean noColor,
      Masking masking,
      boolean inSession) {
    String text;
    String step = "next:";
    if (!Main.terminal("err") || window.isEmpty()) {
      text = masking.mask(ErrorText.of(e, next));
    } else {
      Style style = Style.of(environment, noColor, true);
      int columns = window.get().get().columns();
      text = masking.mask(ErrorText.of(e, next, style, columns, masking::mask));
      step = style.strong(step);
    }
    return inSession ? text.replace("\n  " + step + " orch ", "\n  " + step + " ") : text;
  }
}
