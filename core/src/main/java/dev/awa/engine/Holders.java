package dev.awa.engine;

import dev.awa.StorageStatus.Holder;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Says in words who keeps a segment from being emptied by a transaction, and what to do. */
public final class Holders {
  private Holders() {}

  /** Who it is, what it has done, and how to end it. */
  public static String words(Holder holder) {
    String did = holder.wrote() ? "has written to" : "has read";
    return "%s %s the tables of the queue and keeps every segment from being emptied: %s"
        .formatted(who(holder), did, cure(holder));
  }

  /** A step of maintenance, which ends by itself. */
  static String words(Holder holder, String step) {
    String what =
        switch (step) {
          case "carry" -> "it is being carried now by the leader";
          case "prune" -> "it is being pruned now by the leader";
          default -> "a step of the leader is at work, it ends by itself";
        };
    return what + " (process " + holder.pid() + time(", for ", holder.openFor()) + ")";
  }

  private static String who(Holder holder) {
    if (holder.prepared() != null) {
      return "prepared transaction \"%s\" (user %s%s)"
          .formatted(holder.prepared(), holder.user(), time(", for ", holder.openFor()));
    }
    String application = holder.application().isEmpty() ? "" : holder.application() + ", ";
    String state =
        holder.state() == null
            ? ", what it does is not shown to this role"
            : ", " + holder.state() + time(", its transaction open for ", holder.openFor());
    return "process %d (%suser %s%s)".formatted(holder.pid(), application, holder.user(), state);
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
