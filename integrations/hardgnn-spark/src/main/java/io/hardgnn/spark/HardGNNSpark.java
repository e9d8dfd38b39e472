package io.hardgnn.spark;

import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * Prepares events on the cluster, trains on the driver, and returns a model that recommends on the
 * cluster.
 *
 * <pre>{@code
 * HardGNNSparkModel model =
 *     HardGNNSpark.of(BundleTrainer.of(HardGNN.builder().build(), Path.of("onnx")), "prepared")
 *         .setTimeCol("bought_at")
 *         .fit(spark.read().parquet("events"));
 * }</pre>
 *
 * <p>Each {@link #fit} prepares into a new folder below {@link #folder}, which stays: it is what
 * the model was trained on. An estimator holds functions and is not saved; its model is. Not
 * thread-safe while it is set up.
 */
public final class HardGNNSpark extends Estimator<HardGNNSparkModel> {

  private static final long serialVersionUID = 1L;

  private final String uid;
  private final transient BundleTrainer trainer;
  private transient UnaryOperator<SparkDatasetBuilder> preparation = UnaryOperator.identity();
  private final Param<String> folder;
  private final Param<String> userCol;
  private final Param<String> itemCol;
  private final Param<String> timeCol;

  private HardGNNSpark(String uid, BundleTrainer trainer) {
    this.uid = uid;
    this.trainer = Objects.requireNonNull(trainer, "trainer");
    this.folder = new Param<>(this, "folder", "path or URI below which events are prepared");
    this.userCol = new Param<>(this, "userCol", "column of user ids");
    this.itemCol = new Param<>(this, "itemCol", "column of item ids");
    this.timeCol = new Param<>(this, "timeCol", "column of times");
    setDefault(userCol, "user");
    setDefault(itemCol, "item");
    setDefault(timeCol, "timestamp");
  }

  /**
   * Returns an estimator.
   *
   * @param trainer makes a bundle of what was prepared
   * @param folder path or URI that Hadoop reaches, below which events are prepared
   */
  public static HardGNNSpark of(BundleTrainer trainer, String folder) {
    HardGNNSpark estimator = new HardGNNSpark(Identifiable$.MODULE$.randomUID("hardgnn"), trainer);
    estimator.set(estimator.folder, folder);
    return estimator;
  }

  @Override
  public String uid() {
    return uid;
  }

  /** The path or URI below which events are prepared. */
  public Param<String> folder() {
    return folder;
  }

  /** The column of user ids; default {@code user}. */
  public Param<String> userCol() {
    return userCol;
  }

  /** The column of item ids; default {@code item}. */
  public Param<String> itemCol() {
    return itemCol;
  }

  /** The column of times; default {@code timestamp}. */
  public Param<String> timeCol() {
    return timeCol;
  }

  /** Sets {@link #userCol()}. */
  public HardGNNSpark setUserCol(String column) {
    set(userCol, column);
    return this;
  }

  /** Sets {@link #itemCol()}. */
  public HardGNNSpark setItemCol(String column) {
    set(itemCol, column);
    return this;
  }

  /** Sets {@link #timeCol()}. */
  public HardGNNSpark setTimeCol(String column) {
    set(timeCol, column);
    return this;
  }

  /** Sets what else the preparation is told, such as {@code builder -> builder.holdOut(false)}. */
  public HardGNNSpark setPreparation(UnaryOperator<SparkDatasetBuilder> settings) {
    this.preparation = Objects.requireNonNull(settings, "settings");
    return this;
  }

  /**
   * Prepares, trains and returns the model.
   *
   * @throws io.hardgnn.data.DataException as {@link SparkDatasetBuilder#write}
   * @throws io.hardgnn.NoEngineException if the trainer is the library's and there is no engine
   */
  @Override
  public HardGNNSparkModel fit(Dataset<?> events) {
    transformSchema(events.schema());
    SparkDatasetBuilder builder =
        SparkDatasetBuilder.of(events)
            .columns(getOrDefault(userCol), getOrDefault(itemCol), getOrDefault(timeCol));
    PreparedEvents prepared =
        preparation.apply(builder).write(getOrDefault(folder) + "/prepared-" + UUID.randomUUID());
    return HardGNNSparkModel.of(trainer.train(prepared))
        .setUserCol(getOrDefault(userCol))
        .setItemCol(getOrDefault(itemCol))
        .setParent(this);
  }

  /**
   * Returns the schema as it is; the model adds its columns.
   *
   * @throws io.hardgnn.data.DataException if a column is not there, or is there several times
   */
  @Override
  public StructType transformSchema(StructType schema) {
    EventColumns.requireOnce(
        List.of(getOrDefault(userCol), getOrDefault(itemCol), getOrDefault(timeCol)),
        schema.fieldNames(),
        SparkSession.active(),
        "set userCol, itemCol or timeCol");
    return schema;
  }

  @Override
  public HardGNNSpark copy(ParamMap extra) {
    return copyValues(new HardGNNSpark(uid, trainer).setPreparation(preparation), extra);
  }
}
