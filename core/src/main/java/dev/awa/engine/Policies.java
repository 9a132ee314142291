package dev.awa.engine;

import dev.awa.KindChange;
import dev.awa.Overwritten;
import dev.awa.QueueChange;
import dev.awa.QueuePause;
import dev.awa.QueueSetting;
import dev.awa.QueueSettings;
import dev.awa.SettingChange;
import dev.awa.engine.Descriptors.What;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is set of queues and kinds, by whom, and whether queues are paused. */
public final class Policies {
  private final Sql set;
  private final Sql settings;
  private final Sql policy;
  private final Sql changes;
  private final Sql pause;
  private final Sql split;
  private final Sql setKind;
  private final Sql kinds;

  Policies(String schema) {
    set = Sql.of(schema, "queues/set_queue.sql");
    settings = Sql.of(schema, "queues/settings.sql");
    policy = Sql.of(schema, "queues/policy.sql");
    changes = Sql.of(schema, "queues/changes.sql");
    pause = Sql.of(schema, "queues/pause.sql");
    split = Sql.of(schema, "queues/split.sql");
    setKind = Sql.of(schema, "kinds/set_kind.sql");
    kinds = Sql.of(schema, "kinds/settings.sql");
  }

  /** What is set of a queue, and its pause while it is paused. */
  public record Policy(QueueSettings settings, @Nullable QueuePause pause) {}

  /** Changes settings of a queue; what was overwritten, by name. */
  public List<Overwritten> set(Connection tx, String queue, QueueChange change, String by)
      throws SQLException {
    return set.list(tx, Policies::overwritten, queue, SettingsJson.write(change.values()), by);
  }

  /** Changes settings of a kind; what was overwritten, by name. */
  public List<Overwritten> setKind(Connection tx, String kind, KindChange change, String by)
      throws SQLException {
    return setKind.list(tx, Policies::overwritten, kind, SettingsJson.write(change.values()), by);
  }

  private static Overwritten overwritten(ResultSet row) throws SQLException {
    String name = row.getString("setting");
    return new Overwritten(
        QueueSetting.of(name).orElseThrow(),
        SettingsJson.value(name, row.getString("before")),
        SettingsJson.value(name, row.getString("after")),
        row.getString("set_by"),
        instant(row, "set_at"));
  }

  /** What is set of some queues; of others nothing is. */
  public Map<String, QueueSettings> settings(Connection tx, List<String> queues)
      throws SQLException {
    Map<String, QueueSettings> all = new HashMap<>();
    settings
        .list(tx, Policies::named, (Object) queues.toArray(String[]::new))
        .forEach(one -> all.put(one.getKey(), one.getValue()));
    return all;
  }

  /** What is set of kinds, by name: of all of which something is, or of the one that is named. */
  public Map<String, QueueSettings> kinds(Connection tx, @Nullable String kind)
      throws SQLException {
    Map<String, QueueSettings> all = new LinkedHashMap<>();
    kinds.list(tx, Policies::named, kind).forEach(one -> all.put(one.getKey(), one.getValue()));
    return all;
  }

  private static Map.Entry<String, QueueSettings> named(ResultSet row) throws SQLException {
    return Map.entry(row.getString("name"), SettingsJson.read(row.getString("settings")));
  }

  /** What is set of one queue, and its pause. */
  public Policy policy(Connection tx, String queue) throws SQLException {
    Optional<Policy> found =
        policy.first(
            tx, row -> new Policy(SettingsJson.read(row.getString("settings")), pause(row)), queue);
    return found.orElse(new Policy(QueueSettings.none(), null));
  }

  private static @Nullable QueuePause pause(ResultSet row) throws SQLException {
    return row.getBoolean("paused")
        ? new QueuePause(
            Optional.ofNullable(instant(row, "paused_at")).orElse(Instant.EPOCH),
            row.getString("paused_by"),
            row.getString("paused_reason"),
            instant(row, "paused_until"))
        : null;
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  /** The newest changes of a queue or a kind, the newest first. */
  public List<SettingChange> changes(Connection tx, What what, String name, int limit)
      throws SQLException {
    return changes.list(tx, Policies::change, what.word(), name, limit);
  }

  static SettingChange change(ResultSet row) throws SQLException {
    String setting = row.getString("setting");
    return new SettingChange(
        Columns.instant(row, "changed_at"),
        row.getString("changed_by"),
        setting,
        SettingsJson.value(setting, row.getString("before")),
        SettingsJson.value(setting, row.getString("after")));
  }

  /** Pauses a queue, or resumes it. */
  public void pause(
      Connection tx,
      String queue,
      boolean paused,
      String by,
      @Nullable String reason,
      @Nullable Instant until)
      throws SQLException {
    pause.list(tx, row -> "", queue, paused, by, reason, until);
  }

  /** Splits a queue into so many stripes. */
  public void split(Connection tx, String queue, int stripes, String by) throws SQLException {
    split.list(tx, row -> "", queue, stripes, by);
  }
}
