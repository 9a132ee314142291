package dev.awa.cli.database;

import dev.awa.cli.terminal.CommandFailure;

/** No connection to the database is to be had. */
public final class NotReachable extends CommandFailure {
  private static final long serialVersionUID = 1L;

  NotReachable(String message) {
    super(message);
  }
}
