package orch.work.sheets;

import com.google.api.client.googleapis.json.GoogleJsonResponseException;
import com.google.api.services.sheets.v4.Sheets;
import com.google.api.services.sheets.v4.model.BatchUpdateValuesRequest;
import com.google.api.services.sheets.v4.model.Sheet;
import com.google.api.services.sheets.v4.model.ValueRange;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import orch.model.Names;
import orch.model.OrchException;
import orch.work.CellChange;
import orch.work.Edit;
import orch.work.Merge;
import orch.work.SheetsLoader;
import orch.work.WorkSource;
import orch.work.WorkTable;

/**
 * A list of work in a sheet of Google's (https://developers.google.com/workspace/sheets/api). It is
 * read as it is shown, and read again right before cells are written; cells are written as plain
 * text.
 */
public final class SheetsSource implements WorkSource {
  private final SheetsLoader.Place place;
  private final Duration every;
  private final Clock clock;
  private final Sheets client;
  private Instant asked = Instant.MIN;
  private boolean found;
  private WorkTable table;

  /**
   * Of a sheet.
   *
   * @param every how often it is looked at
   * @throws OrchException.BadInput when the credentials cannot be used
   */
  public SheetsSource(SheetsLoader.Place place, Duration every, Clock clock) {
    this.place = place;
    this.every = every;
    this.clock = clock;
    this.client = SheetsClient.of(place);
  }

  @Override
  public String name() {
    return "sheet '" + place.worksheet() + "' of spreadsheet " + place.spreadsheet();
  }

  @Override
  public String key() {
    String text = place.url() + place.spreadsheet() + "/" + place.worksheet();
    return "sheet-" + Integer.toHexString(text.hashCode());
  }

  @Override
  public Look look() {
    Instant now = clock.instant();
    if (asked.plus(every).isAfter(now)) {
      return new Look.Same();
    }
    asked = now;
    try {
      find();
      WorkTable read = read().checked(name());
      if (read.equals(table)) {
        return new Look.Same();
      }
      table = read;
      return new Look.Fresh(read);
    } catch (IOException e) {
      throw told(e);
    }
  }

  /** Looks whether the spreadsheet has such a sheet. */
  private void find() throws IOException {
    if (found) {
      return;
    }
    List<String> titles =
        client
            .spreadsheets()
            .get(place.spreadsheet())
            .setFields("sheets.properties.title")
            .execute()
            .getSheets()
            .stream()
            .map(Sheet::getProperties)
            .map(of -> of.getTitle())
            .toList();
    if (!titles.contains(place.worksheet())) {
      throw new OrchException.BadInput(
          "there is no " + name() + Names.didYouMean(place.worksheet(), titles),
          List.of("its sheets are: " + String.join(", ", titles)),
          null);
    }
    found = true;
  }

  private WorkTable read() throws IOException {
    List<List<Object>> values =
        client
            .spreadsheets()
            .values()
            .get(place.spreadsheet(), quoted())
            .setMajorDimension("ROWS")
            .setValueRenderOption("FORMATTED_VALUE")
            .execute()
            .getValues();
    List<List<String>> rows = new ArrayList<>();
    for (List<Object> row : values == null ? List.<List<Object>>of() : values) {
      rows.add(row.stream().map(String::valueOf).toList());
    }
    return WorkTable.ofRows(rows);
  }

  /** The sheet in A1 notation. */
  private String quoted() {
    return "'" + place.worksheet().replace("'", "''") + "'";
  }

  @Override
  public Written write(WorkTable base, List<Edit> edits) {
    try {
      WorkTable now = read().checked(name());
      Merge merge = Merge.of(base, edits, now);
      if (!merge.changes().isEmpty()) {
        List<ValueRange> ranges = new ArrayList<>();
        for (CellChange change : merge.changes()) {
          int line = now.rows().get(change.row()).line();
          ranges.add(
              new ValueRange()
                  .setRange(quoted() + "!" + letters(change.column()) + line)
                  .setValues(List.of(List.of(change.value()))));
        }
        client
            .spreadsheets()
            .values()
            .batchUpdate(
                place.spreadsheet(),
                new BatchUpdateValuesRequest().setValueInputOption("RAW").setData(ranges))
            .execute();
      }
      table = now.with(merge.changes());
      return new Written.Merged(table, merge);
    } catch (IOException e) {
      return new Written.Later(told(e).getMessage() + ": " + OrchException.reason(e));
    } catch (OrchException.BadInput e) {
      return new Written.Later(e.getMessage());
    }
  }

  /** The name of a column: A to Z, then AA. */
  private static String letters(int column) {
    String rest = column < 26 ? "" : letters(column / 26 - 1);
    return rest + (char) ('A' + column % 26);
  }

  private OrchException told(IOException e) {
    if (e instanceof GoogleJsonResponseException answer
        && answer.getStatusCode() / 100 == 4
        && answer.getStatusCode() != 429) {
      String message = answer.getDetails() == null ? "" : answer.getDetails().getMessage();
      return new OrchException.BadInput(
          name() + " cannot be had: the server says " + answer.getStatusCode(),
          List.of(
              String.valueOf(message),
              "share the spreadsheet with the account of " + place.credentials() + " as an editor"),
          null);
    }
    return new OrchException.Unavailable(
        name() + " cannot be had now", List.of(OrchException.reason(e)), null);
  }

  @Override
  public boolean await(Duration atMost) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(atMost.toNanos());
    return false;
  }

  @Override
  public void close() {
    // each request is a connection of its own
  }
}
