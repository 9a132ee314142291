package dev.awa.cli.command;

import dev.awa.admin.Units;
import dev.awa.cli.terminal.Printer;
import dev.awa.cli.terminal.UsageFailure;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A point in time that somebody names: from now, or as ISO has it. */
record Moment(Instant instant) {

  /**
   * Reads a time that has to be an instant.
   *
   * @param option whose value it is
   * @throws UsageFailure when it is none
   */
  static Instant instant(String option, String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw new UsageFailure(
          option + ": expected a time like 2026-11-28T10:00:00Z, got " + Printer.plain(text));
    }
  }

  /** Reads 90s, 2h, PT5M (from now) or 2026-11-29T18:00:00Z. */
  static final class Reader implements ITypeConverter<Moment> {
    @Override
    public Moment convert(String text) {
      return Units.time(text)
          .map(fromNow -> new Moment(Instant.now().plus(fromNow)))
          .orElseGet(() -> new Moment(iso(text)));
    }

    private static Instant iso(String text) {
      try {
        return OffsetDateTime.parse(text).toInstant();
      } catch (DateTimeParseException e) {
        throw new TypeConversionException(
            "expected "
                + Units.TIMES
                + " from now, or an instant (2026-11-29T18:00:00Z), got "
                + text);
      }
    }
  }
}
