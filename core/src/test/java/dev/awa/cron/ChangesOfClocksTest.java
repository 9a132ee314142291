package dev.awa.cron;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Around 35 changes of clocks, of an hour, half an hour, two hours and a day, at all times of the
 * day, ten expressions each fire exactly when somebody who looks at the clock each minute says so:
 * forwards, backwards, and asked from each fifth minute. {@code -Dawa.cron.wide=true} does the same
 * for all changes of all zones since 1970.
 */
final class ChangesOfClocksTest {
  private static final Duration AROUND = Duration.ofHours(36);
  private static final Instant IN_2025 = Instant.parse("2025-01-01T00:00:00Z");

  private static final List<String> TWICE_A_YEAR =
      List.of(
          "Africa/Cairo",
          "Africa/Casablanca",
          "America/Havana",
          "America/New_York",
          "America/Nuuk",
          "America/Santiago",
          "America/Scoresbysund",
          "America/St_Johns",
          "Antarctica/Troll",
          "Asia/Beirut",
          "Atlantic/Azores",
          "Australia/Lord_Howe",
          "Australia/Sydney",
          "Europe/Berlin",
          "Europe/London",
          "Pacific/Chatham");

  /** A change of clocks in a zone. */
  record Change(ZoneId zone, ZoneOffsetTransition of) {
    static Change after(String zone, Instant instant) {
      ZoneId id = ZoneId.of(zone);
      return new Change(id, id.getRules().nextTransition(instant));
    }

    Instant begin() {
      return of.getInstant().minus(AROUND);
    }

    Instant end() {
      return of.getInstant().plus(AROUND);
    }

    /** Offsets in whole minutes, and no other change near: for who looks at the clock by minute. */
    boolean isSeenByMinutes() {
      ZoneOffsetTransition next = zone.getRules().nextTransition(of.getInstant());
      ZoneOffsetTransition before = zone.getRules().previousTransition(of.getInstant());
      return of.getOffsetBefore().getTotalSeconds() % 60 == 0
          && of.getOffsetAfter().getTotalSeconds() % 60 == 0
          && of.getInstant().getEpochSecond() % 60 == 0
          && (next == null || next.getInstant().isAfter(end().plus(AROUND)))
          && (before == null || before.getInstant().isBefore(begin().minus(AROUND)));
    }
  }

  static List<Change> changes() {
    List<Change> changes = new ArrayList<>();
    for (String zone : TWICE_A_YEAR) {
      Change first = Change.after(zone, IN_2025);
      changes.add(first);
      changes.add(Change.after(zone, first.of().getInstant()));
    }
    changes.add(Change.after("Asia/Pyongyang", Instant.parse("2018-01-01T00:00:00Z")));
    changes.add(Change.after("America/Caracas", Instant.parse("2016-01-01T00:00:00Z")));
    changes.add(Change.after("Pacific/Apia", Instant.parse("2011-12-01T00:00:00Z")));
    assertThat(changes).hasSize(35).allMatch(Change::isSeenByMinutes);
    return changes;
  }

  /** The times that the change leaves out or shows twice, and some beside them. */
  private static List<Spoken> around(Change change) {
    LocalDateTime first =
        change.of().isGap() ? change.of().getDateTimeBefore() : change.of().getDateTimeAfter();
    int hour = first.getHour();
    int next = (hour + 1) % 24;
    int minute = first.getMinute();
    int weekday = first.getDayOfWeek().getValue();
    String hours =
        Stream.of(hour, next).sorted().map(String::valueOf).collect(Collectors.joining(","));
    String date = minute + " " + hour + " " + first.getDayOfMonth() + " " + first.getMonthValue();
    return List.of(
        fixed("30 " + hour + " * * *", t -> t.getMinute() == 30 && t.getHour() == hour),
        fixed("0,30 " + hour + " * * *", t -> t.getMinute() % 30 == 0 && t.getHour() == hour),
        fixed(
            "17 " + hours + " * * *",
            t -> t.getMinute() == 17 && (t.getHour() == hour || t.getHour() == next)),
        fixed("0 9 * * *", t -> t.getMinute() == 0 && t.getHour() == 9),
        fixed("0 0 * * " + weekday, t -> isMidnight(t) && t.getDayOfWeek().getValue() == weekday),
        fixed(date + " *", t -> t.equals(first.withYear(t.getYear()))),
        interval("*/15 " + hour + " * * *", t -> t.getMinute() % 15 == 0 && t.getHour() == hour),
        interval("*/15 * * * *", t -> t.getMinute() % 15 == 0),
        interval("0 * * * *", t -> t.getMinute() == 0),
        interval("15 */2 * * *", t -> t.getMinute() == 15 && t.getHour() % 2 == 0));
  }

  private static boolean isMidnight(LocalDateTime time) {
    return time.getHour() == 0 && time.getMinute() == 0;
  }

  private static Spoken fixed(String text, Predicate<LocalDateTime> names) {
    return new Spoken(text, false, names);
  }

  private static Spoken interval(String text, Predicate<LocalDateTime> names) {
    return new Spoken(text, true, names);
  }

  @ParameterizedTest
  @MethodSource("changes")
  void firesAreThoseThatTheClockShows(Change change) {
    List<Spoken> expressions = around(change);
    assertThat(expressions).hasSize(10);
    expressions.forEach(spoken -> check(spoken, change, Duration.ofMinutes(5)));
  }

  @Test
  @EnabledIfSystemProperty(named = "awa.cron.wide", matches = "true")
  void firesAreThoseThatTheClockShowsInAllZonesSince1970() {
    int checked = 0;
    for (String zone : new TreeSet<>(ZoneId.getAvailableZoneIds())) {
      ZoneId id = ZoneId.of(zone);
      ZoneOffsetTransition of = id.getRules().nextTransition(Instant.EPOCH);
      for (;
          of != null && of.getInstant().isBefore(Instant.parse("2040-01-01T00:00:00Z"));
          of = id.getRules().nextTransition(of.getInstant())) {
        Change change = new Change(id, of);
        if (change.isSeenByMinutes()) {
          around(change).forEach(spoken -> check(spoken, change, Duration.ofMinutes(55)));
          checked++;
        }
      }
    }
    System.out.println("changes of clocks: " + checked);
    assertThat(checked).isGreaterThan(10_000);
  }

  private static void check(Spoken spoken, Change change, Duration step) {
    List<Fire> right = new Watchman(spoken, change.zone()).watch(change.begin(), change.end());
    CronExpression cron = spoken.parsed();
    assertThat(forwards(cron, change)).as("%s forwards, %s", spoken, change).isEqualTo(right);
    assertThat(backwards(cron, change)).as("%s backwards, %s", spoken, change).isEqualTo(right);
    NavigableMap<Instant, Fire> byInstant =
        right.stream()
            .collect(
                Collectors.toMap(Fire::instant, Function.identity(), (a, b) -> a, TreeMap::new));
    for (Instant from = change.begin(); from.isBefore(change.end()); from = from.plus(step)) {
      var higher = byInstant.higherEntry(from);
      if (higher != null) {
        assertThat(cron.next(from, change.zone())).contains(higher.getValue());
      }
      var floor = byInstant.floorEntry(from);
      if (floor != null) {
        assertThat(cron.last(from, change.zone())).contains(floor.getValue());
      }
    }
  }

  private static List<Fire> forwards(CronExpression cron, Change change) {
    return cron.fires(change.begin().minusSeconds(1), change.zone(), Integer.MAX_VALUE)
        .takeWhile(fire -> !fire.instant().isAfter(change.end()))
        .toList();
  }

  private static List<Fire> backwards(CronExpression cron, Change change) {
    List<Fire> fires = new ArrayList<>();
    Instant from = change.end();
    for (var fire = cron.last(from, change.zone());
        fire.isPresent() && !fire.get().instant().isBefore(change.begin());
        fire = cron.last(from, change.zone())) {
      fires.addFirst(fire.get());
      from = fire.get().instant().minusNanos(1);
    }
    return fires;
  }
}
