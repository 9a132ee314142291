package dev.awa;

import org.jspecify.annotations.Nullable;

/** Something that Awa could not do. The message says what failed, what was found and what to do. */
public class AwaException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A failure without a cause of its own. */
  public AwaException(String message) {
    super(message);
  }

  /** A failure and what caused it. */
  public AwaException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
