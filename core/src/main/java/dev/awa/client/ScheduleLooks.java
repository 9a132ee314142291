package dev.awa.client;

import dev.awa.engine.MaskedArgs;
import dev.awa.engine.Schedules;
import dev.awa.schedule.StoredSchedule;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads schedules as they may be shown. */
final class ScheduleLooks {
  private static final int PAGE = 1000;

  private ScheduleLooks() {}

  /** Those of an owner, or of all, by name. */
  static List<StoredSchedule> all(Schedules schedules, Connection tx, @Nullable String owner)
      throws SQLException {
    List<StoredSchedule> all = new ArrayList<>();
    List<StoredSchedule> some;
    do {
      String after = all.isEmpty() ? "" : all.getLast().name();
      some = schedules.list(tx, after, owner, PAGE);
      some.forEach(schedule -> all.add(shown(schedule)));
    } while (some.size() == PAGE);
    return all;
  }

  static StoredSchedule shown(StoredSchedule schedule) {
    return schedule.showing(MaskedArgs.shown(schedule.args(), schedule.ext()));
  }
}
