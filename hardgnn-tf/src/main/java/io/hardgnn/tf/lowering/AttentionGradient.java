package io.hardgnn.tf.lowering;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.TensorFlow;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.IdentityN;
import org.tensorflow.op.core.ReduceSum;
import org.tensorflow.op.train.BatchMatMul;
import org.tensorflow.types.TFloat32;

/**
 * The gradient of softmax attention, written by hand: it walks over the matrix of weights half as
 * often as the gradient that TensorFlow derives.
 *
 * <p>With the weights {@code P}, the result {@code O = P V} and its gradient {@code dO}, the scores
 * have the gradient {@code P * (dO V^T - rowsum(dO * O))} (Dao et al., 2022). The row sums enter
 * the product as one more feature, so a single pass remains. An {@code IdentityN} carries
 * everything that the gradient needs, and the gradient is registered for that, once per process
 * (not possible on Windows, nor for a second class loader; then it is TensorFlow's). An
 * {@code IdentityN} that an application writes itself has no right gradient after that.
 * Thread-safe.
 */
public final class AttentionGradient {

  private static final int CARRIED = 5; // and one more where something learned is added

  private AttentionGradient() {}

  /** The one registration of this process; the class is initialised at first use. */
  private static final class Registration {
    static final boolean DONE = register();

    private static boolean register() {
      try {
        return TensorFlow.registerCustomGradient(IdentityN.OP_NAME, AttentionGradient::gradient);
      } catch (UnsupportedOperationException onWindows) {
        return false;
      }
    }
  }

  /** Returns whether the gradient can be attached. */
  public static boolean available() {
    return Registration.DONE;
  }

  /**
   * Returns the result of an attention with this gradient in place of TensorFlow's.
   *
   * @param result {@code [..., n, v]}
   * @param weights {@code [..., n, m]}
   * @param query {@code [..., n, k]}
   * @param key {@code [..., m, k]}
   * @param value {@code [..., m, v]}
   * @param learned what was added to the products, without their first dimension; or null
   */
  public static Operand<TFloat32> attach(
      Ops tf,
      Operand<TFloat32> result,
      Operand<TFloat32> weights,
      Operand<TFloat32> query,
      Operand<TFloat32> key,
      Operand<TFloat32> value,
      @Nullable Operand<TFloat32> learned) {
    List<Operand<?>> carried = new ArrayList<>();
    carried.add(tf.stopGradient(result));
    carried.add(tf.stopGradient(weights));
    carried.addAll(List.of(query, key, value));
    if (learned != null) {
      carried.add(learned);
    }
    IdentityN carrier = tf.identityN(carried);
    return Types.floats(carrier.output().get(0));
  }

  // Runs inside native code: an exception thrown here would end the JVM, so every case has an
  // answer.
  private static List<Operand<?>> gradient(
      Ops tf, GraphOperation op, List<Output<?>> outputGradients) {
    Operand<TFloat32> none = tf.constant(0f); // native code accepts no missing gradient
    if (op.numInputs() != CARRIED && op.numInputs() != CARRIED + 1) {
      return Collections.nCopies(op.numInputs(), none);
    }
    Operand<TFloat32> gradient = Types.floats(outputGradients.get(0));
    Operand<TFloat32> result = Types.floats(op.input(0));
    Operand<TFloat32> weights = Types.floats(op.input(1));
    Operand<TFloat32> query = Types.floats(op.input(2));
    Operand<TFloat32> key = Types.floats(op.input(3));
    Operand<TFloat32> value = Types.floats(op.input(4));
    Operand<TFloat32> rowSums = rowSum(tf, tf.math.mul(gradient, result));
    Operand<TFloat32> ofWeights =
        product(
            tf,
            tf.concat(List.of(gradient, tf.math.neg(rowSums)), tf.constant(-1)),
            tf.concat(List.of(value, tf.onesLike(rowSum(tf, value))), tf.constant(-1)),
            BatchMatMul.adjY(true));
    Operand<TFloat32> ofScores = tf.math.mul(weights, ofWeights);
    List<Operand<?>> gradients = new ArrayList<>();
    gradients.add(none);
    gradients.add(none);
    gradients.add(product(tf, ofScores, key));
    gradients.add(product(tf, ofScores, query, BatchMatMul.adjX(true)));
    gradients.add(product(tf, weights, gradient, BatchMatMul.adjX(true)));
    if (op.numInputs() > CARRIED) {
      gradients.add(tf.reduceSum(ofScores, tf.constant(0)));
    }
    return gradients;
  }

  private static Operand<TFloat32> rowSum(Ops tf, Operand<TFloat32> x) {
    return tf.reduceSum(x, tf.constant(-1), ReduceSum.keepDims(true));
  }

  private static Operand<TFloat32> product(
      Ops tf, Operand<TFloat32> a, Operand<TFloat32> b, BatchMatMul.Options... options) {
    return tf.train.batchMatMul(a, b, TFloat32.class, options);
  }
}
