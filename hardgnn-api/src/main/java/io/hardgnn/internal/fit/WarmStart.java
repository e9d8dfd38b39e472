package io.hardgnn.internal.fit;

import io.hardgnn.config.HardGNNConfig;
import io.hardgnn.data.Dataset;
import io.hardgnn.data.Vocabulary;
import io.hardgnn.engine.ModelDefinition;
import io.hardgnn.internal.store.StoredModel;
import io.hardgnn.ops.HostTensor;
import io.hardgnn.ops.ParameterSeed;
import io.hardgnn.transitions.NeighbourMeans;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The values that parameters start from where a run starts from a trained model.
 *
 * <p>Rows of items and users are found by id, all other parameters by name. The row of a new item
 * in a table is that of {@link NeighbourMeans} over the training interactions. Its bias is the
 * usual one, moved by as much as training moved those of the known items in the mean. What is not
 * made of the model starts from the parameter's initializer, as in a run without a model.
 */
public final class WarmStart {

  private static final Logger LOG = LoggerFactory.getLogger(WarmStart.class);

  private final StoredModel from;
  private final Dataset dataset;
  private final long seed;
  private final DeclaredParameters declared;
  private final int[] oldItems; // index of each item in the model, -1 if it is new
  private final int[] oldUsers;

  /**
   * Compares the settings with the model's.
   *
   * @throws io.hardgnn.settings.InvalidConfigException if they describe another network
   */
  public WarmStart(
      StoredModel from, HardGNNConfig config, ModelDefinition definition, Dataset dataset) {
    this.from = from;
    this.dataset = dataset;
    this.seed = config.training().seed();
    this.declared = DeclaredParameters.of(definition);
    WarmStartCheck.check(from, config, declared);
    this.oldItems = indices(dataset.items(), from.contents().items());
    this.oldUsers = indices(dataset.users(), from.contents().users());
  }

  private static int[] indices(Vocabulary ids, Vocabulary old) {
    int[] indices = new int[ids.size()];
    for (int index = 0; index < indices.length; index++) {
      indices[index] = old.indexOf(ids.id(index));
    }
    return indices;
  }

  /**
   * Returns the values by name, without those of parameters that the model has not.
   *
   * @param threads for counting transitions, 0 for one per processor
   */
  public Map<String, HostTensor> parameters(int threads) {
    @Nullable NeighbourMeans means = means(threads);
    tell(means);
    Map<String, HostTensor> values = new LinkedHashMap<>();
    for (String name : declared.names()) {
      @Nullable HostTensor old = from.contents().trained().parameters().get(name);
      int[] dims = declared.dims(name);
      if (old != null && WarmStartCheck.fits(declared, name, old)) {
        float[] start =
            switch (declared.role(name)) {
              case ITEM_TABLE -> items(name, dims, old.floats(), means);
              case ITEM_BIAS -> moved(name, dims, old.floats());
              case USER_TABLE -> rows(name, dims, old.floats(), learned(dims, old.floats()));
              case TABLE, RELIABILITY, WEIGHT -> old.floats();
            };
        values.put(name, HostTensor.of(start, dims));
      }
    }
    return values;
  }

  private @Nullable NeighbourMeans means(int threads) {
    IntPredicate known = item -> oldItems[item] >= 0;
    if (count(oldItems) == oldItems.length) {
      return null;
    }
    return NeighbourMeans.of(
        dataset.training().sequences().items(),
        known,
        threads == 0 ? Runtime.getRuntime().availableProcessors() : threads);
  }

  private void tell(@Nullable NeighbourMeans means) {
    int made = 0;
    for (int item = 0; item < oldItems.length; item++) {
      made += means != null && oldItems[item] < 0 && means.has(item) ? 1 : 0;
    }
    boolean heldOut = dataset.validation().hasTargets() || dataset.test().hasTargets();
    if (heldOut && from.contents().provenance().validation().isEmpty()) {
      LOG.warn(
          "training starts from a model that held nothing out: what it learned from may be among the"
              + " held-out items of this dataset, which are then no test of it");
    }
    LOG.info(
        "training starts from a model of {}: it knows {} of {} users and {} of {} items; {} of the"
            + " new items start from their neighbours",
        from.contents().provenance().createdAt(),
        count(oldUsers),
        oldUsers.length,
        count(oldItems),
        oldItems.length,
        made);
  }

  private static int count(int[] old) {
    int known = 0;
    for (int index : old) {
      known += index >= 0 ? 1 : 0;
    }
    return known;
  }

  /**
   * Returns the old rows of users that something was learned of. Zeros stand for others, from
   * which no gradient leads away where they mean that the history is looked at in their place.
   */
  private int[] learned(int[] dims, float[] old) {
    int size = size(dims, 1);
    return Arrays.stream(oldUsers)
        .map(row -> row < 0 || isZero(old, row * size, size) ? -1 : row)
        .toArray();
  }

  private static boolean isZero(float[] table, int from, int size) {
    for (int i = from; i < from + size; i++) {
      if (table[i] != 0) {
        return false;
      }
    }
    return true;
  }

  /** Returns old rows where there are any, and the usual start for the others. */
  private float[] rows(String name, int[] dims, float[] old, int[] oldRows) {
    boolean allKnown = count(oldRows) == oldRows.length;
    return over(allKnown ? new float[size(dims, 0)] : usual(name, dims), dims, old, oldRows);
  }

  /** Puts old rows over those of a table, where there are any, and returns it. */
  private static float[] over(float[] start, int[] dims, float[] old, int[] oldRows) {
    int size = size(dims, 1);
    for (int row = 0; row < oldRows.length; row++) {
      if (oldRows[row] >= 0) {
        System.arraycopy(old, oldRows[row] * size, start, row * size, size);
      }
    }
    return start;
  }

  private float[] items(String name, int[] dims, float[] old, @Nullable NeighbourMeans means) {
    float[] start = rows(name, dims, old, oldItems);
    int size = size(dims, 1);
    for (int item = 0; means != null && item < oldItems.length; item++) {
      if (oldItems[item] < 0 && means.has(item)) {
        float[] row =
            means.row(
                item,
                size,
                (known, target) -> System.arraycopy(old, oldItems[known] * size, target, 0, size));
        System.arraycopy(row, 0, start, item * size, size);
      }
    }
    return start;
  }

  private float[] moved(String name, int[] dims, float[] old) {
    int known = count(oldItems);
    if (known == 0 || known == oldItems.length) {
      return rows(name, dims, old, oldItems);
    }
    float[] usual = usual(name, dims);
    float[] start = over(usual.clone(), dims, old, oldItems);
    double[] moved = new double[size(dims, 1)];
    for (int i = 0; i < start.length; i++) {
      moved[i % moved.length] += start[i] - usual[i]; // nothing for new items
    }
    for (int i = 0; i < start.length; i++) {
      if (oldItems[i / moved.length] < 0) {
        start[i] += (float) (moved[i % moved.length] / known);
      }
    }
    return start;
  }

  private float[] usual(String name, int[] dims) {
    return declared.initializer(name).values(size(dims, 0), ParameterSeed.randomFor(seed, name));
  }

  /** Returns the product of the dimensions from one on. */
  private static int size(int[] dims, int from) {
    int size = 1;
    for (int axis = from; axis < dims.length; axis++) {
      size *= dims[axis];
    }
    return size;
  }
}
