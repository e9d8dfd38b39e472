package io.hardgnn.seed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A seed")
class SeedExtensionTest {

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final SeedExtension extension =
      new SeedExtension(new PrintStream(printed, true, StandardCharsets.UTF_8));

  private final long ofConstructor;

  SeedExtensionTest(@Seed long seed) {
    this.ofConstructor = seed;
  }

  @RepeatedTest(2)
  @DisplayName("is the same everywhere in one test")
  void one(@Seed long seed, @Seed long again) {
    assertThat(seed).isEqualTo(again).isEqualTo(ofConstructor);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(longs = {1, 2})
  @DisplayName("stands beside other parameters")
  void beside(long value, @Seed long seed) {
    assertThat(seed).isEqualTo(ofConstructor);
  }

  @Test
  @DisplayName("is another each time, and the one of the property where that is set")
  void drawn() {
    if (System.getProperty(SeedExtension.PROPERTY) == null) {
      assertThat(seedOf(context(null))).isNotEqualTo(seedOf(context(null)));
      System.setProperty(SeedExtension.PROPERTY, "-7");
      try {
        assertThat(seedOf(context(null))).isEqualTo(-7);
      } finally {
        System.clearProperty(SeedExtension.PROPERTY);
      }
    } else {
      assertThat(seedOf(context(null))).isEqualTo(Long.getLong(SeedExtension.PROPERTY));
    }
  }

  @Test
  @DisplayName("is printed, as the line that repeats the test, where it fails")
  void failure() {
    ExtensionContext context = context(new AssertionError("no"));
    long seed = seedOf(context);
    extension.afterTestExecution(context);
    assertThat(printed.toString(StandardCharsets.UTF_8).strip())
        .isEqualTo("repeat with: mvn test -Dtest=SeedExtensionTest#failure -Dhardgnn.seed=" + seed);
  }

  @Test
  @DisplayName("is not printed where the test passes, nor where it had none")
  void noFailure() {
    ExtensionContext passed = context(null);
    seedOf(passed);
    extension.afterTestExecution(passed);
    extension.afterTestExecution(context(new AssertionError("no")));
    assertThat(printed.size()).isZero();
  }

  private long seedOf(ExtensionContext context) {
    return (long) extension.resolveParameter(UNUSED, context);
  }

  private static final ParameterContext UNUSED = answering(ParameterContext.class, Map.of());

  /** Returns the context of a test, {@link #failure}, that fails with this or passes. */
  private static ExtensionContext context(@Nullable Throwable failure) {
    Map<Object, Object> values = new HashMap<>();
    ExtensionContext.Store store =
        answering(
            ExtensionContext.Store.class,
            Map.of(
                "getOrComputeIfAbsent",
                arguments ->
                    values.computeIfAbsent(
                        arguments[0], key -> ((Function<?, ?>) arguments[1]).apply(null)),
                "get",
                arguments -> values.get(arguments[0])));
    Method method;
    try {
      method = SeedExtensionTest.class.getDeclaredMethod("failure");
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(e);
    }
    return answering(
        ExtensionContext.class,
        Map.of(
            "getStore", arguments -> store,
            "getExecutionException", arguments -> Optional.ofNullable(failure),
            "getTestMethod", arguments -> Optional.of(method),
            "getRequiredTestClass", arguments -> SeedExtensionTest.class));
  }

  /** Returns an object that has nothing but these methods. */
  private static <T> T answering(Class<T> type, Map<String, Function<Object[], Object>> answers) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> answers.get(method.getName()).apply(arguments)));
  }
}
