package dev.awa.cron;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/**
 * The rules of the clock told the slow way: somebody looks at the clock each minute. An interval
 * fires whenever the clock shows a time of it. A fixed time fires when the clock shows it, or a
 * later one, for the first time.
 */
record Watchman(Spoken spoken, ZoneId zone) {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** The fires from one whole minute to another, both included. */
  List<Fire> watch(Instant begin, Instant end) {
    List<Fire> fires = new ArrayList<>();
    LocalDateTime shown = clock(begin.minus(MINUTE));
    for (Instant now = begin; !now.isAfter(end); now = now.plus(MINUTE)) {
      LocalDateTime time = clock(now);
      if (spoken.isInterval()) {
        if (spoken.names().test(time)) {
          fires.add(new Fire(now, zone, time, Shift.NONE));
        }
      } else if (time.isAfter(shown)) {
        passed(fires, shown, now);
        shown = time;
      }
    }
    return fires;
  }

  private void passed(List<Fire> fires, LocalDateTime shown, Instant now) {
    LocalDateTime time = clock(now);
    for (LocalDateTime at = shown.plus(MINUTE); !at.isAfter(time); at = at.plus(MINUTE)) {
      if (spoken.names().test(at)) {
        fires.add(new Fire(now, zone, at, shift(at, time)));
        return;
      }
    }
  }

  private Shift shift(LocalDateTime planned, LocalDateTime time) {
    if (!planned.equals(time)) {
      return Shift.GAP;
    }
    return zone.getRules().getValidOffsets(time).size() == 2 ? Shift.OVERLAP : Shift.NONE;
  }

  private LocalDateTime clock(Instant now) {
    return LocalDateTime.ofInstant(now, zone);
  }
}
