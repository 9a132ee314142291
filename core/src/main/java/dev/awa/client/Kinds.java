package dev.awa.client;

import dev.awa.Described;
import dev.awa.Duty;
import dev.awa.KindChange;
import dev.awa.KindStatus;
import dev.awa.Overwritten;
import dev.awa.QueueSettings;
import dev.awa.SettingChange;
import dev.awa.engine.Descriptors.What;
import dev.awa.engine.Engine;
import dev.awa.engine.StorableText;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Looks at what is said of kinds, and sets for how long their jobs are kept. */
public final class Kinds {
  private static final int MOST_CHANGES = 1000;

  private final Engine engine;
  private final Database database;

  Kinds(Engine engine, Database database) {
    this.engine = engine;
    this.database = database;
  }

  /**
   * What applications say of their kinds, by kind, the newest first for each. A kind that nobody
   * describes is not in the list.
   */
  public List<Described> list() {
    return database.call("list kinds", tx -> engine.descriptors().list(tx, What.KIND, null));
  }

  /** What is set of kinds, by kind, in their order. A kind of which nothing is set is not there. */
  public Map<String, QueueSettings> settings() {
    return database.call("list settings of kinds", tx -> engine.policies().kinds(tx, null));
  }

  /**
   * Changes for how long failed and cancelled jobs and dead letters of a kind are kept, in every
   * queue. What is set of a kind wins over what is set of the queue, and the queue wins over the
   * storage. The leader goes by a change within its next turn, ten seconds or so. A kind of which
   * there is no job yet can be set too. Completed jobs lie in segments that all kinds share: a kind
   * has no time for them.
   *
   * <pre>{@code
   * awa.kinds().set("send_receipt", change -> change.keepDeadLetters(Duration.ofDays(90)), "jo");
   * awa.kinds().set("send_receipt", change -> change.reset(QueueSetting.KEEP_FAILED), "jo");
   * }</pre>
   *
   * @param change what to change; what it does not name stays as it is
   * @param by who does so, for people
   * @return what was overwritten: the settings that were changed, with who had set each of them
   *     last. If two people change a setting at once, one after the other has it, and the second
   *     sees what the first had set
   * @throws IllegalArgumentException when a value is out of its range, or a name is not 1 to 200
   *     characters that can be stored
   * @throws dev.awa.AwaException when somebody else changes the kind, in a transaction that stays
   *     open for longer than 2 s
   */
  public List<Overwritten> set(String kind, UnaryOperator<KindChange> change, String by) {
    KindChange changed = checked(kind, change, by);
    return database
        .as(Duty.OPERATOR)
        .call("set a kind", tx -> engine.policies().setKind(tx, kind, changed, by));
  }

  /**
   * The same in the caller's transaction, which is neither committed nor rolled back: the change
   * comes into being when it commits. Until then others who change the kind wait.
   */
  public List<Overwritten> set(
      Connection tx, String kind, UnaryOperator<KindChange> change, String by) {
    KindChange changed = checked(kind, change, by);
    return database
        .as(Duty.OPERATOR)
        .on(tx, "set a kind", own -> engine.policies().setKind(own, kind, changed, by));
  }

  private static KindChange checked(String kind, UnaryOperator<KindChange> change, String by) {
    StorableText.requireName("kind", kind);
    StorableText.requireName("by", by);
    return change.apply(KindChange.nothing());
  }

  /**
   * What is set of a kind, by whom, and what applications say of it.
   *
   * @throws IllegalArgumentException when the name is not 1 to 200 characters that can be stored
   */
  public KindStatus show(String kind) {
    StorableText.requireName("kind", kind);
    return database.call("show a kind", tx -> status(tx, kind));
  }

  private KindStatus status(Connection tx, String kind) throws SQLException {
    QueueSettings settings =
        engine.policies().kinds(tx, kind).getOrDefault(kind, QueueSettings.none());
    Set<String> open = new HashSet<>();
    settings.values().keySet().forEach(setting -> open.add(setting.toString()));
    List<SettingChange> changes =
        engine.policies().changes(tx, What.KIND, kind, MOST_CHANGES).stream()
            .filter(change -> open.remove(change.setting()))
            .toList();
    return new KindStatus(kind, settings, changes, engine.descriptors().list(tx, What.KIND, kind));
  }

  /**
   * What was changed of a kind, the newest first. The newest thousand changes of a kind are kept.
   *
   * @param limit how many at most, 1 to 1000
   * @throws IllegalArgumentException when the limit is out of its range, or the name is not 1 to
   *     200 characters that can be stored
   */
  public List<SettingChange> history(String kind, int limit) {
    StorableText.requireName("kind", kind);
    if (limit < 1 || limit > MOST_CHANGES) {
      throw new IllegalArgumentException("limit: must be 1 to " + MOST_CHANGES + ", got " + limit);
    }
    return database.call(
        "list changes of a kind", tx -> engine.policies().changes(tx, What.KIND, kind, limit));
  }
}
