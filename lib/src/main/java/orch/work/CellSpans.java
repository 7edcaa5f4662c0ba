package orch.work;

import java.util.ArrayList;
import java.util.List;

/**
 * Where the cells of one record of a CSV text are, quotes included
 * (https://www.rfc-editor.org/rfc/rfc4180). The library that reads the values does not tell.
 *
 * @param begins of the cells
 * @param ends behind the cells
 * @param end behind the last cell, before the end of the line
 * @param bad the index of the first cell whose quotes are wrong; -1: there is none
 */
record CellSpans(List<Integer> begins, List<Integer> ends, int end, int bad) {
  /** Those of the record that begins there, in a text of one character for each byte. */
  static CellSpans of(String text, int begin, int limit) {
    List<Integer> begins = new ArrayList<>();
    List<Integer> ends = new ArrayList<>();
    int bad = -1;
    int at = begin;
    while (true) {
      begins.add(at);
      if (at < limit && text.charAt(at) == '"') {
        int close = closing(text, at + 1, limit);
        at = Math.min(close + 1, limit);
        boolean wellFormed = close < limit && (at == limit || isBreak(text.charAt(at)));
        bad = wellFormed || bad >= 0 ? bad : ends.size();
      }
      while (at < limit && !isBreak(text.charAt(at))) {
        at++;
      }
      ends.add(at);
      if (at == limit || text.charAt(at) != ',') {
        return new CellSpans(begins, ends, at, bad);
      }
      at++;
    }
  }

  /** The quote that ends a cell; two of them are one that belongs to its value. */
  private static int closing(String text, int from, int limit) {
    for (int at = from; at < limit; at++) {
      if (text.charAt(at) == '"') {
        if (at + 1 == limit || text.charAt(at + 1) != '"') {
          return at;
        }
        at++;
      }
    }
    return limit;
  }

  private static boolean isBreak(char letter) {
    return letter == ',' || letter == '\n' || letter == '\r';
  }
}
