package dev.awa;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times as the text of a filter has them. */
final class FilterTimes {
  static final String RULE =
      "must be a time ago (-2h, -90s, -7d) or a date or time (2026-11-27, 2026-11-27T18:00Z)";

  private static final Pattern AGO = Pattern.compile("-([0-9]{1,9})(ms|s|m|h|d)");
  private static final Pattern YEAR = Pattern.compile("[0-9]{4}-.*");

  private static final List<Function<String, Instant>> FORMS =
      List.of(
          text -> OffsetDateTime.parse(text).toInstant(),
          text -> LocalDateTime.parse(text).toInstant(ZoneOffset.UTC),
          text -> LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant());

  private FilterTimes() {}

  /** A time: so long ago, or by the calendar. Without an offset it is one of UTC. */
  static Optional<Moment> parse(String text) {
    Matcher ago = AGO.matcher(text);
    if (ago.matches()) {
      return Optional.of(Moment.ago(ago(Long.parseLong(ago.group(1)), ago.group(2))));
    }
    return YEAR.matcher(text).matches() ? calendar(text).map(Moment::at) : Optional.empty();
  }

  private static Duration ago(long number, String unit) {
    return switch (unit) {
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      default -> Duration.ofDays(number);
    };
  }

  private static Optional<Instant> calendar(String text) {
    return FORMS.stream().flatMap(form -> read(form, text).stream()).findFirst();
  }

  private static Optional<Instant> read(Function<String, Instant> form, String text) {
    try {
      return Optional.of(form.apply(text));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** What {@link #parse} reads. */
  static String text(Duration ago) {
    return ago.toMillis() % 1000 == 0 ? "-" + ago.toSeconds() + "s" : "-" + ago.toMillis() + "ms";
  }
}
