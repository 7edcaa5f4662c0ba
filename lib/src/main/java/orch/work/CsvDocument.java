package orch.work;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import orch.model.OrchException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * The bytes of a CSV file, and the table in them. A change replaces the bytes of its cell and no
 * others. Immutable.
 */
final class CsvDocument {
  private static final byte[] BOM = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  /** Lenient, since what it would throw at ends the reading: bad rows are told apart here. */
  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180
          .builder()
          .setIgnoreEmptyLines(false)
          .setTrailingData(true)
          .setLenientEof(true)
          .get();

  /** One character for each byte: a cell ends at the same place in both. */
  private final String text;

  private final boolean ascii;
  private final List<int[]> spans = new ArrayList<>();
  private final List<WorkTable.Row> rows = new ArrayList<>();
  private final List<WorkTable.Problem> problems = new ArrayList<>();
  private List<String> header = List.of();
  private WorkTable table;
  private boolean open;
  private int line = 1;
  private int counted;

  /** The first quote at or behind the record that was looked at last. */
  private int quote = -1;

  private CsvDocument(byte[] bytes) {
    this.text = new String(bytes, StandardCharsets.ISO_8859_1);
    this.ascii = isAscii(bytes);
  }

  private static boolean isAscii(byte[] bytes) {
    for (byte one : bytes) {
      if (one < 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * Reads the bytes of a file.
   *
   * @throws OrchException.BadInput when it is no text that can be read at all
   */
  static CsvDocument parse(byte[] bytes) {
    CsvDocument document = new CsvDocument(bytes);
    document.read();
    document.table = new WorkTable(document.header, document.rows, document.problems);
    return document;
  }

  /** What is in it. */
  WorkTable table() {
    return table;
  }

  /** Whether its last row is ended; one that is not may still be on its way to the disk. */
  boolean isComplete() {
    return !text.isEmpty() && !open && isLineEnd(text.charAt(text.length() - 1));
  }

  private void read() {
    if (text.startsWith("\u00FF\u00FE") || text.startsWith("\u00FE\u00FF")) {
      throw new OrchException.BadInput(
          "it is UTF-16", List.of("save it as CSV with the character set UTF-8"), null);
    }
    int from = text.startsWith(new String(BOM, StandardCharsets.ISO_8859_1)) ? BOM.length : 0;
    counted = from;
    while (from < text.length()) {
      from = read(from);
    }
  }

  /** Reads on from there; where to go on after a row that swallows those behind it. */
  private int read(int from) {
    StringReader reader = new StringReader(text);
    try (CSVParser parser = CSVParser.builder().setReader(reader).setFormat(FORMAT).get()) {
      reader.skip(from);
      CSVRecord before = null;
      for (CSVRecord record : parser) {
        if (before != null && !accept(before, from, from + position(record))) {
          return nextLine(from + position(before));
        }
        before = record;
      }
      if (before != null && !accept(before, from, text.length())) {
        return nextLine(from + position(before));
      }
      return text.length();
    } catch (IOException e) {
      throw new UncheckedIOException("a text in memory was not read", e);
    }
  }

  private static int position(CSVRecord record) {
    return Math.toIntExact(record.getCharacterPosition());
  }

  private int nextLine(int from) {
    int at = from;
    while (at < text.length() && !isLineEnd(text.charAt(at))) {
      at++;
    }
    boolean both = text.startsWith("\r\n", at);
    return Math.min(text.length(), at + (both ? 2 : 1));
  }

  private static boolean isLineEnd(char letter) {
    return letter == '\n' || letter == '\r';
  }

  /** Takes a record; false where its quotes are wrong and it spans lines that are rows. */
  private boolean accept(CSVRecord record, int from, int end) {
    int begin = from + position(record);
    int at = line(begin);
    if (quote < begin) {
      int next = text.indexOf('"', begin);
      quote = next < 0 ? text.length() : next;
    }
    if (quote < end) {
      CellSpans cells = CellSpans.of(text, begin, end);
      if (cells.bad() >= 0) {
        open |= end == text.length();
        int column = cells.bad() + 1;
        problems.add(
            new WorkTable.Problem(
                at, column, "its quotes do not close, or text stands behind the closing one"));
        return nextLine(begin) >= end;
      }
    }
    List<String> values = new ArrayList<>(record.size());
    for (String value : record) {
      String decoded = ascii ? value : decoded(value);
      if (decoded == null) {
        problems.add(new WorkTable.Problem(at, values.size() + 1, "it is no UTF-8"));
        return true;
      }
      values.add(decoded);
    }
    add(at, values, begin, end);
    return true;
  }

  private void add(int at, List<String> values, int begin, int end) {
    if (values.stream().allMatch(String::isBlank)) {
      return;
    } else if (header.isEmpty()) {
      header = values.stream().map(String::strip).toList();
      return;
    } else if (values.size() > header.size()) {
      problems.add(WorkTable.tooMany(at, values.size(), header.size()));
      return;
    }
    rows.add(new WorkTable.Row(at, WorkTable.filled(values, header.size())));
    spans.add(new int[] {begin, end});
  }

  /** The number of the line in which a position is; asked for in their order. */
  private int line(int position) {
    for (; counted < position; counted++) {
      char letter = text.charAt(counted);
      if (letter == '\n' || letter == '\r' && !text.startsWith("\r\n", counted)) {
        line++;
      }
    }
    return line;
  }

  /** The value of bytes; null where they are no UTF-8. */
  private static String decoded(String bytes) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1)))
          .toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  /** The file with some cells changed; all other bytes are as they were. */
  byte[] with(List<CellChange> changes) {
    List<CellChange> sorted =
        changes.stream()
            .sorted(Comparator.comparingInt(CellChange::row).thenComparing(CellChange::column))
            .toList();
    StringBuilder result = new StringBuilder(text.length() + 64 * changes.size());
    int copied = 0;
    for (CellChange change : sorted) {
      int[] span = spans.get(change.row());
      CellSpans cells = CellSpans.of(text, span[0], span[1]);
      int known = cells.begins().size();
      boolean there = change.column() < known;
      int begin = there ? cells.begins().get(change.column()) : cells.end();
      result.append(text, copied, begin);
      copied = there ? cells.ends().get(change.column()) : cells.end();
      if (!there) {
        // a short row: a cell that was added before ends where this one begins
        int last =
            sorted.stream()
                .filter(other -> other.row() == change.row() && other.column() < change.column())
                .mapToInt(CellChange::column)
                .reduce(known - 1, Math::max);
        result.append(",".repeat(change.column() - last));
      }
      boolean wasQuoted = begin < copied && text.charAt(begin) == '"';
      result.append(written(change.value(), wasQuoted));
    }
    result.append(text, copied, text.length());
    return result.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String written(String value, boolean quoted) {
    String bytes = new String(value.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    boolean needed =
        bytes.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
            || !bytes.equals(bytes.strip());
    return quoted || needed ? '"' + bytes.replace("\"", "\"\"") + '"' : bytes;
  }
}
