package io.hardgnn.ops;

import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A small algebra of tensor operations, the one language in which models, losses and in-graph
 * samplers are written.
 *
 * <p>An implementation lowers every call to its own engine: a training graph with gradients, an
 * inference graph, or plain arithmetic. Operands of elementwise operations broadcast from the
 * innermost dimension outwards: dimensions must be equal, or one of them fixed at 1, or absent.
 * Axes may be negative and then count from the innermost. Shapes and types are checked before the
 * engine is called; every method throws {@link ShapeException} if they do not fit and
 * {@link IllegalArgumentException} if an operand belongs to another {@code Ops}. Operands are
 * {@link DType#FLOAT} and so is the result unless a method says otherwise. Not thread-safe: one
 * graph is built by one thread.
 *
 * <p>Values of indices are not checked: an engine may refuse one that is out of the range that a
 * method states, count a negative one from the end or leave its row out. Only the evaluation in
 * plain Java of {@code hardgnn-testkit} refuses every such index.
 */
public interface Ops {

  // ---- leaves

  /**
   * Declares a tensor that the caller feeds for every run. Asking again for the same name returns
   * the same value.
   *
   * @param name unique name, among parameters too
   * @param type element type
   * @param shape dimensions; named ones take their size from what is fed
   * @throws ShapeException if the name was declared with another type or shape
   */
  Expr input(String name, DType type, Shape shape);

  /**
   * Declares a trainable parameter. Asking again for the same name returns the same value.
   *
   * @param name unique name, which is also its name in the trained model's file
   * @param shape fixed dimensions
   * @param role what it is in the model
   * @param initializer initial values; ignored where trained weights are at hand
   * @throws ShapeException if the shape is not fixed, or the name was declared with another shape
   * @throws IllegalArgumentException if the name was declared with another role
   */
  Expr parameter(String name, Shape shape, ParameterRole role, Initializer initializer);

  /** Declares a {@link ParameterRole#WEIGHT}; otherwise as the form with a role. */
  default Expr parameter(String name, Shape shape, Initializer initializer) {
    return parameter(name, shape, ParameterRole.WEIGHT, initializer);
  }

  /**
   * Returns a parameter that was declared before.
   *
   * @throws IllegalArgumentException if there is none of this name
   */
  Expr parameter(String name);

  /**
   * Returns the role of a parameter that was declared before.
   *
   * @throws IllegalArgumentException if there is none of this name
   */
  ParameterRole role(String parameter);

  /** Returns the names of the parameters declared so far, in the order of declaration. */
  List<String> parameterNames();

  /** Returns a scalar constant. */
  Expr constant(double value);

  /**
   * Returns a constant tensor.
   *
   * @param values row-major
   * @param shape fixed dimensions that multiply to the number of values
   */
  Expr constant(double[] values, Shape shape);

  // ---- elementwise

  /** Returns {@code a + b}. */
  Expr add(Expr a, Expr b);

  /** Returns {@code a - b}. */
  Expr sub(Expr a, Expr b);

  /** Returns {@code a * b}, element by element. */
  Expr mul(Expr a, Expr b);

  /** Returns {@code a / b}, element by element. */
  Expr div(Expr a, Expr b);

  /** Returns the larger of {@code a} and {@code b}, element by element. */
  Expr maximum(Expr a, Expr b);

  /** Returns {@code x + value}. */
  default Expr add(Expr x, double value) {
    return add(x, constant(value));
  }

  /** Returns {@code x * value}. */
  default Expr mul(Expr x, double value) {
    return mul(x, constant(value));
  }

  /** Returns {@code -x}. */
  Expr neg(Expr x);

  /** Returns {@code e^x}. */
  Expr exp(Expr x);

  /** Returns the natural logarithm. */
  Expr log(Expr x);

  /** Returns {@code x * x}. */
  Expr square(Expr x);

  /** Returns {@code 1 / sqrt(x)}. */
  Expr rsqrt(Expr x);

  /** Returns the logistic function {@code 1 / (1 + e^-x)}. */
  Expr sigmoid(Expr x);

  /** Returns the hyperbolic tangent. */
  Expr tanh(Expr x);

  /** Returns {@code log(1 + e^x)}, without overflow for large {@code x}. */
  Expr softplus(Expr x);

  /**
   * Returns {@code x} where it is not negative and {@code slope * x} elsewhere; {@code slope} in
   * {@code [0, 1)}.
   */
  Expr leakyRelu(Expr x, double slope);

  /**
   * Returns the Gaussian error linear unit {@code x * Phi(x)} (Hendrycks and Gimpel, 2016), exact,
   * with erf.
   */
  Expr gelu(Expr x);

  // ---- comparison and selection

  /**
   * Returns whether {@code a} equals {@code b}, both {@link DType#INT}, with broadcasting; the
   * result is BOOL.
   */
  Expr equal(Expr a, Expr b);

  /**
   * Returns whether {@code a} is greater than {@code b}, both FLOAT, with broadcasting; the result
   * is BOOL.
   */
  Expr greater(Expr a, Expr b);

  /** Returns 1 where a BOOL is true and 0 elsewhere, or an INT as FLOAT. */
  Expr toFloat(Expr x);

  /**
   * Returns {@code a} where {@code condition} (BOOL) holds and {@code b} elsewhere; all three
   * broadcast.
   */
  Expr where(Expr condition, Expr a, Expr b);

  // ---- reductions

  /** Returns the sum over an axis, which disappears. */
  Expr sum(Expr x, int axis);

  /** Returns the mean over an axis, which disappears. */
  Expr mean(Expr x, int axis);

  /** Returns the largest element along an axis, which disappears. */
  Expr max(Expr x, int axis);

  /** Returns the sum of all elements, a scalar. */
  Expr sumAll(Expr x);

  /** Returns the sum of the squares of all elements, a scalar. */
  Expr sumOfSquares(Expr x);

  // ---- linear algebra

  /**
   * Returns the matrix product over the two innermost dimensions; outer dimensions must be equal,
   * except that a matrix {@code b} of rank 2 multiplies every matrix of {@code a}.
   *
   * @param a {@code [..., n, k]}
   * @param b {@code [..., k, m]} or {@code [k, m]}
   * @return {@code [..., n, m]}
   */
  Expr matmul(Expr a, Expr b);

  /**
   * Returns the matrix product {@code a b^T} over the two innermost dimensions, as {@link #matmul}.
   *
   * @param a {@code [..., n, k]}
   * @param b {@code [..., m, k]} or {@code [m, k]}
   * @return {@code [..., n, m]}
   */
  Expr matmulTransposed(Expr a, Expr b);

  // ---- shape

  /**
   * Returns the same elements, row-major, under another shape of the same number of elements; any
   * type.
   */
  Expr reshape(Expr x, Shape shape);

  /**
   * Returns {@code x} with its axes permuted: axis {@code k} of the result is axis
   * {@code permutation[k]} of {@code x}; any type.
   */
  Expr transpose(Expr x, int... permutation);

  /**
   * Returns operands of one type one after the other along an existing axis, whose dimensions must
   * be fixed; any type.
   */
  Expr concat(int axis, List<Expr> xs);

  /**
   * Returns a fixed axis cut into parts of equal size, in order; the number of parts must divide
   * it.
   */
  List<Expr> split(Expr x, int axis, int parts);

  /** Returns operands of equal shape and type side by side along a new axis; any type. */
  Expr stack(int axis, List<Expr> xs);

  /** Returns the part {@code from .. to-1} of a fixed axis, at least one long; any type. */
  Expr slice(Expr x, int axis, int from, int to);

  /** Returns one position of a fixed axis, which disappears; any type. */
  Expr select(Expr x, int axis, int index);

  /** Returns the last {@code count} positions of an axis, which is at least {@code count} long. */
  Expr tail(Expr x, int axis, Dim count);

  /** Returns {@code x} with a dimension of size one inserted before {@code axis}; any type. */
  Expr expandDims(Expr x, int axis);

  // ---- indexing

  /**
   * Returns rows of a table.
   *
   * @param table {@code [rows, ...]}, any type
   * @param indices INT of any shape, each in {@code 0 .. rows-1}
   * @return {@code [indices..., ...]}
   */
  Expr gather(Expr table, Expr indices);

  /**
   * Returns elements of each row, by their position in it; carries no gradient.
   *
   * @param x {@code [n, m]}, any type
   * @param positions INT {@code [n, k]}, each in {@code 0 .. m-1}
   * @return {@code [n, k]}
   */
  Expr gatherEach(Expr x, Expr positions);

  /**
   * Returns the sum of the rows that share an id; ids that do not occur give zero rows.
   *
   * @param values {@code [n, ...]}
   * @param ids INT {@code [n]}, each in {@code 0 .. rows-1}
   * @param rows number of rows of the result
   */
  Expr segmentSum(Expr values, Expr ids, Dim rows);

  /**
   * Returns for each target the sum of the rows of its sources: the binary sparse product
   * {@code A x}; targets without an edge get zero rows.
   *
   * @param adjacency {@code A}, {@code [targets, sources]}
   * @param x {@code [sources, d]}
   * @return {@code [targets, d]}
   */
  Expr neighbourSum(Adjacency adjacency, Expr x);

  /**
   * Returns {@code x} with single cells replaced; carries no gradient.
   *
   * @param x {@code [n, m]}
   * @param rows INT {@code [cells]}
   * @param columns INT {@code [cells]}; a cell may be listed twice
   * @param value what the cells become
   */
  Expr fillCells(Expr x, Expr rows, Expr columns, double value);

  /**
   * Returns the {@code k} largest elements along the innermost axis; carries no gradient.
   *
   * @param x {@code [..., n]} with {@code n >= k}
   * @param k at least 1
   */
  TopK topK(Expr x, int k);

  /**
   * Most items with which an engine that looks at long catalogues block by block compares at a time
   * in {@link #topScores}.
   */
  int BLOCK_OF_ITEMS = 1 << 14;

  /**
   * Returns for each row of {@code x} the {@code k} items of greatest score
   * {@code x items^T + biases}, exactly; carries no gradient. An engine may keep the best of one
   * block of items after the other, so that scores of all items are never held at once; the default
   * holds them.
   *
   * @param x {@code [n, d]}
   * @param items {@code [items, d]} with {@code items >= k}
   * @param biases {@code [items]}, or null for none
   * @param k at least 1
   * @return {@code [n, k]}, indices of items
   */
  default TopK topScores(Expr x, Expr items, @Nullable Expr biases, int k) {
    Expr scores = matmulTransposed(x, items);
    return topK(stopGradient(biases == null ? scores : add(scores, biases)), k);
  }

  /**
   * Returns what a computation makes of rows that have nothing to do with each other. An engine may
   * give it some of the rows at a time, and so compute some beside others; the default gives it
   * all.
   *
   * @param xs operands with the same first dimension, any type
   * @param rows makes results with that first dimension out of operands that have any number of
   *     rows. It is called once or more, in order, and must use nothing else that has that
   *     dimension
   * @return the results for all rows, in the order of {@code rows}
   */
  default List<Expr> mapRows(List<Expr> xs, UnaryOperator<List<Expr>> rows) {
    return rows.apply(xs);
  }

  /**
   * Does as {@link #mapRows} with right-aligned sequences, of which an engine may leave out leading
   * columns that no sequence of those it gives at a time uses. That saves most if sequences of
   * similar length stand together.
   *
   * @param xs operands {@code [n, length]}, any type; the first is a mask, 1 where a column is in
   *     use and 0 elsewhere
   * @param sequences makes a result with {@code n} rows, in which {@code length} does not occur, out
   *     of operands of any number of sequences and columns, as {@link #mapRows} says
   * @return the result for all sequences
   */
  default Expr mapSequences(List<Expr> xs, Function<List<Expr>, Expr> sequences) {
    return sequences.apply(xs);
  }

  // ---- normalisation

  /** Returns the softmax along the innermost axis, without overflow. */
  Expr softmax(Expr x);

  /**
   * Returns softmax attention (Vaswani et al., 2017): for each query the mean of the values,
   * weighted by the softmax of the query's inner products with the keys. Scale the queries
   * beforehand.
   *
   * @param query {@code [..., n, k]}
   * @param key {@code [..., m, k]}
   * @param value {@code [..., m, v]}
   * @param offset added to the products, broadcasts to {@code [..., n, m]}; carries no gradient;
   *     null for none
   * @param learned added to the products too, with a gradient: of {@code [b, ..., n, m]} products
   *     {@code [..., n, m]}, the same for each of the {@code b}; does not broadcast otherwise; null
   *     for none
   * @return {@code [..., n, v]}
   */
  Expr attention(Expr query, Expr key, Expr value, @Nullable Expr offset, @Nullable Expr learned);

  /** Returns softmax attention with nothing learned added to the products. */
  default Expr attention(Expr query, Expr key, Expr value, @Nullable Expr offset) {
    return attention(query, key, value, offset, null);
  }

  /** Returns {@code log(sum(e^x))} along the innermost axis, which disappears, without overflow. */
  Expr logSumExp(Expr x);

  /**
   * Returns {@code (x - mean) / sqrt(variance + epsilon) * gain + bias} along the innermost axis,
   * with the biased variance (Ba, Kiros and Hinton, 2016).
   *
   * @param x {@code [..., d]}
   * @param gain {@code [d]}
   * @param bias {@code [d]}
   * @param epsilon greater than zero
   */
  Expr layerNorm(Expr x, Expr gain, Expr bias, double epsilon);

  /**
   * Returns {@code x / max(|x|, 1e-6)} along the innermost axis, with the Euclidean norm; a zero
   * row stays zero.
   */
  Expr l2Normalize(Expr x);

  // ---- training

  /** Returns {@code x} as a constant for the gradient; any type. */
  Expr stopGradient(Expr x);

  /**
   * Returns {@code x} with each element zeroed with probability {@code rate} and the others divided
   * by {@code 1 - rate} in a training graph; {@code x} itself in any other.
   *
   * @param rate in {@code [0, 1)}
   */
  Expr dropout(Expr x, double rate);
}
