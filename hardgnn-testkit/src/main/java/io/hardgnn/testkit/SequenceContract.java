package io.hardgnn.testkit;

import io.hardgnn.encoder.Gives;
import io.hardgnn.encoder.SequenceBatch;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Shape;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A sequence is embedded by its own items alone, with the table that is handed over, and a position
 * by its past.
 */
final class SequenceContract {

  private final TinyModel model;
  private final Findings findings;
  private final Map<String, JavaTensor> weights;
  private final JavaTensor table;
  private final TinySequences sequences;
  private final boolean positions;

  SequenceContract(TinyModel model, Findings findings) {
    this.model = model;
    this.findings = findings;
    this.weights = model.moved();
    this.table = model.someTable();
    this.sequences = TinySequences.of(model.config().historyLength());
    this.positions = model.config().gives().contains(Gives.POSITIONS);
  }

  void check() {
    findings.attempt("embedding sequences", this::checkSequences);
    findings.attempt("embedHistories", this::checkHistories);
    findings.attempt("combine", this::checkCombine);
  }

  private void checkSequences() {
    Sequenced whole = embed(sequences);
    checkEmpty(whole);
    checkOthers(whole);
    checkPadding(whole);
    checkMasked(whole);
    checkTable(whole);
    if (positions) {
      checkPast(whole);
    }
  }

  private Sequenced embed(TinySequences batch) {
    return Sequenced.of(model, weights, table, batch);
  }

  private void checkEmpty(Sequenced whole) {
    for (int row = 0; row < sequences.rows(); row++) {
      if (sequences.used(row) == 0) {
        findings.same(
            whole.instance(row),
            new JavaTensor(new int[] {1, model.dim()}, new double[model.dim()]),
            "the instance of an empty sequence is not zero");
      }
    }
  }

  private void checkOthers(Sequenced whole) {
    for (int row = 0; row < sequences.rows(); row++) {
      Sequenced alone = embed(sequences.only(row));
      compare(
          alone,
          0,
          sequences.length(),
          whole,
          row,
          sequences.used(row),
          "a sequence of " + sequences.used(row) + " items depends on the others of its batch");
    }
  }

  private void checkPadding(Sequenced whole) {
    for (int row = 0; row < sequences.rows(); row++) {
      int used = sequences.used(row);
      if (used > 0 && used < sequences.length()) {
        compare(
            embed(sequences.only(row).newest(used)),
            0,
            used,
            whole,
            row,
            used,
            "padding on the left changes a sequence of " + used + " items");
      }
    }
  }

  private void checkMasked(Sequenced whole) {
    TinySequences changed = sequences;
    for (int row = 0; row < sequences.rows(); row++) {
      for (int column = 0; column < sequences.length() - sequences.used(row); column++) {
        changed = changed.with(row, column, 4);
      }
    }
    Sequenced other = embed(changed);
    for (int row = 0; row < sequences.rows(); row++) {
      compare(
          other,
          row,
          sequences.length(),
          whole,
          row,
          sequences.used(row),
          "an item under the mask changes a sequence of " + sequences.used(row) + " items");
    }
  }

  /** In a step the table holds the rows of the step's items alone, in any order. */
  private void checkTable(Sequenced whole) {
    int[] order = {6, 2, 5, 3, 1, 0}; // item 4 is in no sequence
    int[] names = new int[TinyModel.ITEMS];
    for (int row = 0; row < order.length; row++) {
      names[order[row]] = row;
    }
    JavaTensor part = Kernels.gather(table, JavaTensor.indices(order));
    Sequenced other = Sequenced.of(model, weights, part, sequences.renamed(names));
    for (int row = 0; row < sequences.rows(); row++) {
      compare(
          other,
          row,
          sequences.length(),
          whole,
          row,
          sequences.used(row),
          "sequences do not follow the item table that is handed over, with its rows in another order:"
              + " a sequence of "
              + sequences.used(row)
              + " items");
    }
  }

  private void compare(
      Sequenced actual,
      int actualRow,
      int actualLength,
      Sequenced expected,
      int expectedRow,
      int used,
      String what) {
    findings.same(
        actual.instance(actualRow), expected.instance(expectedRow), "%s (instance)", what);
    if (positions && used > 0) {
      findings.same(
          actual.positions(actualRow, actualLength - used, actualLength),
          expected.positions(expectedRow, sequences.length() - used, sequences.length()),
          "%s (positions)",
          what);
    }
  }

  private void checkPast(Sequenced whole) {
    for (int column = 1; column < sequences.length(); column++) {
      Sequenced changed = embed(sequences.with(0, column, 4));
      findings.same(
          changed.positions(0, 0, column),
          whole.positions(0, 0, column),
          "a position sees to its right: the item of position %d changes an earlier one",
          column);
    }
  }

  private void checkHistories() {
    JavaOps ofSequences = JavaOps.with(sequences.feeds(), weights);
    Expr items = ofSequences.constant(table.data(), Shape.of(table.sizes()));
    SequenceBatch batch = model.sequences(ofSequences);
    JavaTensor instance =
        ofSequences.valueOf(model.encoder().embedSequences(ofSequences, items, batch).instance());

    JavaOps ofHistories = JavaOps.with(sequences.feeds(), weights);
    Expr same = ofHistories.constant(table.data(), Shape.of(table.sizes()));
    JavaTensor histories =
        ofHistories.valueOf(
            model.encoder().embedHistories(ofHistories, same, model.sequences(ofHistories)));
    findings.same(histories, instance, "embedHistories beside the instance of embedSequences");
    List<String> declared = ofHistories.parameterNames();
    findings.require(
        declared.equals(ofSequences.parameterNames()),
        "embedHistories declares parameters %s, embedSequences %s; they must be the same in the same order",
        declared,
        ofSequences.parameterNames());
  }

  private void checkCombine() {
    SplittableRandom random = new SplittableRandom(3);
    JavaTensor users = TinyModel.random(random, 3, model.dim());
    JavaTensor instance = TinyModel.random(random, 3, model.dim());
    JavaTensor whole = combine(users, instance);
    for (int row = 0; row < 3; row++) {
      findings.same(
          combine(Kernels.slice(users, 0, row, row + 1), Kernels.slice(instance, 0, row, row + 1)),
          Kernels.slice(whole, 0, row, row + 1),
          "combine makes a user depend on the others of the batch");
    }
  }

  private JavaTensor combine(JavaTensor users, JavaTensor instance) {
    JavaOps ops = JavaOps.with(Map.of(), weights);
    boolean given = model.config().gives().contains(Gives.USERS);
    return ops.valueOf(
        model
            .encoder()
            .combine(
                ops,
                given ? ops.constant(users.data(), Shape.of(users.sizes())) : null,
                ops.constant(instance.data(), Shape.of(instance.sizes()))));
  }
}
