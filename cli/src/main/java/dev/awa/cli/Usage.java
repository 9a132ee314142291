package dev.awa.cli;

import dev.awa.AwaException;
import dev.awa.InvalidFilterException;
import dev.awa.InvalidJobException;
import dev.awa.cli.terminal.UsageFailure;
import dev.awa.cron.InvalidCronException;
import java.sql.SQLException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What the library says of a value that a command was given, in the words of the command line. */
final class Usage {
  private static final String REFUSED = "AW001"; // by the database's own checks
  private static final Pattern OF_DATABASE =
      Pattern.compile("(?s)^could not [^:]*: (.*) \\(SQLSTATE AW001\\)$");
  private static final Pattern FIELD = Pattern.compile("(?s)([a-z][A-Za-z_]*): (.*)");
  private static final Pattern CAPITAL = Pattern.compile("([A-Z])");

  private Usage() {}

  /**
   * Whether a value was wrong: the command says so, or the library or the database refuses it. What
   * is thrown by some conversion on the way, a NumberFormatException for instance, is a fault of
   * ours.
   */
  static boolean isWrong(Exception e) {
    return e instanceof UsageFailure
        || e instanceof InvalidFilterException
        || e instanceof InvalidJobException
        || e instanceof InvalidCronException
        || e.getClass() == IllegalArgumentException.class
        || isRefused(e);
  }

  private static boolean isRefused(Exception e) {
    return e instanceof AwaException
        && e.getCause() instanceof SQLException refused
        && REFUSED.equals(refused.getSQLState());
  }

  /** What was wrong; a field that the command has an option for is called as the option is. */
  static String words(Exception e, CommandSpec command) {
    String message = OF_DATABASE.matcher(String.valueOf(e.getMessage())).replaceFirst("$1");
    Matcher field = FIELD.matcher(message);
    if (e instanceof UsageFailure || !field.matches()) {
      return message;
    }
    String option = option(field.group(1));
    return has(command, option) ? option + ": " + field.group(2) : message;
  }

  private static String option(String field) {
    return "--"
        + CAPITAL.matcher(field.replace('_', '-')).replaceAll("-$1").toLowerCase(Locale.ROOT);
  }

  private static boolean has(CommandSpec command, String option) {
    OptionSpec there = command.findOption(option);
    return there != null && !there.usageHelp() && !there.versionHelp();
  }
}
