package io.hardgnn.tf.graph;

import io.hardgnn.ops.DType;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.HostTensor;
import io.hardgnn.ops.Shape;
import io.hardgnn.ops.ShapeException;
import io.hardgnn.ops.lowering.Lowered;
import io.hardgnn.tf.lowering.Types;
import io.hardgnn.tf.session.Devices;
import io.hardgnn.tf.session.EngineException;
import io.hardgnn.tf.session.NativeHeap;
import io.hardgnn.tf.session.NativeLibrary;
import io.hardgnn.tf.session.NativeLibraryException;
import io.hardgnn.tf.session.OperationTimes;
import io.hardgnn.tf.session.ProcessEnd;
import io.hardgnn.tf.session.SessionSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.proto.RunOptions;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * A TensorFlow graph with its session and its variables: the one owner of everything native.
 *
 * <p>Models are built through {@link #training} and {@link #inference} algebras, which share inputs
 * and parameters by name; {@link #run} computes values and updates. The graph may grow between
 * runs. After {@link #close} every method throws {@link IllegalStateException}. Runs exclude each
 * other and may come from any thread; building is for one thread, while nothing runs.
 */
public final class TfGraph implements AutoCloseable {

  static final String DROPOUT_SEED = "dropout/seed";

  /**
   * Half as many rows at a time stay in the cache: steps of long sequences became a tenth to a
   * fifth shorter.
   */
  private static final int PARTS_PER_THREAD = 2;

  private final boolean onGpu;
  private final int rowParts;
  private final Graph graph;
  // Made once: making a scope reads the names of all nodes of the graph.
  private final Ops root;
  private final Ops variables;
  private final Session session;
  private final ParameterStore parameters;
  private final FedInputs inputs = new FedInputs();
  private final Map<Output<?>, Operand<?>> mirrors = new HashMap<>();
  private final Set<String> scopes = new HashSet<>();
  private boolean closed;

  private TfGraph(SessionSettings settings, boolean onGpu, int rowParts, long seed) {
    this.onGpu = onGpu;
    this.rowParts = rowParts;
    this.graph = new Graph();
    try {
      this.root = NamedGraph.ops(graph);
      this.variables = scope("variables");
      this.session = new Session(graph, false, settings.toProto());
    } catch (RuntimeException | Error e) {
      graph.close();
      throw e;
    }
    this.parameters = new ParameterStore(this, seed);
  }

  /**
   * Makes an empty graph and logs in one line which device it runs on.
   *
   * @param seed decides the initial values of the parameters
   * @throws NativeLibraryException if TensorFlow's native library is missing or cannot be loaded
   */
  public static TfGraph create(SessionSettings settings, long seed) {
    NativeLibrary.load();
    // A GPU divides an operation by itself.
    boolean onGpu = Devices.announce(settings).isGpu();
    int threads = settings.interOpThreads();
    int parts = onGpu || threads == 1 ? 1 : PARTS_PER_THREAD * threads;
    return new TfGraph(settings, onGpu, parts, seed);
  }

  /** Returns whether it runs on a GPU, in whose memory its variables and values are then. */
  public boolean onGpu() {
    return onGpu;
  }

  /** Returns into how many parts rows are divided that have nothing to do with each other. */
  int rowParts() {
    return rowParts;
  }

  // ---- building

  /** Returns an algebra with dropout and gradients whose nodes are named after {@code scope}. */
  public TfOps training(String scope) {
    return new TfOps(this, scope, true);
  }

  /** Returns an algebra without dropout over the same inputs and parameters, for evaluation. */
  public TfOps inference(String scope) {
    return new TfOps(this, scope, false);
  }

  /** Returns the variables. */
  public ParameterStore parameters() {
    return parameters;
  }

  Ops scope(String name) {
    requireOpen();
    String base = Types.nodeName(name);
    String unique = base;
    for (int i = 1; !scopes.add(unique); i++) {
      unique = base + "_" + i;
    }
    return root.withSubScope(unique);
  }

  /** Returns the scope that all variables share. */
  Ops variables() {
    requireOpen();
    return variables;
  }

  Operand<?> input(String name, DType type, Shape shape) {
    requireOpen();
    return inputs.declare(root, name, type, shape);
  }

  /** Returns whether some algebra of this graph has declared an input of that name. */
  public boolean reads(String input) {
    return inputs.isDeclared(input);
  }

  /**
   * Returns whether some algebra of this graph has dropout, so that a run needs
   * {@link Feeds#dropoutSeed}.
   */
  public boolean usesDropout() {
    return reads(DROPOUT_SEED);
  }

  Operand<TInt32> dropoutSeed() {
    return Types.ints(input(DROPOUT_SEED, DType.INT, Shape.of(2)));
  }

  /**
   * Returns the gradients of a loss by parameter name, without the parameters that have no
   * influence on it.
   */
  Map<String, Operand<TFloat32>> gradients(Expr loss, List<String> names) {
    Map<String, Operand<TFloat32>> reads = new LinkedHashMap<>();
    names.forEach(name -> reads.put(name, parameters.variable(name).read()));
    return Gradients.of(graph, node(loss), reads);
  }

  // ---- running

  /**
   * Feeds an input once for every later run, such as a graph's edges; a value in a run's own feeds
   * goes before it.
   *
   * <p>The input may be declared later; then the value is checked by the runs after that.
   *
   * @throws ShapeException if the value does not fit the declaration of the input; the value before
   *     it is kept
   */
  public synchronized void keep(String name, HostTensor tensor) {
    requireOpen();
    inputs.keep(name, tensor);
  }

  /**
   * Computes what a plan asks for.
   *
   * @throws ShapeException if a feed does not fit the declaration of its input
   * @throws IllegalArgumentException if a feed names no input, or the plan belongs to another graph
   * @throws EngineException if an input was not fed, or TensorFlow fails
   */
  public synchronized Fetched run(RunRequest plan, Feeds feeds) {
    List<Op> targets = targets(plan);
    List<Operand<?>> fetches = new ArrayList<>();
    for (Expr x : plan.fetches()) {
      fetches.add(node(x));
    }
    return new Fetched(plan.fetches(), execute(fetches, targets, feeds));
  }

  /**
   * Computes one value and writes it to an array of the caller's: for values that are large and
   * wanted often. Copying is not part of what excludes other runs.
   *
   * @param wanted a FLOAT of this graph
   * @param feeds as for {@link #run}
   * @param into takes the value, row-major, from index 0 on
   * @throws IllegalArgumentException if the value is no FLOAT or longer than the array; otherwise
   *     as {@link #run}
   */
  public void run(Expr wanted, Feeds feeds, float[] into) {
    if (wanted.type() != DType.FLOAT) {
      throw new IllegalArgumentException(wanted + " is no FLOAT");
    }
    try (Result result = result(wanted, feeds)) {
      HostBuffers.read(result.get(0), into);
    }
  }

  private synchronized Result result(Expr wanted, Feeds feeds) {
    Session.Runner runner = prepared(feeds).fetch(fetchable(node(wanted)));
    return Failures.translating(runner::run);
  }

  /**
   * Computes what a plan asks for, updates included, and returns where the time went instead of the
   * values; otherwise as {@link #run}.
   */
  public synchronized OperationTimes profile(RunRequest plan, Feeds feeds) {
    List<Op> targets = targets(plan);
    Session.Runner runner = prepared(feeds);
    targets.forEach(runner::addTarget);
    plan.fetches().forEach(x -> runner.fetch(fetchable(node(x))));
    runner.setOptions(
        RunOptions.newBuilder().setTraceLevel(RunOptions.TraceLevel.FULL_TRACE).build());
    try (Result result = Failures.translating(runner::runAndFetchMetadata)) {
      return RunTrace.times(result.getMetadata().orElseThrow());
    }
  }

  private List<Op> targets(RunRequest plan) {
    requireOpen();
    List<Op> targets = new ArrayList<>();
    for (ParameterUpdate step : plan.updates()) {
      if (step.graph() != this) {
        throw new IllegalArgumentException("the update belongs to another graph");
      }
      targets.add(step.op());
    }
    return targets;
  }

  /**
   * Returns the gradients of a loss by parameter name, row-major, without the parameters that have
   * no influence on it. Adds nodes to the graph: for checks and diagnoses, not for every step.
   *
   * @param loss scalar FLOAT of this graph
   * @param names parameters to differentiate by
   * @param feeds as for {@link #run}
   */
  public synchronized Map<String, float[]> evaluateGradients(
      Expr loss, List<String> names, Feeds feeds) {
    requireOpen();
    Map<String, Operand<TFloat32>> nodes = gradients(loss, names);
    List<Object> arrays = execute(List.copyOf(nodes.values()), List.of(), feeds);
    Map<String, float[]> gradients = new LinkedHashMap<>();
    int next = 0;
    for (String name : nodes.keySet()) {
      gradients.put(name, (float[]) arrays.get(next++));
    }
    return gradients;
  }

  synchronized List<Object> fetchRaw(List<Operand<?>> fetches) {
    return execute(fetches, List.of(), new Feeds());
  }

  private List<Object> execute(List<Operand<?>> fetches, List<Op> targets, Feeds feeds) {
    Session.Runner runner = prepared(feeds);
    // A result holds every name once: equal fetches share a place.
    List<Output<?>> distinct = fetches.stream().<Output<?>>map(this::fetchable).distinct().toList();
    distinct.forEach(runner::fetch);
    targets.forEach(runner::addTarget);
    if (runner.isEmpty()) {
      return List.of();
    }
    try (Result result = Failures.translating(runner::run)) {
      List<Object> arrays = new ArrayList<>();
      for (int i = 0; i < distinct.size(); i++) {
        arrays.add(HostBuffers.read(result.get(i)));
      }
      return fetches.stream().map(fetch -> arrays.get(distinct.indexOf(fetchable(fetch)))).toList();
    }
  }

  /** Returns a runner that is fed, after the variables that wait for values got them. */
  private Session.Runner prepared(Feeds feeds) {
    requireOpen();
    parameters.assignWaiting(session);
    Session.Runner runner = session.runner();
    inputs.feed(feeds, runner);
    return runner;
  }

  // TensorFlow refuses to fetch what is fed.
  private Output<?> fetchable(Operand<?> x) {
    Output<?> output = x.asOutput();
    return output.op().type().equals(Placeholder.OP_NAME)
        ? mirrors.computeIfAbsent(output, fed -> scope("mirror").identity(fed)).asOutput()
        : output;
  }

  private Operand<?> node(Expr x) {
    if (x instanceof Lowered<?> lowered
        && lowered.owner() instanceof TfOps ops
        && ops.graph() == this
        && lowered.value() instanceof Operand<?> operand) {
      return operand;
    }
    throw new IllegalArgumentException(x + " belongs to another graph");
  }

  // ---- closing

  /** Returns whether {@link #close} was called. */
  public synchronized boolean isClosed() {
    return closed;
  }

  void requireOpen() {
    if (isClosed()) {
      throw new IllegalStateException("this TfGraph is closed");
    }
  }

  /**
   * Frees the session, the variables and all native memory; waits for a run in progress. Closing
   * again does nothing.
   */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    ProcessEnd.unlessEnding(this::free);
  }

  private void free() {
    try {
      session.close();
    } finally {
      inputs.close();
      graph.close();
      NativeHeap.trim();
    }
  }
}
