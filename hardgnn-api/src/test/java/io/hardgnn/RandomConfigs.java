package io.hardgnn;

import io.hardgnn.loss.TargetMode;
import io.hardgnn.model.EncoderKind;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Settings drawn at random within their ranges and rules, through the builder's methods, all of them. */
final class RandomConfigs {

  private RandomConfigs() {}

  /** Returns the builder's methods that set one value of {@link HardGnnConfig}, by name. */
  static List<Method> setters() {
    return Stream.of(ModelSettings.class, ObjectiveSettings.class, TrainingSettings.class)
        .flatMap(type -> Stream.of(type.getDeclaredMethods()))
        .filter(method -> method.getParameterCount() == 1 && !method.isSynthetic())
        .sorted(Comparator.comparing(Method::getName))
        .toList();
  }

  static HardGnnConfig draw(Random random) {
    HardGNN.Builder builder = HardGNN.builder();
    for (Method setter : setters()) {
      set(builder, setter, value(random, setter.getParameterTypes()[0]));
    }
    int heads = 1 + random.nextInt(8);
    int history = 1 + random.nextInt(1024);
    EncoderKind encoder = EncoderKind.values()[random.nextInt(2)];
    boolean residual = encoder == EncoderKind.RESIDUAL_GRAPH;
    int negatives = 1 + random.nextInt(500);
    return builder
        .encoder(encoder)
        .targets(
            residual && random.nextBoolean() ? TargetMode.EVERY_POSITION : TargetMode.ONE_PER_USER)
        .beta(residual ? 0 : random.nextDouble())
        .attentionHeads(heads)
        .embeddingDim(heads * (1 + random.nextInt(512)))
        .historyLength(history)
        .anchorHistoryLength(1 + random.nextInt(history))
        .negatives(negatives)
        .hardNegatives(random.nextInt(negatives + 1))
        .seed(random.nextLong())
        .build()
        .config();
  }

  static void set(HardGNN.Builder builder, Method setter, Object value) {
    try {
      setter.setAccessible(true);
      setter.invoke(builder, value);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new AssertionError(setter + " of " + value, e);
    }
  }

  /** Every range holds 1 to 8 for whole numbers and what lies between 0 and 1 for real ones. */
  private static Object value(Random random, Class<?> type) {
    if (type == int.class) {
      return 1 + random.nextInt(8);
    } else if (type == long.class) {
      return random.nextLong();
    } else if (type == double.class) {
      return Math.max(Double.MIN_NORMAL, random.nextDouble());
    } else if (type == boolean.class) {
      return random.nextBoolean();
    }
    Object[] constants = type.getEnumConstants();
    return constants[random.nextInt(constants.length)];
  }
}
