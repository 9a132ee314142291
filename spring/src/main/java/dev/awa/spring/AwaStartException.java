package dev.awa.spring;

import dev.awa.AwaException;
import org.jspecify.annotations.Nullable;

/**
 * The application can't start with Awa as it is. The message says what failed and what was found;
 * {@link #action} says what to do. Spring Boot shows both.
 */
public final class AwaStartException extends AwaException {
  private static final long serialVersionUID = 1L;

  private final String action;

  AwaStartException(String message, String action) {
    this(message, action, null);
  }

  AwaStartException(String message, String action, @Nullable Throwable cause) {
    super(message, cause);
    this.action = action;
  }

  /** What to do. */
  public String action() {
    return action;
  }
}
