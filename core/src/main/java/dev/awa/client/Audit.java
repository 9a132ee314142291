package dev.awa.client;

import dev.awa.AuditEntry;
import dev.awa.AuditFilter;
import dev.awa.AuditNote;
import dev.awa.AwaException;
import dev.awa.Duty;
import dev.awa.engine.Engine;
import dev.awa.engine.StorableText;
import dev.awa.engine.StorableTime;
import java.sql.Connection;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who has asked for which change, and what became of it. The admin API notes each change that is
 * asked for there; a program that steers jobs on behalf of people may note what these ask for, too.
 * Nothing is ever changed of an entry. Entries are kept for {@code keep_audit} of the storage, 90
 * days by default.
 */
public final class Audit {
  private final Engine engine;
  private final Database writing;
  private final Database reading;

  Audit(Engine engine, Database database) {
    this.engine = engine;
    this.writing = database.as(Duty.OPERATOR);
    this.reading = database.as(Duty.READER);
  }

  /**
   * Entries, the newest first.
   *
   * @throws IllegalArgumentException when a name is empty, too long or can't be stored, or a time
   *     is not one of the years 1 to 9999
   */
  public List<AuditEntry> list(AuditFilter filter) {
    require("by", filter.by());
    require("action", filter.action());
    String target = filter.target();
    require("target", target == null ? null : target.substring(target.indexOf(':') + 1));
    require("after", filter.after());
    require("before", filter.before());
    return reading.call("list the audit", tx -> engine.audit().list(tx, filter));
  }

  /**
   * Notes a change in a transaction of its own.
   *
   * @throws IllegalArgumentException when the name or the action is empty or too long
   * @throws AwaException when the database fails
   */
  public void note(AuditNote note) {
    require(note);
    writing.run("note a change", tx -> engine.audit().note(tx, note));
  }

  /** The same in the caller's transaction: it is noted if and only if that commits. */
  public void note(Connection tx, AuditNote note) {
    require(note);
    writing.on(
        tx,
        "note a change",
        connection -> {
          engine.audit().note(connection, note);
          return true;
        });
  }

  private static void require(String field, @Nullable String name) {
    if (name != null) {
      StorableText.requireName(field, name);
    }
  }

  private static void require(String field, @Nullable Instant time) {
    if (time != null) {
      StorableTime.require(field, time);
    }
  }

  private static void require(AuditNote note) {
    StorableText.requireName("by", note.by());
    StorableText.requireName("action", note.action());
  }
}
