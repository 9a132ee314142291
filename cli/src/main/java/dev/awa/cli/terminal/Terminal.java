package dev.awa.cli.terminal;

import java.io.Console;
import java.util.Locale;

/** Whether somebody is looking. */
public final class Terminal {
  private Terminal() {}

  /**
   * Asks a question, unless nobody is there to answer.
   *
   * @throws UsageFailure when the answer is not yes
   */
  public static void require(String question) {
    Console console = isThere() ? System.console() : null;
    String answer = console == null ? null : console.readLine("%s [y/N] ", question);
    if (answer == null || !answer.strip().toLowerCase(Locale.ROOT).startsWith("y")) {
      throw new UsageFailure("nothing was done: answer y, or add --yes");
    }
  }

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
