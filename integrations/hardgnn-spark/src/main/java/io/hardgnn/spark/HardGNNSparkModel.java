package io.hardgnn.spark;

import static io.hardgnn.spark.Columns.quoted;

import io.hardgnn.RecommendRequest;
import io.hardgnn.onnx.OnnxRecommender;
import io.hardgnn.spark.scoring.Answers;
import io.hardgnn.spark.scoring.BatchedAnswers;
import io.hardgnn.spark.scoring.ColdStart;
import io.hardgnn.spark.scoring.FileFailure;
import io.hardgnn.spark.scoring.SharedBundle;
import io.hardgnn.spark.scoring.SharedBundles;
import java.util.List;
import java.util.Set;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Recommends on a cluster what {@link OnnxRecommender} recommends on one machine, from the same
 * exported bundle.
 *
 * <pre>{@code
 * HardGNNSparkModel model = HardGNNSparkModel.of("onnx");
 * model.recommendForAllUsers(20).write().parquet("recommendations");
 * }</pre>
 *
 * <p>The bundle is checked on the driver and goes to the executors as it is: by Spark's broadcast
 * where {@link #bundle} is a folder of the driver's machine, or by a copy of their own where it is
 * a URI of a storage that all of them reach ({@code hdfs://}, {@code s3a://}). Each executor opens
 * it once and shares it between its tasks, each of which computes on one thread. A task holds one
 * batch of rows and answers at a time.
 *
 * <p>The answers are columns {@code array<struct<item: string, score: float>>}, best first. Ids are
 * texts: columns of other types are cast. The methods are lazy as those of Spark are: an executor
 * that finds the bundle missing or damaged fails its task, and after Spark's retries the action
 * throws with a {@link io.hardgnn.io.ArtifactException} among its causes, whose {@code reason()}
 * says what was wrong.
 *
 * <p>As other stages of Spark it is not thread-safe while parameters are set.
 */
public final class HardGNNSparkModel extends Model<HardGNNSparkModel>
    implements DefaultParamsWritable {

  private static final long serialVersionUID = 1L;

  private static final String BUNDLE_FOLDER = "bundle";
  private static final String HISTORY = "hardgnn history"; // columns' names that nobody has
  private static final String TIMES = "hardgnn times";

  private static final Set<DataType> TIMESTAMPS =
      Set.of(DataTypes.TimestampType, DataTypes.TimestampNTZType);

  /** Users of one partition by default, at most. */
  private static final int PARTITION_USERS = 50_000;

  private final String uid;
  private final Param<String> bundle;
  private final Param<String> userCol;
  private final Param<String> itemCol;
  private final Param<String> historyCol;
  private final Param<String> timesCol;
  private final Param<String> outputCol;
  private final Param<String> sourceCol;
  private final Param<String> coldStartStrategy;
  private final IntParam numItems;
  private final IntParam batchSize;
  private final BooleanParam excludeSeen;

  /**
   * Creates a model without a bundle, as Spark does when it loads one.
   *
   * @param uid name of this stage, unique in a pipeline
   */
  public HardGNNSparkModel(String uid) {
    this.uid = uid;
    this.bundle = new Param<>(this, "bundle", "folder or URI of the exported bundle");
    this.userCol = new Param<>(this, "userCol", "column of user ids");
    this.itemCol = new Param<>(this, "itemCol", "column of item ids, for similarItems");
    this.historyCol = new Param<>(this, "historyCol", "column of arrays of item ids");
    this.timesCol = new Param<>(this, "timesCol", "column of arrays of the times of a history");
    this.outputCol = new Param<>(this, "outputCol", "column of the items recommended");
    this.sourceCol = new Param<>(this, "sourceCol", "column of what they were made of");
    this.coldStartStrategy =
        new Param<>(
            this,
            "coldStartStrategy",
            "what becomes of unknown ids: drop, empty or popular",
            value -> ColdStart.names().contains(value));
    this.numItems =
        new IntParam(this, "numItems", "items recommended by transform", ParamValidators.gt(0));
    this.batchSize =
        new IntParam(this, "batchSize", "rows that are answered together", ParamValidators.gt(0));
    this.excludeSeen =
        new BooleanParam(this, "excludeSeen", "whether items of the history are left out");
    setDefault(userCol, "user");
    setDefault(itemCol, "item");
    setDefault(historyCol, "history");
    setDefault(outputCol, "recommendations");
    setDefault(sourceCol, "source");
    setDefault(coldStartStrategy, ColdStart.DROP.title());
    setDefault(numItems, 10);
    setDefault(batchSize, 256);
    setDefault(excludeSeen, true);
  }

  /**
   * Returns a model of a bundle.
   *
   * @param bundle a folder of the driver's machine, as {@link io.hardgnn.onnx.OnnxExporter} writes
   *     it, or the URI of one that every executor can read
   */
  public static HardGNNSparkModel of(String bundle) {
    return new HardGNNSparkModel(Identifiable$.MODULE$.randomUID("hardgnn")).setBundle(bundle);
  }

  @Override
  public String uid() {
    return uid;
  }

  // ---- parameters

  /** Where the bundle is. */
  public Param<String> bundle() {
    return bundle;
  }

  /** The column of user ids; default {@code user}. */
  public Param<String> userCol() {
    return userCol;
  }

  /** The column of item ids of {@link #similarItems(Dataset, int)}; default {@code item}. */
  public Param<String> itemCol() {
    return itemCol;
  }

  /** The column of histories, arrays of item ids, oldest first; default {@code history}. */
  public Param<String> historyCol() {
    return historyCol;
  }

  /**
   * The column of when each item of {@link #historyCol()} was taken, arrays of timestamps; not set
   * by default. For models that read the times between interactions.
   */
  public Param<String> timesCol() {
    return timesCol;
  }

  /** The column of the answers; default {@code recommendations}. */
  public Param<String> outputCol() {
    return outputCol;
  }

  /**
   * The column that {@link #transform} adds beside the answers, default {@code source}:
   * {@code cold} by the model from the history, {@code fallback} the most popular items where the
   * history holds nothing that the model knows.
   */
  public Param<String> sourceCol() {
    return sourceCol;
  }

  /**
   * What becomes of users that the model does not know: {@code drop} (the default, they have no
   * row, as with ALS), {@code empty} (an empty list) or {@code popular} (the most popular items,
   * scored by their share of all interactions).
   */
  public Param<String> coldStartStrategy() {
    return coldStartStrategy;
  }

  /** How many items {@link #transform} recommends, at least 1; default 10. */
  public IntParam numItems() {
    return numItems;
  }

  /** How many rows a task answers together, at least 1; default 256. */
  public IntParam batchSize() {
    return batchSize;
  }

  /** Whether items of the history are left out of the answers; default true. */
  public BooleanParam excludeSeen() {
    return excludeSeen;
  }

  /** Sets {@link #bundle()}. */
  public HardGNNSparkModel setBundle(String location) {
    return with(bundle, location);
  }

  /** Sets {@link #userCol()}. */
  public HardGNNSparkModel setUserCol(String column) {
    return with(userCol, column);
  }

  /** Sets {@link #itemCol()}. */
  public HardGNNSparkModel setItemCol(String column) {
    return with(itemCol, column);
  }

  /** Sets {@link #historyCol()}. */
  public HardGNNSparkModel setHistoryCol(String column) {
    return with(historyCol, column);
  }

  /** Sets {@link #timesCol()}. */
  public HardGNNSparkModel setTimesCol(String column) {
    return with(timesCol, column);
  }

  /** Sets {@link #outputCol()}. */
  public HardGNNSparkModel setOutputCol(String column) {
    return with(outputCol, column);
  }

  /** Sets {@link #sourceCol()}. */
  public HardGNNSparkModel setSourceCol(String column) {
    return with(sourceCol, column);
  }

  /**
   * Sets {@link #coldStartStrategy()}.
   *
   * @throws IllegalArgumentException if it is none of the three
   */
  public HardGNNSparkModel setColdStartStrategy(String strategy) {
    return with(coldStartStrategy, strategy);
  }

  /**
   * Sets {@link #numItems()}.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public HardGNNSparkModel setNumItems(int n) {
    return with(numItems, n);
  }

  /**
   * Sets {@link #batchSize()}.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public HardGNNSparkModel setBatchSize(int rows) {
    return with(batchSize, rows);
  }

  /** Sets {@link #excludeSeen()}. */
  public HardGNNSparkModel setExcludeSeen(boolean exclude) {
    return with(excludeSeen, exclude);
  }

  private <T> HardGNNSparkModel with(Param<T> param, T value) {
    set(param, value);
    return this;
  }

  // ---- answers

  /**
   * Recommends items to every user of the model.
   *
   * @param n most items for each, at least 1
   * @return a row of {@link #userCol()} and {@link #outputCol()} for each user
   * @throws io.hardgnn.io.ArtifactException if the bundle is missing, damaged or something else
   */
  public Dataset<Row> recommendForAllUsers(int n) {
    RecommendRequest.checkCount(n);
    SharedBundle shared = shared(session());
    return numbers(shared.users())
        .mapPartitions(
            new BatchedAnswers(
                shared, getOrDefault(batchSizeOf()), Answers.users(n, isExcludingSeen())),
            Encoders.row(lists(getOrDefault(userCol))));
  }

  /**
   * Recommends items to the users of some rows.
   *
   * @param users has the column {@link #userCol()}; repeated users are answered once, nulls not
   * @param n most items for each, at least 1
   * @return a row of {@link #userCol()}, as text, and {@link #outputCol()} for each user; of
   *     unknown ones what {@link #coldStartStrategy()} says
   * @throws io.hardgnn.io.ArtifactException if the bundle is missing, damaged or something else
   */
  public Dataset<Row> recommendForUserSubset(Dataset<?> users, int n) {
    RecommendRequest.checkCount(n);
    return distinct(users, getOrDefault(userCol))
        .mapPartitions(
            new BatchedAnswers(
                shared(users.sparkSession()),
                getOrDefault(batchSizeOf()),
                Answers.subset(
                    n, isExcludingSeen(), ColdStart.of(getOrDefault(coldStartStrategy)))),
            Encoders.row(lists(getOrDefault(userCol))));
  }

  /**
   * Recommends {@link #numItems()} items to each row by the history that it has, as
   * {@code recommendFor} does. A null is an empty history. Items that the model does not know are
   * left out. Times that are null, or hold a null, are not known.
   *
   * @param rows have the column {@link #historyCol()}, an array, and {@link #timesCol()} if it is
   *     set. A row that has not one time for each item fails its task
   * @return the rows with the columns {@link #outputCol()} and {@link #sourceCol()}
   */
  @Override
  public Dataset<Row> transform(Dataset<?> rows) {
    StructType schema = transformSchema(rows.schema());
    Column history =
        rows.col(quoted(getOrDefault(historyCol)))
            .cast(DataTypes.createArrayType(DataTypes.StringType));
    return rows.toDF()
        .withColumn(HISTORY, history)
        .withColumn(TIMES, times(rows))
        .mapPartitions(
            new BatchedAnswers(
                shared(rows.sparkSession()),
                getOrDefault(batchSizeOf()),
                Answers.histories((Integer) getOrDefault((Param<?>) numItems), isExcludingSeen())),
            Encoders.row(schema));
  }

  private Column times(Dataset<?> rows) {
    return isDefined(timesCol)
        ? rows.col(quoted(getOrDefault(timesCol)))
        : functions.lit(null).cast(DataTypes.createArrayType(DataTypes.TimestampType));
  }

  /**
   * Finds the items most similar to each item of the model.
   *
   * @param n most items for each, at least 1
   * @return a row of {@link #itemCol()} and {@link #outputCol()} for each item; scores are cosines
   */
  public Dataset<Row> similarItems(int n) {
    RecommendRequest.checkCount(n);
    SharedBundle shared = shared(session());
    return numbers(shared.items())
        .mapPartitions(
            new BatchedAnswers(shared, getOrDefault(batchSizeOf()), Answers.similarToAll(n)),
            Encoders.row(lists(getOrDefault(itemCol))));
  }

  /**
   * Finds the items most similar to the items of some rows.
   *
   * @param items has the column {@link #itemCol()}; repeated items are answered once, nulls not
   * @param n most items for each, at least 1
   * @return a row of {@link #itemCol()}, as text, and {@link #outputCol()} for each item; unknown
   *     ones have none, or an empty list unless {@link #coldStartStrategy()} is {@code drop}
   */
  public Dataset<Row> similarItems(Dataset<?> items, int n) {
    RecommendRequest.checkCount(n);
    return distinct(items, getOrDefault(itemCol))
        .mapPartitions(
            new BatchedAnswers(
                shared(items.sparkSession()),
                getOrDefault(batchSizeOf()),
                Answers.similar(n, ColdStart.of(getOrDefault(coldStartStrategy)))),
            Encoders.row(lists(getOrDefault(itemCol))));
  }

  private SharedBundle shared(SparkSession session) {
    return SharedBundles.of(session, location());
  }

  private String location() {
    if (!isDefined(bundle)) {
      throw new IllegalStateException(
          "no bundle is set; call setBundle with the folder of an exported model");
    }
    return getOrDefault(bundle);
  }

  private static SparkSession session() {
    return SparkSession.active();
  }

  /** Spark's whole numbers are objects to Java. */
  @SuppressWarnings({"unchecked", "rawtypes"})
  private Param<Integer> batchSizeOf() {
    return (Param) batchSize;
  }

  private boolean isExcludingSeen() {
    return (Boolean) getOrDefault((Param<?>) excludeSeen);
  }

  /** Returns the numbers below a count, in as many partitions as there is work for. */
  private static Dataset<Row> numbers(int count) {
    int cores = session().sparkContext().defaultParallelism();
    int least = (count + PARTITION_USERS - 1) / PARTITION_USERS;
    int partitions = Math.max(Math.min(cores, count), least);
    return session().range(0, count, 1, Math.max(1, partitions)).toDF();
  }

  private static Dataset<Row> distinct(Dataset<?> rows, String column) {
    return rows.toDF().select(functions.col(quoted(column)).cast(DataTypes.StringType)).distinct();
  }

  private StructType lists(String idColumn) {
    StructType ids = new StructType().add(idColumn, DataTypes.StringType, false);
    return added(ids, getOrDefault(outputCol), BatchedAnswers.LIST);
  }

  private static StructType added(StructType schema, String column, DataType type) {
    if (EventColumns.isIn(List.of(schema.fieldNames()), column, SparkSession.active())) {
      throw new IllegalArgumentException(
          "there is a column '" + column + "' already; set outputCol or sourceCol to another");
    }
    return schema.add(column, type, false);
  }

  private static void requireTimes(StructType schema, String column) {
    DataType type = schema.apply(column).dataType();
    if (!(type instanceof ArrayType) || !TIMESTAMPS.contains(((ArrayType) type).elementType())) {
      throw new IllegalArgumentException(
          "the column '"
              + column
              + "' must be an array of timestamps, but is "
              + type.catalogString());
    }
  }

  @Override
  public StructType transformSchema(StructType schema) {
    String history = getOrDefault(historyCol);
    DataType type = schema.apply(history).dataType();
    if (!(type instanceof ArrayType items) || !EventColumns.isId(items.elementType())) {
      throw new IllegalArgumentException(
          "the column '"
              + history
              + "' must be an array of item ids, but is "
              + type.catalogString());
    }
    if (isDefined(timesCol)) {
      requireTimes(schema, getOrDefault(timesCol));
    }
    return added(
        added(schema, getOrDefault(outputCol), BatchedAnswers.LIST),
        getOrDefault(sourceCol),
        DataTypes.StringType);
  }

  @Override
  public HardGNNSparkModel copy(ParamMap extra) {
    HardGNNSparkModel copied = copyValues(new HardGNNSparkModel(uid), extra);
    return hasParent() ? copied.setParent(parent()) : copied;
  }

  // ---- saving and loading

  /**
   * Returns a writer that saves the parameters and a copy of the bundle, so that what is saved
   * needs nothing else.
   */
  @Override
  public MLWriter write() {
    return new Writer(DefaultParamsWritable.super.write(), location());
  }

  /** Returns the reader that Spark asks for when it loads a pipeline. */
  public static MLReader<HardGNNSparkModel> read() {
    return new Reader();
  }

  /** Loads a model that was saved; {@link #bundle()} is the copy that was saved with it. */
  public static HardGNNSparkModel load(String path) {
    return read().load(path);
  }

  private static final class Writer extends MLWriter {
    private final MLWriter params;
    private final String location;

    Writer(MLWriter params, String location) {
      this.params = params;
      this.location = location;
    }

    /**
     * Saves. The bundle is looked for before what is to be written over is deleted.
     *
     * @throws IllegalArgumentException if the bundle lies where the model is to be saved: writing
     *     over it would delete it first
     * @throws io.hardgnn.io.ArtifactException if there is no bundle any more
     */
    @Override
    public void save(String path) throws java.io.IOException {
      SharedBundles.requireOutside(sparkSession(), location, path);
      SharedBundles.requireThere(sparkSession(), location);
      super.save(path);
    }

    @Override
    public void saveImpl(String path) {
      try {
        params.session(sparkSession());
        params.save(path);
        SharedBundles.copy(sparkSession(), location, path + "/" + BUNDLE_FOLDER);
      } catch (java.io.IOException e) {
        throw FileFailure.of("cannot save to " + path, e);
      }
    }
  }

  private static final class Reader extends MLReader<HardGNNSparkModel> {
    @Override
    public HardGNNSparkModel load(String path) {
      MLReader<HardGNNSparkModel> params = new ParamsOfModel().read();
      params.session(sparkSession());
      return params
          .load(path)
          .setBundle(SharedBundles.qualified(sparkSession(), path + "/" + BUNDLE_FOLDER));
    }
  }

  private static final class ParamsOfModel
      implements org.apache.spark.ml.util.DefaultParamsReadable<HardGNNSparkModel> {}
}
