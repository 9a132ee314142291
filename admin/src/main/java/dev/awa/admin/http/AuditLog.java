package dev.awa.admin.http;

import dev.awa.AuditEntry;
import dev.awa.AuditNote;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notes in the database what was asked for, right after it was done or refused. Of what was refused
 * 60 entries a minute are kept, and of logins 60 others; the next one says how many were not.
 * Nobody who may change nothing fills the table.
 */
final class AuditLog {
  static final int A_MINUTE = 60;
  static final String LOGIN = "login";

  private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);
  private static final long MINUTE = 60_000_000_000L;

  private final Consumer<AuditNote> database;
  private final LongSupplier nanoTime;
  private final Some refused = new Some("refused before and not kept");
  private final Some logins = new Some("logged in before and not kept");

  AuditLog(Consumer<AuditNote> database, LongSupplier nanoTime) {
    this.database = database;
    this.nanoTime = nanoTime;
  }

  /** Notes something. Where it can't be noted, the log of the server has it. */
  void note(AuditNote note) {
    AuditNote kept = kept(note);
    if (kept == null) {
      return;
    }
    try {
      database.accept(kept);
    } catch (RuntimeException | Error e) {
      LOG.error("the audit could not note {}", kept, e);
    }
  }

  private @Nullable AuditNote kept(AuditNote note) {
    if (note.outcome().equals(AuditEntry.REFUSED)) {
      return refused.kept(note, nanoTime.getAsLong());
    }
    return note.action().equals(LOGIN) ? logins.kept(note, nanoTime.getAsLong()) : note;
  }

  /** Entries of which only some a minute are kept. */
  private static final class Some {
    private final String words;
    private long begun;
    private int seen;
    private long left;

    Some(String words) {
      this.words = words;
    }

    /** The entry, with how many before it were not kept; null: this one is not either. */
    synchronized @Nullable AuditNote kept(AuditNote note, long now) {
      if (seen == 0 || now - begun >= MINUTE) {
        begun = now;
        seen = 0;
      }
      seen++;
      if (seen > A_MINUTE) {
        left++;
        return null;
      }
      long missing = left;
      left = 0;
      return missing == 0 ? note : note.withDetail(words, "" + missing);
    }
  }
}
