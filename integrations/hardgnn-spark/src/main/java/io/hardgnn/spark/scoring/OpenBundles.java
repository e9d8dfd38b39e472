package io.hardgnn.spark.scoring;

import static io.hardgnn.io.ArtifactException.Reason.REPLACED;

import com.google.common.collect.Iterators;
import io.hardgnn.io.ArtifactException;
import io.hardgnn.onnx.OnnxRecommender;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkFiles;
import org.apache.spark.TaskContext;
import org.apache.spark.util.TaskCompletionListener;

/**
 * The bundles that this process has open: each once, whatever the number of tasks, and shared by
 * them. A bundle that no task uses stays open for the next job; of such bundles the newest two are
 * kept. Thread-safe.
 */
public final class OpenBundles {

  private static final int IDLE = 2;

  /** By identity, those used longest ago first. */
  private static final Map<String, Entry> OPEN = new LinkedHashMap<>();

  private static int opened;

  private OpenBundles() {}

  private static final class Entry {
    private final OnnxRecommender recommender;
    private final Path folder;
    private int tasks;

    Entry(OnnxRecommender recommender, Path folder) {
      this.recommender = recommender;
      this.folder = folder;
    }

    void close() {
      recommender.close();
      BundleCopies.delete(folder);
    }
  }

  /**
   * Returns a bundle for the task of this thread, until the task ends.
   *
   * @throws ArtifactException if it is missing or damaged here
   */
  static OnnxRecommender forTask(SharedBundle bundle) {
    Entry entry = take(bundle);
    TaskContext task = TaskContext.get();
    if (task == null) {
      release(bundle.identity()); // on the driver, outside of a task
    } else {
      TaskCompletionListener listener = ended -> release(bundle.identity());
      task.addTaskCompletionListener(listener);
    }
    return entry.recommender;
  }

  private static Entry take(SharedBundle bundle) {
    synchronized (OPEN) {
      Entry entry = OPEN.remove(bundle.identity());
      if (entry == null) {
        entry = open(bundle); // others wait for it rather than open it again
        opened++;
      }
      entry.tasks++;
      OPEN.put(bundle.identity(), entry);
      return entry;
    }
  }

  private static void release(String identity) {
    List<Entry> closing;
    synchronized (OPEN) {
      Entry released = OPEN.get(identity);
      if (released != null) {
        released.tasks--;
      }
      closing = idle(IDLE);
    }
    closing.forEach(Entry::close);
  }

  /** Takes out what no task uses, but for some of those that were used last. */
  private static List<Entry> idle(int kept) {
    long left = OPEN.values().stream().filter(entry -> entry.tasks == 0).count() - kept;
    List<Entry> taken = new ArrayList<>();
    for (var entries = OPEN.values().iterator(); entries.hasNext() && taken.size() < left; ) {
      Entry entry = entries.next();
      if (entry.tasks == 0) {
        entries.remove();
        taken.add(entry);
      }
    }
    return taken;
  }

  private static Entry open(SharedBundle bundle) {
    Path folder;
    try {
      folder = Files.createTempDirectory(Path.of(SparkFiles.getRootDirectory()), "hardgnn-bundle");
    } catch (IOException e) {
      throw FileFailure.of("no temporary folder can be made", e);
    }
    try {
      SharedBundle.Storage storage = bundle.storage();
      if (storage == null) {
        Iterator<InputStream> pieces =
            bundle.pieces().stream()
                .<InputStream>map(piece -> new ByteArrayInputStream(piece.value()))
                .iterator();
        BundleCopies.unpack(new SequenceInputStream(Iterators.asEnumeration(pieces)), folder);
      } else {
        BundleCopies.fetch(
            new org.apache.hadoop.fs.Path(storage.folder()),
            storage.configuration().value().value(),
            folder);
      }
      if (!BundleCopies.identity(folder).equals(bundle.identity())) {
        throw new ArtifactException(
            REPLACED,
            folder,
            "is not the bundle that the driver checked at "
                + bundle.location()
                + "; it was replaced while the job ran");
      }
      return new Entry(OnnxRecommender.open(folder), folder);
    } catch (IOException e) {
      BundleCopies.delete(folder);
      throw FileFailure.of("cannot copy the bundle " + bundle.location(), e);
    } catch (RuntimeException | Error e) {
      BundleCopies.delete(folder);
      throw e;
    }
  }

  /** Returns how many bundles were opened in this process so far. */
  public static int opened() {
    synchronized (OPEN) {
      return opened;
    }
  }

  /** Closes what no task uses. */
  public static void closeIdle() {
    List<Entry> closing;
    synchronized (OPEN) {
      closing = idle(0);
    }
    closing.forEach(Entry::close);
  }
}
