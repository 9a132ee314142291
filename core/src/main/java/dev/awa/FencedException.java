package dev.awa;

/**
 * This worker was declared dead: nothing it sends is accepted any more. It cancels what runs and
 * registers anew.
 */
public final class FencedException extends AwaException {
  private static final long serialVersionUID = 1L;

  /** A worker that was declared dead was refused. */
  public FencedException(String message) {
    super(message);
  }
}
