package io.hardgnn.tf;

import io.hardgnn.data.Sequences;
import io.hardgnn.engine.TrainingJob;
import io.hardgnn.io.Checksums;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;

/**
 * Tells whether two runs have the same data and settings, the number of epochs left aside, and an encoder and a sampler of random
 * negatives of the same classes.
 */
final class RunFingerprint {

  private RunFingerprint() {}

  /** Returns a SHA-256 in hexadecimal. */
  static String of(TrainingJob job) {
    Sequences sequences = job.data().sequences();
    long hash = 1125899906842597L;
    for (int user = 0; user < sequences.userCount(); user++) {
      hash = hash * 31 + sequences.length(user);
    }
    for (int position = 0; position < sequences.size(); position++) {
      hash = hash * 31 + sequences.item(position);
      hash = hash * 31 + sequences.timestamp(position);
    }
    var config = job.config();
    StringBuilder losses = new StringBuilder();
    job.definition()
        .objective()
        .losses()
        .forEach(
            term ->
                losses
                    .append(term.loss().name())
                    .append(' ')
                    .append(term.weight())
                    .append(' ')
                    .append(term.fromEpoch())
                    .append(' '));
    String settings =
        losses
            + " "
            + job.definition().userCount()
            + " "
            + job.definition().itemCount()
            + " "
            + job.definition().model()
            + " "
            + job.definition().objectiveConfig()
            + " "
            + config.seed()
            + " "
            + config.usersPerEpoch()
            + " "
            + config.batchSize()
            + " "
            + config.learningRate()
            + " "
            + config.learningRateDecay()
            + " "
            + config.decaySteps()
            + " "
            + config.warmupSteps()
            + " "
            + config.adamBeta1()
            + " "
            + config.adamBeta2()
            + " "
            + config.adamEpsilon()
            + " "
            + config.weightDecay()
            + " "
            + config.graphUserSample()
            + " "
            + config.evaluateEvery()
            + " "
            + config.validationUsers()
            + " "
            + name(job.definition().encoder())
            + " "
            + name(job.definition().candidateSampler(sequences));
    return Checksums.sha256((settings + " " + hash).getBytes(StandardCharsets.UTF_8));
  }

  /** Returns the name of a class, or the same word for all whose name another process would not give them. */
  private static String name(Object instance) {
    Class<?> type = instance.getClass();
    return type.isHidden() || Proxy.isProxyClass(type) ? "own" : type.getName();
  }
}
