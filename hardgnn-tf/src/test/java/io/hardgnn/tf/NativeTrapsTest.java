package io.hardgnn.tf;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.hardgnn.resources.OwnProcess;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("What ends a JVM or falsifies results in TensorFlow Java 1.1.0 is not called:")
class NativeTrapsTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.hardgnn.tf");

  /** The eleventh registration returns true, and crashes when it is used. */
  private static final int MOST_GRADIENTS = 10;

  /** Operations whose gradient aborts the process, or is not there. */
  private static final Set<String> WITHOUT_GRADIENT =
      Set.of(
          "whileOp",
          "statelessWhile",
          "whileLoop",
          "ifOp",
          "statelessIf",
          "topK",
          "resourceGather",
          "segmentSum",
          "caseOp",
          "statelessCase",
          "switchCond",
          "sparseTensorDenseMatMul",
          "sparseMatrixMatMul",
          "sparseSoftmaxCrossEntropyWithLogits",
          "gRUBlockCell",
          "blockLSTM",
          "cudnnRNN",
          "variable",
          "variableV2");

  /** A process that a signal ended has a code above this one; after an exception it is 1. */
  private static final int SIGNAL = 128;

  private static List<String> calls(Predicate<JavaMethodCall> wanted) {
    return CLASSES.stream()
        .map(JavaClass::getMethodCallsFromSelf)
        .flatMap(Set::stream)
        .filter(wanted)
        .map(JavaMethodCall::getDescription)
        .toList();
  }

  private static boolean isOfTensorFlow(JavaMethodCall call) {
    return call.getTargetOwner().getPackageName().startsWith("org.tensorflow");
  }

  @Test
  @DisplayName("more gradients of one's own than ten")
  void gradients() {
    List<String> registrations = calls(call -> call.getName().equals("registerCustomGradient"));
    assertThat(registrations).isNotEmpty().hasSizeLessThanOrEqualTo(MOST_GRADIENTS);
  }

  @Test
  @DisplayName(
      "loops, conditions and other operations without a gradient, and variables without a handle")
  void operations() {
    List<String> found =
        calls(
            call ->
                isOfTensorFlow(call)
                    && (WITHOUT_GRADIENT.contains(call.getName())
                        || call.getTargetOwner().getSimpleName().equals("Variable")));
    assertThat(found)
        .as("but for the largest elements, whose input carries no gradient")
        .allMatch(call -> call.contains("topK"));
  }

  @Test
  @DisplayName("variables without a shared name, which would all be one")
  void sharedNames() {
    for (JavaClass one : CLASSES) {
      long handles = count(one, "varHandleOp");
      assertThat(count(one, "sharedName")).as(one.getName()).isGreaterThanOrEqualTo(handles);
    }
    assertThat(calls(call -> call.getName().equals("varHandleOp"))).isNotEmpty();
  }

  @ParameterizedTest(name = "{0} {1}: {2}")
  @Tag("thorough")
  @CsvSource({
    "gradients, 10, right",
    "gradients, 11, ",
    "named, 0, apart",
    "unnamed, 0, aliased",
    "variable, 0, ",
    "loop, 0, refused",
    "whileLoop, 0, ",
    "throws, 0, IllegalStateException",
    "null, 0, NullPointerException",
    "nulls, 0, NullPointerException",
    "segments, 0, dropped",
    "sparseMatrixMatMul, 0, refused",
    "gRUBlockCell, 0, refused",
    "blockLSTM, 0, refused",
    "cudnnRNN, 0, refused",
    "sparseSoftmaxCrossEntropyWithLogits, 0, refused"
  })
  @DisplayName("each trap is where it was: what is right is printed, or the process dies")
  void probes(String trap, String gradients, @Nullable String printed, @TempDir Path folder)
      throws InterruptedException {
    OwnProcess.Ended ended =
        OwnProcess.run(
            folder,
            List.of("-Xmx256m", "-XX:ErrorFile=" + folder.resolve("death")),
            NativeTraps.class,
            trap,
            gradients);
    if (printed == null) {
      assertThat(ended.exit())
          .as(
              "a process that stepped into '%s'; if it lives, the trap is gone, and what goes"
                  + " around it may go, too",
              trap)
          .isGreaterThan(SIGNAL);
    } else {
      assertThat(ended.exit()).as("%s", ended.said()).isZero();
      assertThat(ended.said().lines().toList()).contains(printed);
    }
  }

  private static long count(JavaClass one, String method) {
    return one.getMethodCallsFromSelf().stream()
        .filter(call -> isOfTensorFlow(call) && call.getName().equals(method))
        .count();
  }
}
