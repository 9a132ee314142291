package dev.awa.json;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Currency;
import java.util.Date;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A value of each class of the JDK's that jobs are made of, and one that is hard to keep. Where it
 * comes back, so do all others of its class; where it does not, as with a mapper that writes times
 * without their nanoseconds, each value is looked at.
 */
final class Samples {
  private static final LocalDateTime TIME = LocalDateTime.of(2026, 10, 25, 2, 30, 0, 123_456_789);
  private static final ZoneOffset OFFSET = ZoneOffset.ofHoursMinutes(-5, -30);

  @SuppressWarnings("JavaUtilDate") // jobs hold them
  private static final Map<Class<?>, Object> OF_CLASSES =
      Map.ofEntries(
          Map.entry(BigInteger.class, BigInteger.TWO.pow(200)),
          Map.entry(BigDecimal.class, new BigDecimal("12345678901234567890.12345678901234567890")),
          Map.entry(UUID.class, new UUID(1, 2)),
          Map.entry(URI.class, URI.create("a/b?c#d")),
          Map.entry(Currency.class, Currency.getInstance("EUR")),
          Map.entry(Charset.class, StandardCharsets.UTF_16LE),
          Map.entry(Locale.class, Locale.forLanguageTag("zh-Hans-CN-u-co-pinyin")),
          Map.entry(TimeZone.class, TimeZone.getTimeZone("Europe/Berlin")),
          Map.entry(Date.class, new Date(1_234_567)),
          Map.entry(LocalDate.class, TIME.toLocalDate()),
          Map.entry(LocalTime.class, TIME.toLocalTime()),
          Map.entry(LocalDateTime.class, TIME),
          Map.entry(Instant.class, TIME.toInstant(ZoneOffset.UTC)),
          Map.entry(OffsetDateTime.class, TIME.atOffset(OFFSET)),
          Map.entry(OffsetTime.class, TIME.toLocalTime().atOffset(OFFSET)),
          Map.entry(
              ZonedDateTime.class,
              TIME.atZone(ZoneId.of("Europe/Berlin")).withLaterOffsetAtOverlap()),
          Map.entry(ZoneId.class, ZoneId.of("Europe/Berlin")),
          Map.entry(ZoneOffset.class, OFFSET),
          Map.entry(Duration.class, Duration.ofSeconds(90, 7)),
          Map.entry(Period.class, Period.of(1, 2, 3)),
          Map.entry(Year.class, Year.of(2026)),
          Map.entry(YearMonth.class, YearMonth.of(2026, 2)),
          Map.entry(MonthDay.class, MonthDay.of(2, 29)));

  /** What JSON itself has: comes back where no type says what to read. */
  private static final Map<Class<?>, Object> OF_JSON =
      Map.of(
          String.class,
          "a",
          Boolean.class,
          true,
          Byte.class,
          (byte) 7,
          Short.class,
          (short) 700,
          Integer.class,
          70_000,
          Long.class,
          1L << 60,
          Float.class,
          1.1f,
          Double.class,
          0.1,
          BigInteger.class,
          BigInteger.TWO.pow(200),
          BigDecimal.class,
          new BigDecimal("12345678901234567890.12345678901234567890"));

  private Samples() {}

  static @Nullable Object of(Class<?> raw) {
    return OF_CLASSES.get(raw);
  }

  static @Nullable Object ofJson(Class<?> raw) {
    return OF_JSON.get(raw);
  }

  /** Whether it is a number as JSON has them, and of no other use. */
  static boolean isNumber(Object value) {
    return value instanceof Number && OF_JSON.containsKey(value.getClass());
  }
}
