package io.hardgnn.engine;

/**
 * Settings of a training run.
 *
 * @param epochs most epochs to train, at least 1
 * @param usersPerEpoch users drawn for an epoch, or 0 for all
 * @param batchSize users of a step, at least 1
 * @param learningRate step size of Adam, greater than zero
 * @param learningRateDecay factor of the learning rate, in {@code (0, 1]}, applied every {@code decaySteps} (staircase)
 * @param decaySteps steps between two decays, or 0 for once per epoch
 * @param warmupSteps steps over which the learning rate rises linearly from zero, at least 0
 * @param adamBeta1 decay of the first moment, in {@code [0, 1)}
 * @param adamBeta2 decay of the second moment, in {@code [0, 1)}
 * @param adamEpsilon added to the root of the second moment, in {@code (0, 1)}
 * @param weightDecay decoupled weight decay, in {@code [0, 1)}
 * @param graphUserSample users through whose edges the residual graph propagates in a step, or 0 for all
 * @param evaluateEvery epochs between two evaluations on validation, at least 1; the last epoch is always evaluated
 * @param patience evaluations without a better validation NDCG@10 before training stops, or 0 to never stop early
 * @param validationUsers users of each evaluation on validation, or 0 for all
 * @param threads threads of the engine, or 0 for one per processor
 * @param seed seed of everything random
 */
public record TrainingConfig(
    int epochs,
    int usersPerEpoch,
    int batchSize,
    double learningRate,
    double learningRateDecay,
    int decaySteps,
    int warmupSteps,
    double adamBeta1,
    double adamBeta2,
    double adamEpsilon,
    double weightDecay,
    int graphUserSample,
    int evaluateEvery,
    int patience,
    int validationUsers,
    int threads,
    long seed) {}
