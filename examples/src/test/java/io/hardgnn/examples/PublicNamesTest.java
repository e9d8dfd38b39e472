package io.hardgnn.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.hardgnn.HardGNN;
import io.hardgnn.onnx.OnnxRecommender;
import io.hardgnn.tf.TfTrainingEngine;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Public names")
final class PublicNamesTest {

  /** Withers that have another name than what they set, because they are read as a sentence. */
  private static final Map<String, String> SENTENCES =
      Map.of(
          "HardGNNConfig.scoring", "scoredBy",
          "HardGNNConfig.training", "trained",
          "HardGNNConfig.blend", "blended",
          "InfoNce.sampler", "chosenBy",
          "InfoNce.pool", "from",
          "HardPairs.sampler", "chosenBy",
          "Objective.others", "plus",
          "FitOptions.resume", "resumable");

  /** Returns the names of the classes in packages that a class's module exports to everybody. */
  private static List<String> exported(Class<?> anchor) throws Exception {
    Path place = Path.of(anchor.getProtectionDomain().getCodeSource().getLocation().toURI());
    ModuleReference module = ModuleFinder.of(place).findAll().iterator().next();
    Set<String> packages =
        module.descriptor().exports().stream()
            .filter(exports -> !exports.isQualified())
            .map(exports -> exports.source())
            .collect(Collectors.toSet());
    try (ModuleReader reader = module.open();
        Stream<String> files = reader.list()) {
      return files
          .filter(file -> file.endsWith(".class") && !file.endsWith("-info.class"))
          .map(file -> file.substring(0, file.length() - ".class".length()).replace('/', '.'))
          .filter(name -> packages.contains(name.substring(0, name.lastIndexOf('.'))))
          .toList();
    }
  }

  private static boolean isPublic(Class<?> type) {
    Class<?> around = type.getEnclosingClass();
    return Modifier.isPublic(type.getModifiers()) && (around == null || isPublic(around));
  }

  private static List<Class<?>> publicTypes() throws Exception {
    List<Class<?>> types = new ArrayList<>();
    for (Class<?> anchor : List.of(HardGNN.class, TfTrainingEngine.class, OnnxRecommender.class)) {
      for (String name : exported(anchor)) {
        Class<?> type = Class.forName(name, false, anchor.getClassLoader());
        if (isPublic(type)) {
          types.add(type);
        }
      }
    }
    assertThat(types).hasSizeGreaterThan(150);
    return types;
  }

  private static Stream<Method> methods(Class<?> type) {
    return Arrays.stream(type.getDeclaredMethods())
        .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic());
  }

  @Test
  @DisplayName("have no get, set or with in front: a value is asked for and replaced by its name")
  void noPrefixes() throws Exception {
    List<String> found = new ArrayList<>();
    for (Class<?> type : publicTypes()) {
      methods(type)
          .filter(method -> method.getName().matches("(get|set|with)[A-Z].*"))
          .forEach(method -> found.add(type.getSimpleName() + "." + method.getName()));
    }
    assertThat(found).isEmpty();
  }

  @Test
  @DisplayName("of factories say where a value comes from: none is only new, make, create or get")
  void factories() throws Exception {
    List<String> found = new ArrayList<>();
    for (Class<?> type : publicTypes()) {
      methods(type)
          .filter(method -> Modifier.isStatic(method.getModifiers()) && !type.isEnum())
          .filter(method -> method.getReturnType() == type)
          .filter(
              method ->
                  method
                      .getName()
                      .matches("(new|make|get|build|create)([A-Z].*)?|valueOf|instance"))
          .forEach(method -> found.add(type.getSimpleName() + "." + method.getName()));
    }
    assertThat(found).isEmpty();
  }

  @Test
  @DisplayName("let every setting be replaced alone, so that settings can be added")
  void withers() throws Exception {
    List<String> missing = new ArrayList<>();
    int settings = 0;
    for (Class<?> type : publicTypes()) {
      if (type.isRecord() && hasDefaults(type) && type.getRecordComponents().length > 2) {
        settings++;
        for (RecordComponent component : type.getRecordComponents()) {
          String setting = type.getSimpleName() + "." + component.getName();
          String wither = SENTENCES.getOrDefault(setting, component.getName());
          if (methods(type).noneMatch(method -> replaces(method, wither, type))) {
            missing.add(setting);
          }
        }
      }
    }
    assertThat(missing).isEmpty();
    assertThat(settings).isGreaterThan(14);
  }

  private static boolean replaces(Method method, String name, Class<?> type) {
    return method.getName().equals(name)
        && method.getParameterCount() > 0
        && method.getReturnType() == type;
  }

  /** Returns whether a record is made without arguments and then changed: settings, no results. */
  private static boolean hasDefaults(Class<?> type) {
    for (Constructor<?> constructor : type.getConstructors()) {
      if (constructor.getParameterCount() == 0) {
        return true;
      }
    }
    return methods(type)
        .anyMatch(
            method ->
                Modifier.isStatic(method.getModifiers())
                    && method.getReturnType() == type
                    && (method.getParameterCount() == 0
                        || type.getSimpleName().endsWith("Config")));
  }
}
