package dev.awa.client;

import dev.awa.AwaException;
import dev.awa.Enqueued;
import dev.awa.engine.Engine;
import dev.awa.engine.Schedules;
import dev.awa.engine.StorableText;
import java.sql.Connection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Steers schedules, in transactions of its own or in the caller's. */
final class Steering {
  private final Engine engine;
  private final Schedules schedules;
  private final Database database;
  private final @Nullable Connection theirs;

  /**
   * One that steers.
   *
   * @param theirs the caller's transaction; null for one of each call's own
   */
  Steering(Engine engine, Database database, @Nullable Connection theirs) {
    this.engine = engine;
    this.schedules = engine.schedules();
    this.database = database;
    this.theirs = theirs;
  }

  /** The same in the caller's transaction. */
  Steering in(Connection tx) {
    return new Steering(engine, database, tx);
  }

  static AwaException missing(String name) {
    return new AwaException(
        "there is no schedule \"" + name + "\"; awa schedule list tells which there are");
  }

  void pause(String name, String by, String reason) {
    StorableText.requireReason("reason", reason);
    steer("pause", name, by, tx -> schedules.pause(tx, name, by, reason));
  }

  void resume(String name, String by) {
    steer("resume", name, by, tx -> schedules.resume(tx, name, by));
  }

  void retire(String name, String by) {
    steer("retire", name, by, tx -> schedules.retire(tx, name, by));
  }

  void restore(String name, String by) {
    steer("restore", name, by, tx -> schedules.restore(tx, name, by));
  }

  private void steer(String verb, String name, String by, Database.Call<Boolean> call) {
    StorableText.requireName("schedule", name);
    StorableText.requireName("by", by);
    String what = verb + " a schedule";
    if (!(theirs == null ? database.call(what, call) : database.on(theirs, what, call))) {
      throw missing(name);
    }
  }

  Enqueued trigger(String name, String by) {
    StorableText.requireName("schedule", name);
    StorableText.requireName("by", by);
    String what = "trigger a schedule";
    return (theirs == null
            ? database.readCommitted(what, tx -> schedules.trigger(tx, name, by))
            : database.on(theirs, what, tx -> schedules.trigger(tx, name, by)))
        .orElseThrow(() -> missing(name));
  }

  List<String> retireOwner(String owner, String by) {
    StorableText.requireName("owner", owner);
    StorableText.requireName("by", by);
    return database.readCommitted(
        "retire an owner", tx -> engine.allSchedules().retireOwner(tx, owner, by));
  }

  List<String> restoreOwner(String owner, String by) {
    StorableText.requireName("owner", owner);
    StorableText.requireName("by", by);
    return database.readCommitted(
        "restore an owner", tx -> engine.allSchedules().restoreOwner(tx, owner, by));
  }
}
