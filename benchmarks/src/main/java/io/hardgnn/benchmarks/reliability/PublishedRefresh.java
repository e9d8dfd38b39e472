package io.hardgnn.benchmarks.reliability;

import io.hardgnn.HardGNNModel;
import io.hardgnn.data.events.InteractionLog;
import io.hardgnn.io.ArtifactDirectory;
import io.hardgnn.io.ArtifactException;
import io.hardgnn.onnx.BundleRefresher;
import io.hardgnn.onnx.OnnxExporter;
import io.hardgnn.onnx.OnnxRecommender;
import io.hardgnn.onnx.ReloadingRecommender;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Refreshes a bundle over and over, and reads it with a recommender that stays open and goes over
 * to what is there. Each refresh adds two users who did the same at the same time, so that a bundle
 * with one of them, or with two that differ, is a mixture.
 */
final class PublishedRefresh implements Published {

  private static final int ITEMS_EACH = 3;
  private static final float TOLERANCE = 1e-4f;

  private final HardGNNModel first;
  private @Nullable ReloadingRecommender reader;
  private int seen;

  PublishedRefresh(HardGNNModel first) {
    this.first = first;
  }

  @Override
  public String write(Path target, int turn) {
    if (!ArtifactDirectory.exists(target)) {
      OnnxExporter.export(first, target);
      return "export";
    }
    String name = ProcessHandle.current().pid() + "-" + turn;
    while (true) {
      try {
        return name + ": " + BundleRefresher.defaults().refresh(target, pair(name, turn)).events();
      } catch (ArtifactException e) {
        // Another writer was faster every time, which is said and no failure.
        if (e.reason() != ArtifactException.Reason.REPLACED) {
          throw e;
        }
      }
    }
  }

  private InteractionLog pair(String name, int turn) {
    InteractionLog.Builder log = InteractionLog.builder();
    // One time for all: those that are older than what another writer added are all left out.
    long now = System.currentTimeMillis();
    for (int n = 0; n < ITEMS_EACH; n++) {
      String item = first.items().id((turn + n * 7) % first.items().size());
      log.add("a-" + name, item, now).add("b-" + name, item, now);
    }
    return log.build();
  }

  @Override
  public String read(Path target) throws MixtureException {
    if (reader == null) {
      reader = ReloadingRecommender.open(target);
    } else {
      reader.reload();
    }
    Optional<String> wrong = reader.with(this::wrong);
    if (wrong.isPresent()) {
      throw new MixtureException(wrong.get());
    }
    return seen + " users";
  }

  private Optional<String> wrong(OnnxRecommender recommender) {
    List<String> users = recommender.users().ids();
    if (users.size() < seen) {
      return Optional.of(users.size() + " users where there were " + seen);
    }
    seen = users.size();
    int known = first.users().size();
    if ((seen - known) % 2 != 0) {
      return Optional.of("half a pair of users");
    }
    for (int user = known; user < seen; user += 2) {
      String one = users.get(user);
      String other = users.get(user + 1);
      if (!one.substring(1).equals(other.substring(1))
          || recommender.history(one).size() != ITEMS_EACH
          || !recommender.history(one).equals(recommender.history(other))
          || distance(recommender, one, other) > TOLERANCE) {
        return Optional.of(one + " and " + other + " differ");
      }
    }
    return recommender.recommend(users.get(seen - 1), ITEMS_EACH).isEmpty()
        ? Optional.of("nothing is recommended to " + users.get(seen - 1))
        : Optional.empty();
  }

  private static float distance(OnnxRecommender recommender, String one, String other) {
    float[] a = recommender.userEmbedding(one).orElseThrow();
    float[] b = recommender.userEmbedding(other).orElseThrow();
    float largest = 0;
    for (int n = 0; n < a.length; n++) {
      largest = Math.max(largest, Math.abs(a[n] - b[n]));
    }
    return largest;
  }
}
