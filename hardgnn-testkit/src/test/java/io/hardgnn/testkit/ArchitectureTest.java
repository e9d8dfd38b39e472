package io.hardgnn.testkit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("hardgnn-testkit")
final class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.hardgnn.testkit");

  @Test
  @DisplayName("needs the library, Jackson and annotations, and no framework for tests")
  void needsNoTestFramework() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..", "io.hardgnn..", "com.fasterxml.jackson..", "org.jspecify.annotations..")
        .check(CLASSES);
  }

  @Test
  @DisplayName("does not know the golden cases where it evaluates and checks encoders")
  void goldenCasesAreOnTop() {
    noClasses()
        .that()
        .resideInAPackage("io.hardgnn.testkit")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.hardgnn.testkit.golden..")
        .check(CLASSES);
  }
}
