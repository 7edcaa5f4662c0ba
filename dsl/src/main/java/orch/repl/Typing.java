package orch.repl;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jline.reader.Candidate;
import org.jline.reader.CompletingParsedLine;
import org.jline.reader.EOFError;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;
import org.jline.reader.impl.LineReaderImpl;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;
import org.jline.utils.InfoCmp.Capability;

/** Reads lines from a terminal, with completion and, behind the cursor, what the word means. */
final class Typing extends LineReaderImpl {
  /** A tip with less room than this says nothing. */
  private static final int LEAST_ROOM = 12;

  /** From so many letters on a word may be one that was mistyped. */
  private static final int LEAST_TYPED = 4;

  /** Rows of the terminal that a list leaves to the line that is typed, headings and the status. */
  private static final int OTHER_ROWS = 8;

  private final Completion completion;
  private final java.util.function.Predicate<String> isGroovy;
  private final boolean tips;

  /**
   * Reads there.
   *
   * @param isGroovy whether a text is no command: then it may span lines
   * @param painter paints it
   */
  Typing(
      Terminal terminal,
      Map<String, Object> variables,
      Completion completion,
      java.util.function.Predicate<String> isGroovy,
      Painter painter,
      MaskedHistory history) {
    super(terminal, "orch", variables);
    this.completion = completion;
    this.isGroovy = isGroovy;
    this.tips = !terminal.getType().startsWith(Terminal.TYPE_DUMB);
    setHighlighter(painter);
    setParser(this::parse);
    setCompleter((reader, line, candidates) -> complete((Cut) line, candidates));
    setHistory(history);
    variables.put(LineReader.ORIGINAL_GROUP_NAME, "as typed");
    // an exclamation mark is a Groovy operator
    option(LineReader.Option.DISABLE_EVENT_EXPANSION, true);
    option(LineReader.Option.CASE_INSENSITIVE, true);
    option(LineReader.Option.LIST_ROWS_FIRST, false);
    // what a command printed without an end of line stays
    option(LineReader.Option.AUTO_FRESH_LINE, true);
    option(LineReader.Option.HISTORY_IGNORE_SPACE, true);
    option(LineReader.Option.HISTORY_IGNORE_DUPS, true);
  }

  /** The line, cut where completion replaces it. */
  private record Cut(String line, int cursor, Proposals proposals) implements CompletingParsedLine {
    @Override
    public String word() {
      return line.substring(Math.min(proposals.start(), cursor), cursor);
    }

    @Override
    public int wordCursor() {
      return word().length();
    }

    @Override
    public int wordIndex() {
      return 0;
    }

    @Override
    public List<String> words() {
      return List.of(word());
    }

    @Override
    public CharSequence escape(CharSequence candidate, boolean complete) {
      return candidate;
    }

    @Override
    public int rawWordCursor() {
      return wordCursor();
    }

    @Override
    public int rawWordLength() {
      return word().length();
    }
  }

  private ParsedLine parse(String line, int cursor, Parser.ParseContext context) {
    if (context == Parser.ParseContext.COMPLETE) {
      Cut cut = new Cut(line, cursor, completion.at(line, cursor));
      // in a word of a few letters nearly everything would be a mistake in typing
      setVariable(LineReader.ERRORS, cut.word().length() < LEAST_TYPED ? 0 : 2);
      return cut;
    }
    if (context == Parser.ParseContext.ACCEPT_LINE
        || context == Parser.ParseContext.SECONDARY_PROMPT) {
      Tokens.missing(line)
          .filter(missing -> isGroovy.test(line))
          .ifPresent(
              missing -> {
                throw new EOFError(-1, -1, "not whole", missing);
              });
    }
    return new Cut(line, cursor, new Proposals(cursor, List.of()));
  }

  private void complete(Cut line, List<Candidate> candidates) {
    int order = 0;
    String word = line.word().toLowerCase(Locale.ROOT);
    long fitting =
        line.proposals().all().stream()
            .filter(one -> one.text().toLowerCase(Locale.ROOT).startsWith(word))
            .count();
    // of a long list the names alone, in columns: what one means stands behind the cursor once it
    // is typed
    boolean described = fitting <= Math.max(4, terminal.getHeight() - OTHER_ROWS);
    for (Proposals.Proposal one : line.proposals().all()) {
      candidates.add(
          new Candidate(
              one.text(),
              one.text(),
              one.group(),
              one.description().isEmpty() || !described ? null : one.description(),
              null,
              null,
              one.whole(),
              order++));
    }
  }

  /** With the tip behind the cursor while a line is typed; it is not part of the line. */
  @Override
  public AttributedString getDisplayedBufferWithPrompts(List<AttributedString> secondaryPrompts) {
    AttributedString shown = super.getDisplayedBufferWithPrompts(secondaryPrompts);
    String typed = buf.toString();
    if (!tips || state != State.NORMAL || typed.isBlank() || buf.cursor() != buf.length()) {
      return shown;
    }
    List<AttributedString> rows = new ArrayList<>(shown.columnSplitLength(size.getColumns()));
    int room = size.getColumns() - rows.get(rows.size() - 1).columnLength() - 3;
    String tip = room < LEAST_ROOM ? "" : completion.tip(typed);
    if (tip.isEmpty()) {
      return shown;
    }
    String fitting = tip.length() <= room ? tip : tip.substring(0, room - 3) + "...";
    return new AttributedStringBuilder()
        .append(shown)
        .append("  " + fitting, AttributedStyle.DEFAULT.faint())
        .toAttributedString();
  }

  /**
   * Blanks that were written to reach the next line would be lines of their own once it is
   * narrower.
   */
  @Override
  protected boolean freshLine() {
    boolean done = super.freshLine();
    terminal.puts(Capability.clr_eol);
    return done;
  }

  /** Does something to the screen while nothing that is typed changes it. */
  void undisturbed(Runnable change) {
    lock.lock();
    try {
      change.run();
    } finally {
      lock.unlock();
    }
  }
}
