package dev.awa.cli.terminal;

/** A command was not understood: an option that is missing, wrong, or does not go with another. */
public final class UsageFailure extends CommandFailure {
  private static final long serialVersionUID = 1L;

  public UsageFailure(String message) {
    super(message);
  }
}
