package dev.awa.lab;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Reads the command line of a program in {@code bin} into an object that picocli describes. */
public final class Arguments<T> {
  private static final int WIDTH = 120;

  private final T options;
  private final CommandLine line;

  /** The command line can't be understood; the message says what to do. */
  public static final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UsageException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** Options that are looked at once more when all are read: names, limits, what goes together. */
  public interface Checked {
    /**
     * Looks at them.
     *
     * @throws IllegalArgumentException when one does not fit, in words
     */
    void check();
  }

  /**
   * A program.
   *
   * @param options where the arguments go
   * @param footer what the help says at its end, line by line
   */
  public Arguments(T options, List<String> footer) {
    this.options = options;
    line = new CommandLine(options).setUsageHelpWidth(WIDTH);
    line.getCommandSpec()
        .addOption(
            OptionSpec.builder("-h", "--help")
                .type(boolean.class)
                .usageHelp(true)
                .description("This text.")
                .build())
        .usageMessage()
        .footer(footer.stream().map(text -> text.replace("%", "%%")).toArray(String[]::new));
  }

  /**
   * Reads arguments.
   *
   * @throws UsageException when they are not understood
   */
  public T read(String... arguments) {
    try {
      line.parseArgs(arguments);
    } catch (ParameterException e) {
      throw new UsageException(words(e), e);
    }
    if (options instanceof Checked checked) {
      try {
        checked.check();
      } catch (IllegalArgumentException e) {
        throw new UsageException(String.valueOf(e.getMessage()), e);
      }
    }
    return options;
  }

  /**
   * Reads the arguments of {@code main}. When they ask for help or are not understood, says so and
   * ends the process, with status 0 or 2.
   */
  public T readOrExit(String... arguments) {
    try {
      T read = read(arguments);
      if (line.isUsageHelpRequested()) {
        line.usage(System.out);
        System.exit(0);
      }
      return read;
    } catch (UsageException e) {
      System.err.println(line.getCommandName() + ": " + e.getMessage());
      System.exit(2);
      throw e;
    }
  }

  private String words(ParameterException e) {
    String nearest =
        e instanceof UnmatchedArgumentException unknown
            ? Names.nearest(
                unknown.getUnmatched().getFirst(), line.getCommandSpec().optionsMap().keySet())
            : "";
    return e.getMessage() + nearest + "; see " + line.getCommandName() + " --help";
  }
}
