package io.hardgnn.tf;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("hardgnn-tf")
final class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.hardgnn.tf");

  @ParameterizedTest(name = "uses nothing of {0}")
  @ValueSource(strings = {"ai.onnxruntime", "io.hardgnn.onnx"})
  void usesNoServingEngine(String engine) {
    noClasses().should().dependOnClassesThat().resideInAPackage(engine + "..").check(CLASSES);
  }
}
