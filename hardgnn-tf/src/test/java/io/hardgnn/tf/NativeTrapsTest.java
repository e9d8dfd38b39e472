package io.hardgnn.tf;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

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
          "sparseTensorDenseMatMul",
          "variable",
          "variableV2");

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

  private static long count(JavaClass one, String method) {
    return one.getMethodCallsFromSelf().stream()
        .filter(call -> isOfTensorFlow(call) && call.getName().equals(method))
        .count();
  }
}
