package io.hardgnn.benchmarks.reliability.fuzz;

import io.hardgnn.HardGNN;
import io.hardgnn.config.HardGNNConfig;
import io.hardgnn.data.Dataset;
import io.hardgnn.data.events.InteractionLog;
import io.hardgnn.data.prepare.DatasetBuilder;
import io.hardgnn.data.prepare.RepeatRule;
import io.hardgnn.data.prepare.Split;
import io.hardgnn.scoring.Scoring;
import java.time.Instant;
import java.util.List;

/** Calls the builders, and those of the parts, in the order and with the values of the bytes. */
final class BuildersTarget implements FuzzTarget {

  @Override
  public void take(byte[] bytes) throws Exception {
    Choices choices = new Choices(bytes);
    switch (choices.below(3)) {
      case 0 -> data(choices);
      case 1 -> settings(choices);
      default -> FuzzTarget.attemptCall(() -> AnyParts.options(choices));
    }
  }

  private static void settings(Choices choices) throws Exception {
    HardGNN.Builder builder = HardGNN.builder();
    while (choices.hasMore()) {
      int call = choices.below(14);
      int whole = choices.any();
      double number = choices.anyDouble();
      FuzzTarget.attemptCall(
          () -> {
            switch (call) {
              case 0 -> builder.embeddingDim(whole);
              case 1 -> builder.hardNegatives(whole);
              case 2 -> builder.lambda(number);
              case 3 -> builder.temperature(number);
              case 4 -> builder.epochs(whole);
              case 5 -> builder.seed(whole);
              case 6 ->
                  builder.scoring(whole % 2 == 0 ? new Scoring.Dot() : new Scoring.Cosine(number));
              case 7 -> builder.training(training -> training.batchSize(whole));
              case 8 ->
                  builder.training(training -> training.adam(adam -> adam.learningRate(number)));
              case 9 -> builder.training(training -> training.averagedEpochs(whole));
              case 10 -> builder.encoder(AnyParts.encoder(choices));
              case 11 -> builder.loss(AnyParts.loss(choices));
              case 12 -> builder.loss(AnyParts.loss(choices), number);
              default -> builder.hardNegatives(whole, AnyParts.sampler(choices));
            }
          });
    }
    FuzzTarget.attempt(
        () -> {
          HardGNN built = builder.build();
          if (!built.toBuilder().build().config().equals(built.config())) {
            throw new IllegalStateException("built again they are others: " + built.config());
          }
          String text = built.config().toJson();
          if (!HardGNNConfig.fromJson(text).equals(built.config())) {
            throw new IllegalStateException("written and read again they are others: " + text);
          }
        });
  }

  private static void data(Choices choices) throws Exception {
    InteractionLog.Builder log = InteractionLog.builder();
    int rows = choices.below(64);
    for (int row = 0; row < rows; row++) {
      String user = "u" + choices.below(6);
      String item = choices.yes() ? "i" + choices.below(6) : choices.text();
      long time = choices.yes() ? choices.below(20) : (long) choices.any() * choices.any();
      FuzzTarget.attemptCall(() -> log.add(user, item, time));
    }
    DatasetBuilder builder = DatasetBuilder.of(log.build());
    while (choices.hasMore()) {
      int call = choices.below(9);
      int whole = choices.any();
      double number = choices.anyDouble();
      FuzzTarget.attemptCall(
          () -> {
            switch (call) {
              case 0 ->
                  builder.repeats(
                      RepeatRule.values()[Math.floorMod(whole, RepeatRule.values().length)]);
              case 1 -> builder.minUserInteractions(whole);
              case 2 -> builder.minItemInteractions(whole);
              case 3 -> builder.minSequenceLength(whole);
              case 4 -> builder.from(Instant.ofEpochMilli(whole));
              case 5 -> builder.to(Instant.ofEpochMilli(whole));
              case 6 -> builder.split(splits(whole, number));
              case 7 -> builder.shuffleTies(whole);
              default -> builder.keepUsersWithoutHistory(whole % 2 == 0);
            }
          });
    }
    FuzzTarget.attemptCall(
        () -> {
          Dataset dataset = builder.build();
          if (dataset.training().sequences().size() > rows) {
            throw new IllegalStateException("more interactions than rows");
          }
        });
  }

  private static Split splits(int whole, double number) {
    return List.of(
            Split.lastShare(.2, .2),
            Split.randomShare(.2, .3, whole),
            Split.byTime(Instant.ofEpochMilli(whole), Instant.ofEpochMilli(whole)))
        .get(Math.floorMod((int) number, 3));
  }
}
