package io.hardgnn.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.hardgnn.data.Dataset;
import io.hardgnn.internal.parallel.Results;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("hardgnn-api")
final class ArchitectureTest {
  private static final PackageOrder FROM_THE_GROUND_UP =
      new PackageOrder(
          "io.hardgnn",
          List.of(
              "error",
              "ops",
              "ops.lowering",
              "internal.checks",
              "internal.columns",
              "internal.disk",
              "internal.parallel",
              "internal.random",
              "data",
              "internal.ids",
              "internal.text",
              "internal.time",
              "data.events",
              "internal.split",
              "data.prepare",
              "transitions",
              "internal.json",
              "io",
              "settings",
              "scoring",
              "encoder",
              "encoder.layers",
              "encoder.residual",
              "encoder.selfgnn",
              "encoder.sasrec",
              "encoder.gru4rec",
              "encoder.lightgcn",
              "encoder.ngcf",
              "step",
              "negatives",
              "loss",
              "encoder.mf",
              "evaluation",
              "baseline",
              "engine",
              "blend",
              "batch",
              "listener",
              "config",
              "internal.store",
              "internal.fit",
              "",
              "search"));

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.hardgnn");

  static List<String> packages() {
    return FROM_THE_GROUND_UP.present(CLASSES);
  }

  @ParameterizedTest(name = "uses nothing of {0}")
  @ValueSource(
      strings = {
        "org.tensorflow",
        "ai.onnxruntime",
        "org.bytedeco",
        "io.hardgnn.tf",
        "io.hardgnn.onnx"
      })
  void usesNoEngine(String engine) {
    noClasses().should().dependOnClassesThat().resideInAPackage(engine + "..").check(CLASSES);
  }

  @Test
  @DisplayName("waits for other threads in one way, so that out of memory arrives as what it is")
  void oneJoin() {
    noClasses()
        .that()
        .areNotAssignableTo(Results.class)
        .should()
        .callMethod(CompletableFuture.class, "join")
        .orShould()
        .callMethod(CompletableFuture.class, "get")
        .check(CLASSES);
  }

  @ParameterizedTest(name = "package ''{0}'' uses no package above it")
  @MethodSource("packages")
  void dependenciesPointToTheGround(String name) {
    FROM_THE_GROUND_UP.usesNothingAbove(name).check(CLASSES);
  }

  @Test
  @DisplayName("no packages lead back to each other")
  void packagesAreFreeOfCircles() {
    slices().matching("io.hardgnn.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  @DisplayName("every package has its place in the order")
  void everyPackageHasItsPlace() {
    FROM_THE_GROUND_UP.everyPackageHasItsPlace().check(CLASSES);
  }

  @Test
  @DisplayName("module-info.java exports every package but those named internal")
  void everyPackageIsExported() throws IOException, URISyntaxException {
    Path classes =
        Path.of(Dataset.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    ModuleDescriptor module;
    try (InputStream description = Files.newInputStream(classes.resolve("module-info.class"))) {
      module = ModuleDescriptor.read(description);
    }
    Set<String> packages =
        CLASSES.stream()
            .map(type -> type.getPackageName())
            .filter(name -> !name.contains(".internal."))
            .collect(Collectors.toSet());

    assertThat(module.exports())
        .extracting(ModuleDescriptor.Exports::source)
        .as("packages exported by module %s", module.name())
        .containsExactlyInAnyOrderElementsOf(packages);
  }

  @Test
  @DisplayName(
      "the rules see a class that uses a package above its own, and a package without a place")
  void rulesSeeAViolation() {
    String root = "io.hardgnn.architecture.planted";
    JavaClasses planted = new ClassFileImporter().importPackages(root);
    PackageOrder order = new PackageOrder(root, List.of("lower", "upper"));

    assertThatThrownBy(() -> order.usesNothingAbove("lower").check(planted))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("Violation")
        .hasMessageContaining("Above");
    order.usesNothingAbove("upper").check(planted);
    assertThatThrownBy(
            () -> new PackageOrder(root, List.of("lower")).everyPackageHasItsPlace().check(planted))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("Above");
  }
}
