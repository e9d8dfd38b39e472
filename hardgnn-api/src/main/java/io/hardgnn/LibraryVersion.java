package io.hardgnn;

import java.lang.module.ModuleDescriptor;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The version of this library, as a module or as a jar of the class path. */
final class LibraryVersion {

  private static final String UNPACKAGED = "unpackaged";

  private LibraryVersion() {}

  /** Returns the version, or {@code unpackaged} when classes run without their jar. */
  static String get() {
    @Nullable ModuleDescriptor module = LibraryVersion.class.getModule().getDescriptor();
    Optional<String> ofModule = module == null ? Optional.empty() : module.rawVersion();
    @Nullable String ofJar = LibraryVersion.class.getPackage().getImplementationVersion();
    return ofModule.orElse(ofJar == null ? UNPACKAGED : ofJar);
  }
}
