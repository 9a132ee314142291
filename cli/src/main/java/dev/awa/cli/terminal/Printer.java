package dev.awa.cli.terminal;

import dev.awa.admin.Documents;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes what a command found out: a table for people, or one JSON document. */
public final class Printer {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  @Option(
      names = "--json",
      description =
          "Print one JSON document and nothing else; an error too, on standard error, as"
              + " {\"error\": \"...\"}.")
  public boolean json;

  @Spec(Spec.Target.MIXEE)
  CommandSpec spec = CommandSpec.create();

  /** Prints a value as JSON, or lets {@code text} write it for people. */
  public int print(Object value, Consumer<PrintWriter> text) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Documents.JSON.writeValueAsString(value));
    } else {
      text.accept(out);
    }
    out.flush();
    return CommandLine.ExitCode.OK;
  }

  /** Prints some rows at once, unless one JSON document is to come of them all. */
  public void rows(List<String> heading, List<List<String>> rows) {
    if (!json) {
      PrintWriter out = spec.commandLine().getOut();
      Table.print(out, heading, rows);
      out.flush();
    }
  }

  /** Prints a line at once, unless one JSON document is to come. */
  public void line(String words) {
    if (!json) {
      PrintWriter out = spec.commandLine().getOut();
      out.println(words);
      out.flush();
    }
  }

  /** Says something to people beforehand, on standard error; in JSON it is a field. */
  public void note(String words) {
    if (!json) {
      PrintWriter err = spec.commandLine().getErr();
      err.println("note: " + words);
      err.flush();
    }
  }

  /** A time as every command tells it: ISO, UTC, to the millisecond. */
  public static String time(Instant time) {
    return TIME.format(time);
  }

  /** {@code 1 job}, {@code 2,000 jobs}. */
  public static String jobs(long number) {
    return String.format(Locale.ROOT, number == 1 ? "%,d job" : "%,d jobs", number);
  }

  /**
   * Text from outside, fit for a terminal: no control characters, also none of the second set,
   * which some terminals obey, and none that turns the direction of what stands around it.
   */
  public static String plain(@Nullable Object value) {
    return String.valueOf(value)
        .replaceAll("[\\p{Cc}\\u2028\\u2029\\u202A-\\u202E\\u2066-\\u2069]", " ");
  }
}
