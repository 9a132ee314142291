package dev.awa.cli.terminal;

import java.io.Console;

/** Whether somebody is looking. */
public final class Terminal {
  private Terminal() {}

  /**
   * Whether input and output are a terminal. From JDK 22 on there is a console without one, and a
   * method that tells.
   */
  @SuppressWarnings("SystemConsoleNull")
  public static boolean isThere() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException e) {
      return true;
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }
}
