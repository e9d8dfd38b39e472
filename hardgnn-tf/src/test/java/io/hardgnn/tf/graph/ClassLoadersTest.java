package io.hardgnn.tf.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.hardgnn.ops.Adjacency;
import io.hardgnn.ops.DType;
import io.hardgnn.ops.Dim;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Initializer;
import io.hardgnn.ops.Shape;
import io.hardgnn.tf.session.SessionSettings;
import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Another class loader of the process, as of a web application deployed again,")
class ClassLoadersTest {

  /** Returns gradients of a sum over edges and of attention; loaded by several class loaders. */
  public static final class Gradients implements Callable<Map<String, float[]>> {

    @Override
    public Map<String, float[]> call() {
      SessionSettings cpu = SessionSettings.defaults().intraOpThreads(2).gpu(false);
      try (TfGraph graph = TfGraph.create(cpu, 1)) {
        TfOps ops = graph.training("test");
        Expr x = ops.parameter("x", Shape.of(3, 2), Initializer.normal(1));
        Dim edges = Dim.of(4);
        Expr sources = ops.input("sources", DType.INT, Shape.of(edges));
        Expr targets = ops.input("targets", DType.INT, Shape.of(edges));
        Expr back = ops.input("back", DType.INT, Shape.of(edges));
        Expr backTargets = ops.input("backTargets", DType.INT, Shape.of(edges));
        Adjacency adjacency =
            new Adjacency(targets, sources, Dim.of(2), backTargets, back, Dim.of(3));
        Expr sums = ops.neighbourSum(adjacency, x);
        Expr rows = ops.reshape(sums, Shape.of(1, 2, 2));
        Expr learned = ops.parameter("learned", Shape.of(2, 2), Initializer.normal(1));
        Expr mixed = ops.attention(rows, rows, rows, null, learned);
        Expr loss = ops.sumAll(ops.square(mixed));
        Feeds feeds =
            new Feeds()
                .ints("sources", new int[] {0, 1, 1, 2}, 4)
                .ints("targets", new int[] {0, 0, 1, 1}, 4)
                .ints("back", new int[] {0, 0, 1, 1}, 4)
                .ints("backTargets", new int[] {0, 1, 1, 2}, 4);
        return graph.evaluateGradients(loss, List.of("x", "learned"), feeds);
      }
    }
  }

  @Test
  @DisplayName("trains, too, with gradients that are the same but for rounding")
  void trains() throws Exception {
    float[] here = new Gradients().call().get("x");
    assertThat(here).hasSize(6);
    for (int i = 0; i < 2; i++) {
      try (URLClassLoader other =
          new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader())) {
        Class<?> type = other.loadClass(Gradients.class.getName());
        assertThat(type).isNotSameAs(Gradients.class);
        Callable<?> there = (Callable<?>) type.getDeclaredConstructor().newInstance();
        float[] gradients = (float[]) ((Map<?, ?>) there.call()).get("x");
        assertThat(gradients).hasSameSizeAs(here);
        for (int k = 0; k < here.length; k++) {
          assertThat(gradients[k]).isCloseTo(here[k], within(1e-5f * (1 + Math.abs(here[k]))));
        }
      }
    }
  }

  private static URL[] classPath() throws MalformedURLException {
    List<URL> urls = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      urls.add(new File(entry).toURI().toURL());
    }
    return urls.toArray(URL[]::new);
  }
}
