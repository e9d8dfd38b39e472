package io.hardgnn.testkit;

import io.hardgnn.config.HardGNNConfig;
import io.hardgnn.encoder.EncoderConfig;
import java.util.Arrays;
import java.util.regex.Pattern;

/** The contract of an encoder's settings as a value and in JSON. */
final class SettingsContract {

  private static final Pattern KIND = Pattern.compile("[a-z][a-z0-9]*(_[a-z0-9]+)*");

  private final EncoderConfig config;
  private final Findings findings;

  SettingsContract(EncoderConfig config, Findings findings) {
    this.config = config;
    this.findings = findings;
  }

  void check() {
    Class<?> type = config.getClass();
    findings.require(
        KIND.matcher(config.kind()).matches(),
        "kind() is '%s'; it is written in lower case, words joined by _",
        config.kind());
    findings.require(type.isRecord(), "%s is no record, as settings are", type.getName());
    findings.require(
        Arrays.stream(type.getConstructors()).anyMatch(c -> c.getParameterCount() == 0),
        "%s has no public constructor without arguments; it gives the defaults of settings that JSON leaves out",
        type.getName());
    findings.require(
        config.historyLength() >= 1,
        "historyLength() is %d; at least 1 is read",
        config.historyLength());
    findings.attempt("embeddingDim(int)", this::checkSize);
    findings.attempt("the way through JSON", this::checkJson);
  }

  private void checkSize() {
    int dim = config.embeddingDim();
    findings.require(dim >= 1 && dim <= 4096, "embeddingDim() is %d, not in 1 .. 4096", dim);
    int another = dim <= 2048 ? 2 * dim : dim / 2;
    EncoderConfig other = config.embeddingDim(another);
    findings.require(
        other.embeddingDim() == another,
        "embeddingDim(%d).embeddingDim() is %d",
        another,
        other.embeddingDim());
    findings.require(
        other.embeddingDim(dim).equals(config),
        "embeddingDim(int) changes more than the size: %s became %s",
        config,
        other.embeddingDim(dim));
  }

  private void checkJson() {
    HardGNNConfig whole = HardGNNConfig.of(config);
    EncoderConfig read = HardGNNConfig.fromJson(whole.toJson(), config).encoder();
    findings.require(
        read.equals(config), "settings come back from JSON changed: %s became %s", config, read);
    EncoderConfig again = HardGNNConfig.fromJson(whole.toJson(), config).encoder();
    findings.require(
        again.equals(read) && again.hashCode() == read.hashCode(),
        "settings read twice from the same JSON are not equal: a component of %s has no equality",
        config.getClass().getName());
  }
}
