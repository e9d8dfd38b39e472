package io.hardgnn.internal.store;

import io.hardgnn.engine.EpochReport;
import io.hardgnn.engine.Provenance;
import io.hardgnn.error.Excerpt;
import io.hardgnn.io.ArtifactException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;

/** What a stored model says of itself can be true. */
final class ProvenanceCheck {

  private final Path file;

  private ProvenanceCheck(Path file) {
    this.file = file;
  }

  /**
   * Checks times, counts and the best epoch.
   *
   * @throws ArtifactException if one cannot be right
   */
  static void check(Path file, Provenance provenance, List<EpochReport> history) {
    ProvenanceCheck check = new ProvenanceCheck(file);
    check.time("createdAt", provenance.createdAt());
    check.time("begin", provenance.dataset().begin());
    check.time("end", provenance.dataset().end());
    check.range("users", provenance.dataset().users(), Integer.MAX_VALUE);
    check.range("items", provenance.dataset().items(), Integer.MAX_VALUE);
    check.range("interactions", provenance.dataset().interactions(), Long.MAX_VALUE);
    int last = history.stream().mapToInt(EpochReport::epoch).max().orElse(Integer.MAX_VALUE);
    check.range("bestEpoch", provenance.bestEpoch(), last);
  }

  private void time(String name, String text) {
    try {
      Instant.parse(text);
    } catch (DateTimeException e) {
      throw corrupt(
          name + " is '" + Excerpt.of(text) + "', not a time such as 2024-01-31T12:00:00Z");
    }
  }

  private void range(String name, long value, long most) {
    if (value < 0 || value > most) {
      throw corrupt(name + " is " + value + ", not in 0 .. " + most);
    }
  }

  private ArtifactException corrupt(String detail) {
    return new ArtifactException(ArtifactException.Reason.CORRUPT, file, detail);
  }
}
