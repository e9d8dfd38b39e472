package io.hardgnn.onnx.graph;

import io.hardgnn.ops.DType;
import io.hardgnn.ops.Dim;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Shape;
import io.hardgnn.ops.lowering.Lowered;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Operations that scoring has and the algebra lacks, of tables that lie beside the model. They have
 * no gradient. Not thread-safe.
 */
public final class OnnxScoringOps extends OnnxOps {

  /** What 1 becomes in {@link #integerProducts}, and the unsigned byte that stands for 0. */
  public static final int INTEGER_RANGE = 127;

  private static final int INTEGER_ZERO = 128;

  /**
   * Creates an empty graph.
   *
   * @param weights the values of each parameter by its name; null for a name it does not know
   */
  public OnnxScoringOps(Function<String, ? extends @Nullable TensorSource> weights) {
    super(weights);
  }

  /**
   * Adds up rows of a sparse table that lies beside the model: for each query the sum over
   * {@code l} of {@code factors[l]} times row {@code rows[l]}.
   *
   * @param rows INT {@code [B, L]} rows of the table
   * @param factors FLOAT {@code [B, L]}
   * @param columns 32-bit whole numbers {@code [tableRows, perRow]}, the columns of each row's
   *     entries
   * @param values 32-bit floats {@code [tableRows, perRow]}, their values; 0 where a row has fewer
   * @param width number of columns
   */
  public SparseSums sparseRowSums(
      Expr rows,
      Expr factors,
      TensorSource.External columns,
      TensorSource.External values,
      int tableRows,
      int perRow,
      int width) {
    Lowered<String> index = own(rows);
    long[] sizes = {tableRows, perRow};
    Map<String, Long> byRow = Map.of("axis", 0L);
    String columnTable =
        graph.tensor(
            new GraphTensor(
                "/" + columns.file(), ElementType.INT32, sizes, new GraphTensor.Beside(columns)));
    String valueTable =
        graph.tensor(
            new GraphTensor(
                "/" + values.file(), ElementType.FLOAT, sizes, new GraphTensor.Beside(values)));
    String flat = graph.longs(0, -1);
    Dim queries = rows.shape().dim(0);
    Expr places =
        made(
            Shape.of(queries, Dim.of(rows.shape().dim(1).size() * perRow)),
            DType.INT,
            node(
                "Reshape", graph.node("Gather", List.of(columnTable, index.value()), byRow), flat));
    String entries = graph.node("Gather", List.of(valueTable, index.value()), byRow);
    String weighted = node("Mul", entries, node("Unsqueeze", own(factors).value(), graph.longs(2)));
    Shape result = Shape.of(queries, Dim.of(width));
    Expr sums =
        made(
            result,
            DType.FLOAT,
            graph.node(
                "ScatterElements",
                List.of(
                    node("ConstantOfShape", dims.vector(result)),
                    own(places).value(),
                    node("Reshape", weighted, flat)),
                Map.of("axis", 1L, "reduction", "add")));
    return new SparseSums(sums, places, valuesAt(sums, places));
  }

  /**
   * Reads some values of each row.
   *
   * @param table FLOAT {@code [B, width]}
   * @param places INT {@code [B, N]} columns
   * @return FLOAT {@code [B, N]}
   */
  public Expr valuesAt(Expr table, Expr places) {
    return made(
        places.shape(),
        DType.FLOAT,
        graph.node(
            "GatherElements",
            List.of(own(table).value(), own(places).value()),
            Map.of("axis", 1L)));
  }

  /**
   * Replaces some values of each row.
   *
   * @param table FLOAT {@code [B, width]}
   * @param places INT {@code [B, N]} columns; one that stands there twice must have the same value
   * @param values FLOAT {@code [B, N]}
   * @return FLOAT {@code [B, width]}
   */
  public Expr replaceAt(Expr table, Expr places, Expr values) {
    return made(
        table.shape(),
        DType.FLOAT,
        graph.node(
            "ScatterElements",
            List.of(own(table).value(), own(places).value(), own(values).value()),
            Map.of("axis", 1L)));
  }

  /**
   * Multiplies rows with a table of 8-bit whole numbers that lies beside the model, in whole
   * numbers: the rows become whole numbers of -127 to 127 first. Sums do not saturate on any
   * processor if the table's numbers are within -63 and 63.
   *
   * @param rows FLOAT {@code [B, d]}, values of -1 to 1
   * @param table signed bytes {@code [d, columns]}
   * @return INT {@code [B, columns]}, 127 times the products, but for the rounding of the rows
   */
  public Expr integerProducts(Expr rows, TensorSource.External table, int columns) {
    Shape shape = rows.shape();
    long[] scalar = {};
    String zero =
        graph.constant(ElementType.UINT8, scalar, Payload.of(new byte[] {(byte) INTEGER_ZERO}));
    String integers =
        node("QuantizeLinear", own(rows).value(), graph.scalar(1f / INTEGER_RANGE), zero);
    String factors =
        graph.tensor(
            new GraphTensor(
                "/" + table.file(),
                ElementType.INT8,
                new long[] {shape.dim(1).size(), columns},
                new GraphTensor.Beside(table)));
    return made(
        Shape.of(shape.dim(0), Dim.of(columns)),
        DType.INT,
        node("MatMulInteger", integers, factors, zero));
  }
}
