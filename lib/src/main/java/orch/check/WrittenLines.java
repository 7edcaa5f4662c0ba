package orch.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Judges what several writers have appended to one file: numbered lines {@code NONCE WRITER NUMBER
 * ... end}, with anything in front of the nonce.
 */
final class WrittenLines {
  private WrittenLines() {}

  /**
   * What was found.
   *
   * @param whole lines that are as they were written
   * @param turns how often a line of another writer follows: many, where they wrote at the same
   *     time
   * @param problems nothing, where all is there, in order, and none torn
   */
  record Found(int whole, int turns, List<String> problems) {
    Found {
      problems = List.copyOf(problems);
    }
  }

  /**
   * Judges.
   *
   * @param writers each wrote so many lines, numbered from 1
   */
  static Found judge(String text, String nonce, int writers, int count) {
    Pattern form =
        Pattern.compile("(?:FACT: \\S+ \\S+ )?" + Pattern.quote(nonce) + " (\\d+) (\\d+) x* ?end");
    Map<Integer, List<Integer>> numbers = new TreeMap<>();
    int torn = 0;
    String firstTorn = "";
    int whole = 0;
    int turns = 0;
    String last = "";
    for (String line : text.lines().toList()) {
      Matcher matcher = form.matcher(line);
      if (!matcher.matches()) {
        firstTorn = torn++ == 0 ? line : firstTorn;
        continue;
      }
      whole++;
      turns += matcher.group(1).equals(last) ? 0 : 1;
      last = matcher.group(1);
      numbers
          .computeIfAbsent(Integer.valueOf(matcher.group(1)), writer -> new ArrayList<>())
          .add(Integer.valueOf(matcher.group(2)));
    }
    List<String> problems = new ArrayList<>();
    if (torn > 0) {
      String shown = firstTorn.length() > 80 ? firstTorn.substring(0, 80) + "..." : firstTorn;
      problems.add(torn + " lines are torn, the first: " + shown);
    }
    for (int writer = 1; writer <= writers; writer++) {
      List<Integer> found = numbers.getOrDefault(writer, List.of());
      long different = found.stream().distinct().count();
      if (different != count) {
        problems.add(
            "writer " + writer + " wrote " + count + " lines, " + different + " of them are there");
      } else if (!found.equals(found.stream().sorted().toList())) {
        problems.add("the lines of writer " + writer + " are not in their order");
      }
    }
    return new Found(whole, turns, problems);
  }
}
