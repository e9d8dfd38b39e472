package io.hardgnn.seed;

import java.io.PrintStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Hands out the seeds of {@link Seed}, and prints that of a test that fails. */
final class SeedExtension implements ParameterResolver, AfterTestExecutionCallback {

  static final String PROPERTY = "hardgnn.seed";

  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(SeedExtension.class);

  private final PrintStream out;

  SeedExtension() {
    this(System.err);
  }

  SeedExtension(PrintStream out) {
    this.out = out;
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.isAnnotated(Seed.class) && parameter.getParameter().getType() == long.class;
  }

  /** A test shares the seed of its class's constructor, if that has one. */
  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return store(context).getOrComputeIfAbsent(PROPERTY, name -> draw(), Long.class);
  }

  private static long draw() {
    @Nullable String fixed = System.getProperty(PROPERTY);
    return fixed == null ? System.nanoTime() : Long.parseLong(fixed);
  }

  @Override
  public void afterTestExecution(ExtensionContext context) {
    @Nullable Long seed = store(context).get(PROPERTY, Long.class);
    if (seed != null && context.getExecutionException().isPresent()) {
      String method = context.getTestMethod().map(m -> "#" + m.getName()).orElse("");
      out.println(
          "repeat with: mvn test -Dtest="
              + context.getRequiredTestClass().getSimpleName()
              + method
              + " -D"
              + PROPERTY
              + "="
              + seed);
    }
  }

  private static ExtensionContext.Store store(ExtensionContext context) {
    return context.getStore(NAMESPACE);
  }
}
