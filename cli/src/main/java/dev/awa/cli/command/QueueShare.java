package dev.awa.cli.command;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A queue that is worked on, and how many commands may run at once for it. */
record QueueShare(String queue, int concurrency) {
  private static final int UNSAID = 10;
  private static final Pattern FORM = Pattern.compile("(?s)(.+):([0-9]{1,6})");

  /** Reads QUEUE or QUEUE:N. What follows the last colon is a number, or it is none of these. */
  static final class Reader implements ITypeConverter<QueueShare> {
    @Override
    public QueueShare convert(String text) {
      Matcher match = FORM.matcher(text);
      if (match.matches() && Integer.parseInt(match.group(2)) > 0) {
        return new QueueShare(match.group(1), Integer.parseInt(match.group(2)));
      }
      if (text.contains(":")) {
        throw new TypeConversionException(
            "what follows the last colon must be how many may run at once, 1 to 999999, got "
                + text
                + "; of a queue that is really called so: "
                + text
                + ":"
                + UNSAID);
      }
      return new QueueShare(text, UNSAID);
    }
  }
}
