package dev.awa.cli.terminal;

/** A command could not do what it was asked for. The message is for the person at the terminal. */
public class CommandFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public CommandFailure(String message) {
    super(message);
  }
}
