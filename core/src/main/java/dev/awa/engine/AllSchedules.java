package dev.awa.engine;

import dev.awa.SettingChange;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** What is done with, or asked of, all schedules at once, or all of an owner; what was done. */
public final class AllSchedules {
  private final Sql zones;
  private final Sql retireOwner;
  private final Sql restoreOwner;
  private final Sql changes;

  AllSchedules(String schema) {
    zones = Sql.of(schema, "schedules/zones.sql");
    retireOwner = Sql.of(schema, "schedules/retire_owner.sql");
    restoreOwner = Sql.of(schema, "schedules/restore_owner.sql");
    changes = Sql.of(schema, "queues/changes.sql");
  }

  /** Retires all schedules of an owner; answers the names of those that were not retired yet. */
  public List<String> retireOwner(Connection tx, String owner, String by) throws SQLException {
    return retireOwner.list(tx, row -> row.getString(1), owner, by);
  }

  /** Brings those of an owner back that people have retired; answers their names. */
  public List<String> restoreOwner(Connection tx, String owner, String by) throws SQLException {
    return restoreOwner.list(tx, row -> row.getString(1), owner, by);
  }

  /** The newest changes of a schedule, which may be deleted by now; the newest first. */
  public List<SettingChange> changes(Connection tx, String name, int limit) throws SQLException {
    return changes.list(tx, Policies::change, "schedule", name, limit);
  }

  /** A zone for which living workers have different rules, and in words who has which. */
  public record OddZone(String zone, String workers) {}

  /** The zones of schedules for which living workers have different rules, a hundred at most. */
  public List<OddZone> zones(Connection tx) throws SQLException {
    return zones.list(tx, row -> new OddZone(row.getString("zone"), row.getString("workers")));
  }
}
