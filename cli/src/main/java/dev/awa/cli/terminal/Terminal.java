package dev.awa.cli.terminal;

import java.io.Console;
import java.util.Locale;

/** Whether somebody is looking. */
public final class Terminal {
  private Terminal() {}

  /**
   * Asks whether something shall be done, unless nobody is there to answer.
   *
   * @param what what would be done, in small letters: delete 25 jobs
   * @throws UsageFailure when the answer is not yes
   */
  public static void require(String what) {
    if (!isThere()) {
      throw new UsageFailure("would " + what + ": nothing was done; to do it add --yes");
    }
    String question = Character.toUpperCase(what.charAt(0)) + what.substring(1) + "?";
    if (!ask(question + " [y/N]").toLowerCase(Locale.ROOT).startsWith("y")) {
      throw new UsageFailure("nothing was done: answer y, or add --yes");
    }
  }

  /** Asks for a word; empty when nobody is there to answer. */
  public static String ask(String question) {
    Console console = isThere() ? System.console() : null;
    String answer = console == null ? null : console.readLine("%s ", question);
    return answer == null ? "" : answer.strip();
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
