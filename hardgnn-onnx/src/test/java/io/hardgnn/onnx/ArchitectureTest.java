package io.hardgnn.onnx;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("hardgnn-onnx")
final class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.hardgnn.onnx");

  @ParameterizedTest(name = "uses nothing of {0}")
  @ValueSource(strings = {"org.tensorflow", "org.bytedeco", "com.google.protobuf", "io.hardgnn.tf"})
  void usesNoTrainingEngine(String engine) {
    noClasses().should().dependOnClassesThat().resideInAPackage(engine + "..").check(CLASSES);
  }

  @Test
  @DisplayName("has no packages that lead back to each other")
  void packagesAreFreeOfCircles() {
    slices().matching("io.hardgnn.(**)").should().beFreeOfCycles().check(CLASSES);
  }
}
