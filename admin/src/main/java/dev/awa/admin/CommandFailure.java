package dev.awa.admin;

/** A command could not do what it was asked for. The message is for the person at the terminal. */
class CommandFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CommandFailure(String message) {
    super(message);
  }
}
