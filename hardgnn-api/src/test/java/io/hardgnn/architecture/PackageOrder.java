package io.hardgnn.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.conditions.ArchConditions;
import java.util.List;
import java.util.TreeSet;

/**
 * An order of packages from the ground up, in which a package may use those before it only.
 *
 * @param root the package that all others are in; it may itself be one of the order, as ""
 * @param order names relative to the root; each stands for those of its subpackages that are not
 *     named themselves
 */
record PackageOrder(String root, List<String> order) {

  /** Returns the names of the packages found, in alphabetical order. */
  List<String> present(JavaClasses imported) {
    TreeSet<String> names = new TreeSet<>();
    imported.stream().filter(this::isOurs).map(this::nameOf).forEach(names::add);
    return List.copyOf(names);
  }

  /** Returns the rule that every package has a place in the order. */
  ArchRule everyPackageHasItsPlace() {
    return noClasses()
        .that(describe("are in " + root, this::isOurs))
        .should(
            ArchConditions.be(
                describe("in none of the packages " + order, c -> !order.contains(nameOf(c)))));
  }

  /** Returns the rule that a package uses none that comes after it. */
  ArchRule usesNothingAbove(String name) {
    int place = order.indexOf(name);
    return noClasses()
        .that(describe("are in package '" + name + "'", c -> isOurs(c) && nameOf(c).equals(name)))
        .should()
        .dependOnClassesThat(
            describe(
                "are in one of the packages above it, " + order.subList(place + 1, order.size()),
                type -> isOurs(type) && order.indexOf(nameOf(type)) > place));
  }

  private boolean isOurs(JavaClass type) {
    String name = type.getPackageName();
    return name.equals(root) || name.startsWith(root + ".");
  }

  private String nameOf(JavaClass type) {
    String name = type.getPackageName();
    if (name.equals(root)) {
      return "";
    }
    String relative = name.substring(root.length() + 1);
    if (order.contains(relative)) {
      return relative;
    }
    int dot = relative.indexOf('.');
    return dot < 0 ? relative : relative.substring(0, dot);
  }
}
