package io.hardgnn.io;

import io.hardgnn.error.HardGNNException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A stored file or directory is not what it should be, and none of it was used.
 *
 * <p>The message names the path, what is wrong and what to do. Trouble of the device (no space, no
 * permission) is a {@link java.io.UncheckedIOException} instead: the content may be fine.
 */
public final class ArtifactException extends HardGNNException {

  private static final long serialVersionUID = 1L;

  /** What is wrong, for callers that react differently. */
  public enum Reason {
    /** The file or directory, or a file that belongs to it, is not there. */
    MISSING,
    /** The content is damaged: truncated, altered, or against the rules of its own format. */
    CORRUPT,
    /** It is something else than what was asked for. Nothing is ever written over such a thing. */
    WRONG_FORMAT,
    /** It was written by a newer release of this library than the one that reads it. */
    NEWER_VERSION,
    /**
     * It was replaced or removed while it was read, each time it was tried. Reading it again may
     * succeed.
     */
    REPLACED
  }

  private final Reason reason;
  private final transient @Nullable Path path;

  /** Creates an exception about {@code path}; the message becomes {@code path: detail}. */
  public ArtifactException(Reason reason, Path path, String detail) {
    this(reason, path, detail, null);
  }

  /** Creates an exception about {@code path} with the failure that revealed it. */
  public ArtifactException(Reason reason, Path path, String detail, @Nullable Throwable cause) {
    super(path + ": " + detail, cause);
    this.reason = Objects.requireNonNull(reason, "reason");
    this.path = path;
  }

  /** What is wrong. */
  public Reason reason() {
    return reason;
  }

  /** The file or directory at fault; {@code null} only after Java serialisation. */
  public @Nullable Path path() {
    return path;
  }
}
