package io.hardgnn.spark.scoring;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What becomes of users and items that a model does not know. */
public enum ColdStart {

  /** They have no row in the answer, as with the strategy of this name of Spark's ALS. */
  DROP,

  /** They have a row with an empty list. */
  EMPTY,

  /** Users have the most popular items; unknown items of {@code similarItems} an empty list. */
  POPULAR;

  public static List<String> names() {
    return Arrays.stream(values()).map(ColdStart::title).toList();
  }

  public String title() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static ColdStart of(String name) {
    return Arrays.stream(values())
        .filter(value -> value.title().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "coldStartStrategy must be one of " + names() + ", got '" + name + "'"));
  }
}
