package io.hardgnn.seed;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A {@code long} of a test, of its constructor or of what runs before it, which is another one each
 * time. Where the test fails, the line that repeats it is printed, and nothing is where it passes:
 *
 * <pre>{@code
 * @Test
 * void anyOrderWillDo(@Seed long seed) {
 *   Random random = new Random(seed);
 *   ...
 * }
 * }</pre>
 *
 * <p>All that one test asks for is the same. {@code -Dhardgnn.seed=...} fixes it.
 */
@Documented
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(SeedExtension.class)
public @interface Seed {}
