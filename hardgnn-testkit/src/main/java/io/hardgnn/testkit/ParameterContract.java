package io.hardgnn.testkit;

import io.hardgnn.config.HardGNNConfig;
import io.hardgnn.encoder.EncoderConfig;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The same settings and numbers give the same parameters, and the same bits. */
final class ParameterContract {

  private final TinyModel model;
  private final Findings findings;

  ParameterContract(TinyModel model, Findings findings) {
    this.model = model;
    this.findings = findings;
  }

  void check() {
    findings.attempt("making the encoder twice", this::checkTwice);
  }

  private void checkTwice() {
    EncoderConfig equal =
        HardGNNConfig.fromJson(HardGNNConfig.of(model.config()).toJson(), model.config()).encoder();
    TinyModel other = new TinyModel(equal);
    Map<String, JavaTensor> first = model.initial();
    Map<String, JavaTensor> second = other.initial();
    findings.require(
        List.copyOf(first.keySet()).equals(List.copyOf(second.keySet())),
        "equal settings declare other parameters, or in another order: %s, then %s",
        first.keySet(),
        second.keySet());
    first.forEach(
        (name, value) -> {
          JavaTensor again = second.getOrDefault(name, value);
          findings.require(
              Arrays.equals(value.sizes(), again.sizes()),
              "parameter '%s' has shape %s, and %s when made again",
              name,
              Arrays.toString(value.sizes()),
              Arrays.toString(again.sizes()));
          findings.require(
              Arrays.equals(value.data(), again.data()),
              "parameter '%s' starts from other values when made again from the same seed",
              name);
        });
    Map<String, JavaTensor> weights = model.moved();
    findings.require(
        bits(model, weights).equals(bits(other, weights)),
        "equal settings and parameters do not embed items and sequences to the same bits twice");
  }

  private static List<List<Double>> bits(TinyModel model, Map<String, JavaTensor> weights) {
    JavaOps ops = JavaOps.with(model.graphFeeds(), weights);
    JavaTensor items = ops.valueOf(model.all(ops).items());
    TinySequences sequences = TinySequences.of(model.config().historyLength());
    JavaTensor instance = Sequenced.of(model, weights, items, sequences).instance();
    return List.of(boxed(items), boxed(instance));
  }

  private static List<Double> boxed(JavaTensor x) {
    return Arrays.stream(x.data()).boxed().toList();
  }
}
