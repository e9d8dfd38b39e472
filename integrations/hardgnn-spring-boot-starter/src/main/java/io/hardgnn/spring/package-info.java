/**
 * A recommender as a bean of Spring Boot: properties, health and metrics.
 *
 * <p>Applications set {@code hardgnn.bundle} and inject {@link io.hardgnn.Recommender};
 * {@link io.hardgnn.spring.HardGNNProperties} lists all properties.
 *
 * @since 0.1.0
 */
@NullMarked
package io.hardgnn.spring;

import org.jspecify.annotations.NullMarked;
