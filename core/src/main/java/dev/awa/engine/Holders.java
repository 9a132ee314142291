package dev.awa.engine;

import dev.awa.StorageStatus.Holder;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Says in words who keeps a segment from being emptied by a transaction, and what to do. */
public final class Holders {
  private Holders() {}

  /** Who it is, what it has done, and how to end it. */
  public static String words(Holder holder) {
    String did = holder.wrote() ? "has written to" : "has read";
    return String.format(
        Locale.ROOT,
        "%s %s the tables of the queue and keeps every segment from being emptied: %s",
        who(holder),
        did,
        cure(holder));
  }

  private static String who(Holder holder) {
    if (holder.prepared() != null) {
      return String.format(
          Locale.ROOT,
          "prepared transaction \"%s\" (user %s%s)",
          holder.prepared(),
          holder.user(),
          time(", for ", holder.openFor()));
    }
    String application = holder.application().isEmpty() ? "" : holder.application() + ", ";
    String state =
        holder.state() == null
            ? ", what it does is not shown to this role"
            : ", " + holder.state() + time(", its transaction open for ", holder.openFor());
    return String.format(
        Locale.ROOT, "process %d (%suser %s%s)", holder.pid(), application, holder.user(), state);
  }

  private static String time(String before, @Nullable Duration openFor) {
    return openFor == null ? "" : before + Blockers.words(openFor);
  }

  private static String cure(Holder holder) {
    return holder.prepared() == null
        ? "end its transaction, or SELECT pg_terminate_backend(" + holder.pid() + ")"
        : "COMMIT PREPARED or ROLLBACK PREPARED '" + holder.prepared() + "'";
  }
}
