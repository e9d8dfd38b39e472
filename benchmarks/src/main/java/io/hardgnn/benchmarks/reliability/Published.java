package io.hardgnn.benchmarks.reliability;

import java.nio.file.Path;

/**
 * A kind of directory that some processes write and others read. What is written over and over are
 * a few variants that differ in every part, so that a mixture of two is recognised by what it
 * answers.
 */
interface Published {

  /**
   * Writes the next one.
   *
   * @param turn how many were written before by this process
   * @return what was written, as {@link #read} names it
   */
  String write(Path target, int turn) throws Exception;

  /**
   * Reads what is there, uses all of it, and names it.
   *
   * @throws MixtureException if its parts do not belong together
   */
  String read(Path target) throws Exception;

  /** Writes one, whole and alone. */
  default void once(Path target) throws Exception {
    write(target, 0);
  }

  /**
   * Opens what is there in the way that an application does, uses all of it, and names its content.
   *
   * @throws MixtureException if its parts do not belong together
   */
  default String open(Path target) throws Exception {
    return read(target);
  }

  /**
   * Verifies and reads all of what is there, where that is much faster than to open it, and names
   * its content; else opens it.
   *
   * @throws MixtureException if its parts do not belong together
   */
  default String verify(Path target) throws Exception {
    return open(target);
  }

  /** Parts of two versions were taken for one. */
  final class MixtureException extends Exception {
    private static final long serialVersionUID = 1L;

    MixtureException(String message) {
      super(message);
    }
  }
}
