package io.hardgnn.onnx.runtime;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.hardgnn.error.Excerpt;
import io.hardgnn.ops.HostTensor;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A loaded ONNX model that is run on ONNX Runtime.
 *
 * <p>Thread-safe: any number of runs may be in flight. {@link #close} waits for them; later runs
 * are {@link IllegalStateException}s. Loading trusts the file: verify it before, since a malformed
 * model may bring the process down.
 */
public final class InferenceSession implements AutoCloseable {

  private final OrtEnvironment environment;
  private final OrtSession session;
  private final ExecutionDevice device;
  private final String name;
  private final Map<String, TensorInfo> inputs;
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
  private boolean closed;

  InferenceSession(
      String name, OrtEnvironment environment, OrtSession session, ExecutionDevice device)
      throws OrtException {
    this.name = name;
    this.environment = environment;
    this.session = session;
    this.device = device;
    this.inputs = new LinkedHashMap<>();
    for (Map.Entry<String, NodeInfo> input : session.getInputInfo().entrySet()) {
      if (!(input.getValue().getInfo() instanceof TensorInfo tensor)) {
        session.close();
        throw new IllegalArgumentException(
            name + ": input '" + Excerpt.of(input.getKey()) + "' is no tensor");
      }
      inputs.put(input.getKey(), tensor);
    }
  }

  /** What an input of two dimensions holds. */
  public enum InputType {
    /** 32-bit whole numbers. */
    INDICES(OnnxJavaType.INT32),
    /** 32-bit floats. */
    NUMBERS(OnnxJavaType.FLOAT);

    private final OnnxJavaType type;

    InputType(OnnxJavaType type) {
      this.type = type;
    }
  }

  /**
   * Checks that every input is one of those that the caller can feed.
   *
   * @throws IllegalArgumentException if one is not
   */
  public void requireInputs(Map<String, InputType> allowed) {
    inputs.forEach(
        (input, info) -> {
          InputType type = allowed.get(input);
          if (type == null || info.type != type.type || info.getShape().length != 2) {
            throw new IllegalArgumentException(
                name
                    + ": input '"
                    + Excerpt.of(input)
                    + "' is "
                    + Excerpt.sentence(String.valueOf(info))
                    + "; allowed: "
                    + allowed);
          }
        });
  }

  /**
   * Checks that there is an output of this name.
   *
   * @throws IllegalArgumentException if there is not
   */
  public void requireOutput(String output) {
    if (!session.getOutputNames().contains(output)) {
      throw new IllegalArgumentException(
          name
              + ": has no output '"
              + output
              + "', only "
              + Excerpt.list(session.getOutputNames()));
    }
  }

  /**
   * Loads a model from a file, together with the data files beside it.
   *
   * @throws InferenceException if ONNX Runtime cannot be loaded on this platform, or refuses the
   *     model or its path
   * @throws IllegalArgumentException if an input of the model is no tensor
   */
  public static InferenceSession open(Path model, InferenceOptions options) {
    if (model.toString().chars().anyMatch(c -> Character.isSurrogate((char) c))) {
      throw new InferenceException(
          model + ": ONNX Runtime opens no path with characters such as emoji; rename the folder",
          null);
    }
    return SessionFactory.open(
        model.toString(),
        (environment, ort) -> environment.createSession(model.toString(), ort),
        options);
  }

  /**
   * Loads a model from its bytes.
   *
   * @throws InferenceException if ONNX Runtime cannot be loaded on this platform, or refuses the
   *     model
   * @throws IllegalArgumentException if an input of the model is no tensor
   */
  public static InferenceSession open(byte[] model, InferenceOptions options) {
    return SessionFactory.open(
        "model of " + model.length + " bytes",
        (environment, ort) -> environment.createSession(model, ort),
        options);
  }

  /**
   * Returns where the model is computed, which is the processor if the device asked for is not
   * usable.
   */
  public ExecutionDevice device() {
    return device;
  }

  /** Returns the names of the inputs that every run has to feed. */
  public Set<String> inputNames() {
    return Set.copyOf(inputs.keySet());
  }

  /**
   * Runs the model; inputs and outputs are copied.
   *
   * @param feeds a value for each input
   * @return all outputs by name; truth values come as INT
   * @throws IllegalArgumentException if an input is missing or unknown, or has another type or
   *     number of dimensions
   * @throws IllegalStateException if the session is closed
   * @throws InferenceException if the run fails
   */
  public Map<String, HostTensor> run(Map<String, HostTensor> feeds) {
    Map<String, TensorBuffer> buffers = new HashMap<>();
    feeds.forEach((input, value) -> buffers.put(input, TensorBuffer.copyOf(value)));
    return run(
        buffers,
        Map.of(),
        result -> {
          Map<String, HostTensor> outputs = new LinkedHashMap<>();
          for (Map.Entry<String, OnnxValue> output : result) {
            outputs.put(output.getKey(), hostTensor((OnnxTensor) output.getValue()));
          }
          return outputs;
        });
  }

  /**
   * Runs the model without copying: inputs are read and outputs written in place.
   *
   * @param feeds a value for each input
   * @param results where to put outputs, with the exact dimensions they will have; outputs not
   *     named are not returned
   * @throws IllegalArgumentException if an input is missing or unknown, or has another type or
   *     number of dimensions
   * @throws IllegalStateException if the session is closed
   * @throws InferenceException if the run fails, as with results of other dimensions
   */
  public void run(Map<String, TensorBuffer> feeds, Map<String, TensorBuffer> results) {
    run(feeds, results, result -> "");
  }

  private <T> T run(
      Map<String, TensorBuffer> feeds, Map<String, TensorBuffer> results, OrtFunction<T> reader) {
    checkFeeds(feeds);
    return locked(
        () -> {
          Map<String, OnnxTensor> tensors = new HashMap<>();
          Map<String, OnnxTensor> pinned = new HashMap<>();
          try {
            for (Map.Entry<String, TensorBuffer> feed : feeds.entrySet()) {
              tensors.put(feed.getKey(), tensor(feed.getValue()));
            }
            for (Map.Entry<String, TensorBuffer> result : results.entrySet()) {
              pinned.put(result.getKey(), tensor(result.getValue()));
            }
            try (OrtSession.Result result =
                pinned.isEmpty() ? session.run(tensors) : session.run(tensors, Set.of(), pinned)) {
              return reader.apply(result);
            }
          } finally {
            tensors.values().forEach(OnnxTensor::close);
            pinned.values().forEach(OnnxTensor::close);
          }
        });
  }

  private void checkFeeds(Map<String, TensorBuffer> feeds) {
    if (!feeds.keySet().equals(inputs.keySet())) {
      throw new IllegalArgumentException(
          name
              + ": inputs "
              + Excerpt.list(inputs.keySet())
              + " expected, given "
              + Excerpt.list(feeds.keySet()));
    }
    feeds.forEach(
        (input, value) -> {
          TensorInfo info = inputs.get(input);
          OnnxJavaType type =
              value.buffer() instanceof IntBuffer ? OnnxJavaType.INT32 : OnnxJavaType.FLOAT;
          if (info == null || info.type != type || info.getShape().length != value.dims().length) {
            throw new IllegalArgumentException(
                name
                    + ": input '"
                    + Excerpt.of(input)
                    + "' is "
                    + Excerpt.sentence(String.valueOf(info))
                    + ", given "
                    + type
                    + " "
                    + Arrays.toString(value.dims()));
          }
        });
  }

  private OnnxTensor tensor(TensorBuffer value) throws OrtException {
    if (value.buffer() instanceof IntBuffer ints) {
      return OnnxTensor.createTensor(
          environment, ints.duplicate().position(0).limit(value.size()), value.dims());
    }
    return OnnxTensor.createTensor(
        environment, value.asFloats().duplicate().position(0).limit(value.size()), value.dims());
  }

  private static HostTensor hostTensor(OnnxTensor tensor) {
    int[] dims = Arrays.stream(tensor.getInfo().getShape()).mapToInt(Math::toIntExact).toArray();
    return switch (tensor.getInfo().type) {
      case INT32 -> {
        IntBuffer ints = tensor.getIntBuffer();
        int[] values = new int[ints.remaining()];
        ints.get(values);
        yield HostTensor.of(values, dims);
      }
      case FLOAT -> {
        FloatBuffer floats = tensor.getFloatBuffer();
        float[] values = new float[floats.remaining()];
        floats.get(values);
        yield HostTensor.of(values, dims);
      }
      case BOOL -> {
        byte[] bytes = new byte[Math.toIntExact(tensor.getInfo().getNumElements())];
        tensor.getByteBuffer().get(bytes);
        int[] values = new int[bytes.length];
        Arrays.setAll(values, i -> bytes[i]);
        yield HostTensor.of(values, dims);
      }
      default ->
          throw new IllegalArgumentException(
              "outputs of type " + tensor.getInfo().type + " are not supported");
    };
  }

  /** Waits for the runs in flight, then frees the model. Closing twice is harmless. */
  @Override
  public void close() {
    Lock exclusive = lock.writeLock();
    exclusive.lock();
    try {
      if (!closed) {
        closed = true;
        session.close();
      }
    } catch (OrtException e) {
      throw new InferenceException(name + ": could not be closed: " + Excerpt.sentence(e), e);
    } finally {
      exclusive.unlock();
    }
  }

  private <T> T locked(OrtCall<T> call) {
    Lock shared = lock.readLock();
    shared.lock();
    try {
      if (closed) {
        throw new IllegalStateException(name + ": the session is closed");
      }
      return call.call();
    } catch (OrtException e) {
      throw new InferenceException(name + ": " + Excerpt.sentence(e), e);
    } finally {
      shared.unlock();
    }
  }

  private interface OrtCall<T> {
    T call() throws OrtException;
  }

  private interface OrtFunction<T> {
    T apply(OrtSession.Result result) throws OrtException;
  }
}
