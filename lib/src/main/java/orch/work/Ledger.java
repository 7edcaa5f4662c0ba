package orch.work;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The items that tasks work on, and where their rows are in the table as it is now. Used by one
 * thread.
 */
final class Ledger {
  /** So long after a result was written, an older copy that is saved over it is put right. */
  private static final Duration REMEMBERED = Duration.ofMinutes(1);

  /** As long as a program takes between reading a file and saving it. */
  private static final Duration JUST_NOW = Duration.ofMillis(500);

  private final Journal journal;
  private final List<Place> places = new ArrayList<>();
  private WorkTable table;

  /** An item and its row. */
  static final class Place {
    private Entry entry;
    private int row;
    private String told = "";
    private long written;

    Place(Entry entry, int row) {
      this.entry = entry;
      this.row = row;
    }

    Entry entry() {
      return entry;
    }

    void become(Entry other) {
      entry = other;
    }

    /** Its result is in the table. */
    void written() {
      entry = entry.written();
      written = System.nanoTime();
    }

    /** Whether its result was written a moment ago, by this process. */
    boolean isJustWritten() {
      return written != 0 && System.nanoTime() - written < JUST_NOW.toNanos();
    }

    /** The index of its row; -1: the table does not have it. */
    int row() {
      return row;
    }

    /** Whether something is said about it for the first time. */
    boolean isNews(String text) {
      boolean news = !told.equals(text);
      told = text;
      return news;
    }
  }

  Ledger(Journal journal) {
    this.journal = journal;
    journal.read().forEach(entry -> places.add(new Place(entry, -1)));
  }

  List<Place> places() {
    return List.copyOf(places);
  }

  /** The table as it was seen last; empty: it was not seen, or it cannot be read now. */
  Optional<WorkTable> table() {
    return Optional.ofNullable(table);
  }

  /** Forgets the table, not the items. */
  void lose() {
    if (table != null) {
      places.forEach(this::remember);
      places.forEach(place -> place.row = -1);
      table = null;
    }
  }

  long active() {
    return places.stream().filter(p -> p.entry.phase() == Entry.Phase.ACTIVE).count();
  }

  /** The item that has a row, unless it is over. */
  Optional<Place> at(int row) {
    return places.stream().filter(place -> place.row == row).findFirst();
  }

  void add(Place place) {
    // an item that is done once more begins anew
    places.removeIf(other -> other.row == place.row);
    places.add(place);
    save();
  }

  void remove(Place place) {
    places.remove(place);
    save();
  }

  void save() {
    places.forEach(this::remember);
    journal.write(places.stream().map(Place::entry).toList());
  }

  /** Forgets what ended long ago. */
  void forget(Instant now) {
    boolean any =
        places.removeIf(
            place ->
                place.entry.phase() == Entry.Phase.WRITTEN
                    && place.entry.since().plus(REMEMBERED).isBefore(now));
    if (any) {
      save();
    }
  }

  private void remember(Place place) {
    if (table != null && place.row >= 0) {
      Map<String, String> cells = new LinkedHashMap<>();
      List<String> row = table.rows().get(place.row).cells();
      for (int i = 0; i < row.size(); i++) {
        cells.putIfAbsent(table.header().get(i), row.get(i));
      }
      place.entry = place.entry.seen(cells);
    }
  }

  /** The table has been read anew: finds the rows of the items in it. */
  void take(WorkTable fresh) {
    List<String> header = table == null ? fresh.header() : table.header();
    List<WorkTable.Row> rows = new ArrayList<>(table == null ? List.of() : table.rows());
    int[] at = new int[places.size()];
    for (int i = 0; i < at.length; i++) {
      Place place = places.get(i);
      at[i] = place.row;
      if (place.row < 0) {
        Map<String, String> cells = place.entry.rowAsWanted();
        at[i] = rows.size();
        rows.add(
            new WorkTable.Row(
                0, header.stream().map(title -> cells.getOrDefault(title, "")).toList()));
      }
    }
    int[] found = Alignment.of(new WorkTable(header, rows, List.of()), fresh);
    for (int i = 0; i < at.length; i++) {
      places.get(i).row = found[at[i]];
    }
    table = fresh;
  }

  /** The table has been written: the rows of all items may be elsewhere. */
  void written(WorkSource.Written.Merged merged) {
    for (Place place : places) {
      place.row = place.row < 0 ? -1 : merged.merge().rows()[place.row];
    }
    table = merged.table();
  }
}
