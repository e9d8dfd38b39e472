package io.hardgnn.benchmarks.reliability.fuzz;

import io.hardgnn.error.HardGNNException;
import java.io.IOException;
import java.util.List;

/**
 * Something that takes bytes of any kind. It returns where they are accepted or refused as
 * promised, and throws anything else, which is a finding.
 */
interface FuzzTarget {

  /** Takes the bytes. */
  void take(byte[] bytes) throws Exception;

  /** Inputs that it accepts, to begin with. */
  default List<byte[]> seeds() throws IOException {
    return List.of();
  }

  /** The targets by name. */
  enum Name {
    /** Delimited text under any settings. */
    READER,
    /** Rows of a query with any columns, types and values, under any settings. */
    JDBC,
    /** Settings as JSON. */
    CONFIG,
    /** A file of a model whose manifest fits it. */
    MODEL,
    /** A file of a bundle other than the ONNX models, whose manifest fits it, or the manifest. */
    BUNDLE,
    /** Calls of the builders of settings and of data, in any order. */
    BUILDERS,
    /** Requests with any ids, histories, filters and numbers, observations and look-ups. */
    REQUESTS;

    /** Makes what takes the bytes; it may prepare files. */
    FuzzTarget open() throws Exception {
      return switch (this) {
        case READER -> new ReaderTarget();
        case JDBC -> new JdbcTarget();
        case CONFIG -> new ConfigTarget();
        case MODEL -> StoredTarget.model();
        case BUNDLE -> StoredTarget.bundle();
        case BUILDERS -> new BuildersTarget();
        case REQUESTS -> new RequestsTarget();
      };
    }
  }

  /** An action that may be refused. */
  interface Attempt {
    void run() throws Exception;
  }

  /** Fails unless an attempt works, or is refused by a typed exception with a message. */
  static void attempt(Attempt attempt) throws Exception {
    try {
      attempt.run();
    } catch (HardGNNException e) {
      if (e.getMessage() == null || e.getMessage().isBlank()) {
        throw new IllegalStateException("refused without a reason", e);
      }
    }
  }

  /** As {@link #attempt}, of a call whose arguments may be refused as such. */
  static void attemptCall(Attempt attempt) throws Exception {
    try {
      attempt(attempt);
    } catch (IllegalArgumentException e) {
      if (e.getMessage() == null || e.getMessage().isBlank()) {
        throw new IllegalStateException("refused without a reason", e);
      }
    }
  }
}
