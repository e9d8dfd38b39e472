package io.hardgnn.data.events;

import io.hardgnn.data.Vocabulary;
import io.hardgnn.error.Excerpt;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;
import java.util.function.UnaryOperator;

/** What is well-formed in a log and all the same hardly what was meant. */
final class Suspicions {

  /** Words that programs write where there is no value, in small letters. */
  private static final Set<String> WORDS_FOR_NONE =
      Set.of(
          "null",
          "\\n",
          "none",
          "nan",
          "na",
          "n/a",
          "#n/a",
          "<na>",
          "nat",
          "nil",
          "undefined",
          "unknown",
          "missing",
          "(null)",
          "<null>",
          "[null]",
          "(not set)",
          "(none)",
          "-",
          "-1",
          "?",
          "00000000-0000-0000-0000-000000000000");

  private static final int LONGEST_WORD = 36;
  private static final long EARLY = Instant.parse("1972-01-01T00:00:00Z").toEpochMilli();

  /** Share of the rows up to which early times are few enough to be mistakes. */
  private static final double MOST_EARLY = 0.05;

  private Suspicions() {}

  /**
   * Reports what is found in a log that is not empty.
   *
   * @param timeColumn what the times are called
   * @param unit what says how they are written
   * @param withoutId what to do about rows that have a word in place of an id
   */
  static void of(
      InteractionLog log,
      String timeColumn,
      String unit,
      UnaryOperator<String> withoutId,
      Consumer<String> found) {
    if (log.hasTimes()) {
      times(log, timeColumn, unit, found);
    }
    wordsForNone("user", log.users(), log::user, log.size(), withoutId, found);
    wordsForNone("item", log.items(), log::item, log.size(), withoutId, found);
  }

  private static void times(
      InteractionLog log, String timeColumn, String unit, Consumer<String> found) {
    long tomorrow = Instant.now().plus(1, ChronoUnit.DAYS).toEpochMilli();
    long last = 0;
    int later = 0;
    int zero = 0;
    int early = 0;
    for (int row = 0; row < log.size(); row++) {
      long time = log.timestamp(row);
      last = Math.max(last, time);
      later += time > tomorrow ? 1 : 0;
      zero += time == 0 ? 1 : 0;
      early += time != 0 && time < EARLY ? 1 : 0;
    }
    if (last < EARLY) {
      found.accept(
          "no time is later than 1971, the last is "
              + Instant.ofEpochMilli(last)
              + "; is "
              + timeColumn
              + " really the time, and in seconds or milliseconds as "
              + unit
              + " says?");
    } else if (zero > 0) {
      found.accept(
          rows(zero)
              + " the time 0, 1970-01-01; if it means that there is none, leave them out, or they"
              + " come before all others");
    }
    if (last >= EARLY && early > 0 && early <= MOST_EARLY * log.size()) {
      found.accept(
          rows(early)
              + " a time before 1972; if they are not so old, leave them out, or they come before all"
              + " others");
    }
    if (later > 0) {
      found.accept(
          rows(later)
              + " a time in the future, the last is "
              + Instant.ofEpochMilli(last)
              + "; is "
              + timeColumn
              + " really the time, and as "
              + unit
              + " says? The end of the data is that of its"
              + " latest time");
    }
  }

  /**
   * Reports a first row of a file that may be a header whose names are not known: without times
   * nothing else tells.
   */
  static void header(InteractionLog log, Consumer<String> found) {
    if (!log.hasTimes()
        && log.size() > 2
        && (isWordAmongNumbers(log.users(), log.user(0))
            || isWordAmongNumbers(log.items(), log.item(0)))) {
      found.accept(
          "the first row, user '"
              + Excerpt.of(log.users().id(log.user(0)))
              + "' and item '"
              + Excerpt.of(log.items().id(log.item(0)))
              + "', looks like a header; if it is one, set header(true)");
    }
  }

  private static boolean isWordAmongNumbers(Vocabulary ids, int word) {
    int id = 0;
    for (String text : ids.ids()) { // which keeps no strings
      if (text.chars().anyMatch(Character::isLetter) != (id++ == word)) {
        return false;
      }
    }
    return ids.size() > 1;
  }

  private static String rows(int count) {
    return count + (count == 1 ? " row has" : " rows have");
  }

  private static void wordsForNone(
      String what,
      Vocabulary ids,
      IntUnaryOperator column,
      int rows,
      UnaryOperator<String> withoutId,
      Consumer<String> found) {
    int next = 0;
    for (String word : ids.ids()) { // which keeps no strings
      int id = next++;
      if (word.length() <= LONGEST_WORD && WORDS_FOR_NONE.contains(word.toLowerCase(Locale.ROOT))) {
        int count = 0;
        for (int row = 0; row < rows; row++) {
          count += column.applyAsInt(row) == id ? 1 : 0;
        }
        found.accept(
            what
                + " '"
                + word
                + "' occurs in "
                + count
                + (count == 1 ? " row" : " rows")
                + "; if it means that there is none, "
                + withoutId.apply(word));
      }
    }
  }
}
