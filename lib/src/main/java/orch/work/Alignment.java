package orch.work;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which row of a table is which row of an earlier one, whose people had no keys for them: rows that
 * are as they were, then rows with the mark of the same task, then the most alike of the same
 * project, then the most alike if half of it is. No row is two.
 */
final class Alignment {
  /** Above so many pairs they are not compared but taken in their order. */
  private static final long MOST_PAIRS = 20_000;

  private final WorkTable before;
  private final List<List<String>> now;
  private final int[] found;
  private final boolean[] taken;
  private final boolean[] ours;

  private Alignment(WorkTable before, WorkTable now) {
    this.before = before;
    this.now = asBefore(before, now);
    this.found = new int[before.rows().size()];
    this.taken = new boolean[this.now.size()];
    this.ours = new boolean[before.header().size()];
    for (Column column : List.of(Column.STATUS, Column.AGENT, Column.LAST_UPDATE)) {
      if (before.index(column) >= 0) {
        ours[before.index(column)] = true;
      }
    }
    Arrays.fill(found, -1);
  }

  /** For each row of the earlier table its index in the later one; -1: it is gone. */
  static int[] of(WorkTable before, WorkTable now) {
    if (before.header().equals(now.header()) && before.rows().equals(now.rows())) {
      return java.util.stream.IntStream.range(0, before.rows().size()).toArray();
    }
    Alignment alignment = new Alignment(before, now);
    alignment.same();
    alignment.marked();
    alignment.ofProject();
    alignment.alike();
    alignment.single();
    return alignment.found;
  }

  /** The later rows with the columns of the earlier header. */
  private static List<List<String>> asBefore(WorkTable before, WorkTable now) {
    List<List<String>> rows = new ArrayList<>(now.rows().size());
    if (before.header().equals(now.header())) {
      now.rows().forEach(row -> rows.add(row.cells()));
      return rows;
    }
    int[] columns = before.header().stream().mapToInt(now.header()::indexOf).toArray();
    for (WorkTable.Row row : now.rows()) {
      rows.add(Arrays.stream(columns).mapToObj(c -> c < 0 ? "" : row.cells().get(c)).toList());
    }
    return rows;
  }

  private void take(int row, int there) {
    found[row] = there;
    taken[there] = true;
  }

  private List<Integer> lost() {
    List<Integer> lost = new ArrayList<>();
    for (int row = 0; row < found.length; row++) {
      if (found[row] < 0) {
        lost.add(row);
      }
    }
    return lost;
  }

  private List<Integer> free() {
    List<Integer> free = new ArrayList<>();
    for (int row = 0; row < taken.length; row++) {
      if (!taken[row]) {
        free.add(row);
      }
    }
    return free;
  }

  private void same() {
    Map<List<String>, ArrayDeque<Integer>> places = new HashMap<>();
    for (int there = 0; there < now.size(); there++) {
      places.computeIfAbsent(now.get(there), cells -> new ArrayDeque<>()).add(there);
    }
    for (int row = 0; row < found.length; row++) {
      ArrayDeque<Integer> same = places.get(before.rows().get(row).cells());
      if (same != null && !same.isEmpty()) {
        take(row, same.poll());
      }
    }
  }

  /** What orch writes into Agent names a task, of which there is one. */
  private void marked() {
    int agent = before.index(Column.AGENT);
    if (agent < 0) {
      return;
    }
    Map<String, Integer> marks = new HashMap<>();
    for (int there : free()) {
      String mark = now.get(there).get(agent);
      if (Marks.isMark(mark)) {
        marks.putIfAbsent(mark, there);
      }
    }
    for (int row : marks.isEmpty() ? List.<Integer>of() : lost()) {
      Integer there = marks.remove(before.rows().get(row).cells().get(agent));
      if (there != null) {
        take(row, there);
      }
    }
  }

  private void ofProject() {
    int project = before.index(Column.PROJECT);
    Map<String, List<Integer>> there = new TreeMap<>();
    for (int row : free()) {
      there.computeIfAbsent(now.get(row).get(project), name -> new ArrayList<>()).add(row);
    }
    Map<String, List<Integer>> lost = new LinkedHashMap<>();
    for (int row : lost()) {
      String name = before.rows().get(row).cells().get(project);
      lost.computeIfAbsent(name, any -> new ArrayList<>()).add(row);
    }
    lost.forEach((name, rows) -> pair(rows, there.getOrDefault(name, List.of()), 30));
  }

  private void alike() {
    pair(lost(), free(), 50);
  }

  /** Where just one row is another one, it is that, if half of it is left. */
  private void single() {
    List<Integer> lost = lost();
    List<Integer> free = free();
    if (found.length > 1
        && lost.size() == 1
        && free.size() == 1
        && likeness(lost.get(0), free.get(0), true) >= 50) {
      take(lost.get(0), free.get(0));
    }
  }

  private record Pair(int row, int there, int likeness) {}

  /** Joins the most alike first; of equals those that are nearest to each other. */
  private void pair(List<Integer> rows, List<Integer> there, int least) {
    if ((long) rows.size() * there.size() > MOST_PAIRS) {
      for (int i = 0; i < Math.min(rows.size(), there.size()); i++) {
        if (likeness(rows.get(i), there.get(i), false) >= least) {
          take(rows.get(i), there.get(i));
        }
      }
      return;
    }
    List<Pair> pairs = new ArrayList<>();
    for (int row : rows) {
      for (int one : there) {
        pairs.add(new Pair(row, one, likeness(row, one, false)));
      }
    }
    pairs.sort(
        Comparator.comparingInt((Pair pair) -> -pair.likeness())
            .thenComparingInt(pair -> Math.abs(pair.row() - pair.there())));
    for (Pair pair : pairs) {
      if (pair.likeness() >= least && found[pair.row()] < 0 && !taken[pair.there()]) {
        take(pair.row(), pair.there());
      }
    }
  }

  /**
   * How many of a hundred of its cells are still the same; those that orch writes do not count.
   * Where they are others, somebody has saved an older copy, in which the rest is as it was, or the
   * row is another one.
   */
  private int likeness(int row, int there, boolean whatever) {
    List<String> one = before.rows().get(row).cells();
    List<String> other = now.get(there);
    int same = 0;
    int filled = 0;
    boolean kept = true;
    boolean changed = false;
    for (int i = 0; i < one.size(); i++) {
      boolean equal = one.get(i).equals(other.get(i));
      if (ours[i]) {
        kept &= equal;
        continue;
      }
      changed |= !equal;
      if (!one.get(i).isEmpty()) {
        filled++;
        same += equal ? 1 : 0;
      }
    }
    return filled == 0 || !kept && changed && !whatever ? 0 : 100 * same / filled;
  }
}
