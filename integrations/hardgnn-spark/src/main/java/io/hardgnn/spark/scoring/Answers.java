package io.hardgnn.spark.scoring;

import io.hardgnn.AnswerSource;
import io.hardgnn.History;
import io.hardgnn.ItemFilter;
import io.hardgnn.RecommendRequest;
import io.hardgnn.Recommendations;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** What a recommender answers to rows of each kind. */
public final class Answers {

  private Answers() {}

  /** Rows of a user's number among the bundle's: {@code (user, items)}. */
  public static BatchedAnswers.Answer users(int n, boolean excludeSeen) {
    return (recommender, batch) -> {
      List<RecommendRequest> requests = new ArrayList<>(batch.size());
      for (Row row : batch) {
        String user = recommender.users().id(Math.toIntExact(row.getLong(0)));
        requests.add(RecommendRequest.forUser(user).n(n).filter(filter(excludeSeen)));
      }
      return rows(requests, recommender.recommendAll(requests), ColdStart.DROP);
    };
  }

  /** Rows of a user's id, which may be unknown or null: {@code (user, items)}. */
  public static BatchedAnswers.Answer subset(int n, boolean excludeSeen, ColdStart coldStart) {
    return (recommender, batch) -> {
      List<RecommendRequest> requests = new ArrayList<>(batch.size());
      for (Row row : batch) {
        if (!row.isNullAt(0)) {
          requests.add(RecommendRequest.forUser(row.getString(0)).n(n).filter(filter(excludeSeen)));
        }
      }
      List<Recommendations> answers = new ArrayList<>(recommender.recommendAll(requests));
      if (coldStart == ColdStart.POPULAR) {
        Recommendations popular =
            recommender.recommend(RecommendRequest.forHistory(List.of()).n(n));
        answers.replaceAll(
            answer -> answer.source() == AnswerSource.UNKNOWN_USER ? popular : answer);
      }
      return rows(requests, answers, coldStart);
    };
  }

  private static List<Row> rows(
      List<RecommendRequest> requests, List<Recommendations> answers, ColdStart coldStart) {
    List<Row> rows = new ArrayList<>(requests.size());
    for (int i = 0; i < requests.size(); i++) {
      Recommendations answer = answers.get(i);
      if (answer.source() != AnswerSource.UNKNOWN_USER || coldStart != ColdStart.DROP) {
        rows.add(RowFactory.create(requests.get(i).user(), BatchedAnswers.list(answer.items())));
      }
    }
    return rows;
  }

  /**
   * Rows whose last two columns are a history and its times: the others, then the items and what
   * they are made of.
   */
  public static BatchedAnswers.Answer histories(int n, boolean excludeSeen) {
    return (recommender, batch) -> {
      List<RecommendRequest> requests = new ArrayList<>(batch.size());
      for (Row row : batch) {
        requests.add(RecommendRequest.forHistory(history(row)).n(n).filter(filter(excludeSeen)));
      }
      List<Recommendations> answers = recommender.recommendAll(requests);
      List<Row> rows = new ArrayList<>(batch.size());
      for (int i = 0; i < batch.size(); i++) {
        Row row = batch.get(i);
        int given = row.length() - 2;
        Object[] values = new Object[given + 2];
        for (int column = 0; column < given; column++) {
          values[column] = row.get(column);
        }
        values[given] = BatchedAnswers.list(answers.get(i).items());
        values[given + 1] = answers.get(i).source().name().toLowerCase(Locale.ROOT);
        rows.add(RowFactory.create(values));
      }
      return rows;
    };
  }

  /**
   * Returns the history of the last two columns, items and times, without items that are null; none
   * for null. Its times are not known if they are null or that of one of its items is.
   *
   * @throws IllegalArgumentException if there is not one time for each item
   */
  static History history(Row row) {
    int items = row.length() - 2;
    int times = row.length() - 1;
    if (row.isNullAt(items)) {
      return History.of(List.of());
    }
    List<String> ids = row.getList(items);
    List<Object> moments = row.isNullAt(times) ? null : row.getList(times);
    if (moments != null && moments.size() != ids.size()) {
      throw new IllegalArgumentException(
          "a history of " + ids.size() + " items has " + moments.size() + " times");
    }
    List<String> taken = new ArrayList<>(ids.size());
    List<Instant> takenAt = new ArrayList<>(ids.size());
    for (int at = 0; at < ids.size(); at++) {
      if (ids.get(at) != null) {
        taken.add(ids.get(at));
        if (moments != null && moments.get(at) != null) {
          takenAt.add(instant(moments.get(at)));
        }
      }
    }
    if (takenAt.size() < taken.size()) {
      return History.of(taken);
    }
    return History.of(taken, takenAt);
  }

  /**
   * Returns a moment, which Spark has as one of two classes by its settings; one without a zone is
   * of UTC, as it is where events are prepared.
   */
  private static Instant instant(Object moment) {
    if (moment instanceof LocalDateTime) {
      return ((LocalDateTime) moment).toInstant(ZoneOffset.UTC);
    }
    return moment instanceof Timestamp ? ((Timestamp) moment).toInstant() : (Instant) moment;
  }

  /** Rows of an item's id, which may be unknown or null: {@code (item, items)}. */
  public static BatchedAnswers.Answer similar(int n, ColdStart coldStart) {
    return (recommender, batch) -> {
      List<Row> rows = new ArrayList<>(batch.size());
      for (Row row : batch) {
        String item = row.isNullAt(0) ? null : row.getString(0);
        if (item != null && recommender.items().contains(item)) {
          rows.add(RowFactory.create(item, BatchedAnswers.list(recommender.similarItems(item, n))));
        } else if (item != null && coldStart != ColdStart.DROP) {
          rows.add(RowFactory.create(item, new Row[0]));
        }
      }
      return rows;
    };
  }

  /** Rows of an item's number among the bundle's: {@code (item, items)}. */
  public static BatchedAnswers.Answer similarToAll(int n) {
    return (recommender, batch) -> {
      List<Row> rows = new ArrayList<>(batch.size());
      for (Row row : batch) {
        String item = recommender.items().id(Math.toIntExact(row.getLong(0)));
        rows.add(RowFactory.create(item, BatchedAnswers.list(recommender.similarItems(item, n))));
      }
      return rows;
    };
  }

  private static ItemFilter filter(boolean excludeSeen) {
    return excludeSeen ? ItemFilter.unseen() : ItemFilter.unseen().includingKnown();
  }
}
