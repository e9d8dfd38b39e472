package io.hardgnn.tf.lowering;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.TensorFlow;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.IdentityN;
import org.tensorflow.op.sparse.SparseSegmentSumWithNumSegments;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * The sparse product {@code A x} that never materialises a row per edge, and its gradient
 * {@code A^T dy}.
 *
 * <p>TensorFlow has the kernel but no gradient for it, so one is registered, once per process
 * (TensorFlow Java 1.1.0 holds ten at most, and none on Windows). It serves the class loader that
 * registered it; others of the same process use portable kernels. The gradient finds the reversed
 * edges in the graph itself: the indices pass through an {@code IdentityN} that carries them along.
 * Thread-safe.
 */
public final class SparseGradients {

  /**
   * Set to {@code portable} to propagate by gather and segment sum, which needs no registration.
   */
  public static final String PROPERTY = "hardgnn.tf.sparse";

  private static final Logger LOG = LoggerFactory.getLogger(SparseGradients.class);
  private static final String KERNEL = SparseSegmentSumWithNumSegments.OP_NAME;

  private SparseGradients() {}

  /** The one registration of this process; the class is initialised at first use. */
  private static final class Registration {
    static final boolean DONE = register();

    private static boolean register() {
      try {
        // False means that somebody else registered a gradient for this process, such as this class
        // in another class loader, which knows nothing of graphs made here.
        boolean registered = TensorFlow.registerCustomGradient(KERNEL, SparseGradients::gradient);
        if (!registered) {
          LOG.info(
              "another class loader of this process trains, too: sums over edges are computed by"
                  + " slower kernels here");
        }
        return registered;
      } catch (UnsupportedOperationException onWindows) {
        return false;
      }
    }
  }

  /** Returns whether the fast kernel may be used. */
  public static boolean available() {
    return !"portable".equals(System.getProperty(PROPERTY)) && Registration.DONE;
  }

  /**
   * Returns source indices that carry the reversed edges to the gradient.
   *
   * @param sources source of each edge, sorted by target
   * @param reversedSources target of each edge, sorted by source
   * @param reversedTargets source of each edge, non-decreasing
   * @param sourceCount number of sources, a scalar
   */
  public static Operand<TInt32> carrier(
      Ops tf,
      Operand<TInt32> sources,
      Operand<TInt32> reversedSources,
      Operand<TInt32> reversedTargets,
      Operand<TInt32> sourceCount) {
    IdentityN carrier =
        tf.identityN(List.of(sources, reversedSources, reversedTargets, sourceCount));
    return Types.ints(carrier.output().get(0));
  }

  /** Returns the sums of the rows of {@code x} that the edges of each target point to. */
  public static Operand<TFloat32> sum(
      Ops tf,
      Operand<TFloat32> x,
      Operand<TInt32> carrier,
      Operand<TInt32> targets,
      Operand<TInt32> targetCount) {
    return tf.sparse.sparseSegmentSumWithNumSegments(x, carrier, targets, targetCount);
  }

  // Runs inside native code: an exception thrown here would end the JVM, so every case has an
  // answer.
  private static List<Operand<?>> gradient(
      Ops tf, GraphOperation op, List<Output<?>> outputGradients) {
    Operand<TFloat32> dy = Types.floats(outputGradients.get(0));
    Operand<TInt32> none = tf.constant(0); // native code accepts no missing gradient
    GraphOperation carrier = (GraphOperation) op.input(1).op();
    Operand<TFloat32> dx;
    if (carrier.type().equals(IdentityN.OP_NAME) && carrier.numInputs() == 4) {
      dx =
          tf.sparse.sparseSegmentSumWithNumSegments(
              dy,
              Types.ints(carrier.input(1)),
              Types.ints(carrier.input(2)),
              Types.ints(carrier.input(3)));
    } else {
      Operand<TInt32> rows = tf.gather(tf.shape(op.input(0)), tf.constant(0), tf.constant(0));
      dx =
          tf.math.unsortedSegmentSum(
              tf.gather(dy, Types.ints(op.input(2)), tf.constant(0)),
              Types.ints(op.input(1)),
              rows);
    }
    return List.of(dx, none, none, none);
  }
}
