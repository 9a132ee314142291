package dev.awa.engine;

import dev.awa.StorageStatus.Holder;
import dev.awa.StorageStatus.Keeper;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Says in words who keeps a segment from being emptied, or a stripe or a worker from others, by a
 * transaction; and what to do.
 */
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

  /** Who it is, what it keeps and what it runs, and how to end it. */
  static Keeper withWords(Keeper keeper) {
    String kept =
        keeper.workerId() == null
            ? String.format(
                Locale.ROOT,
                "stripe %d of queue \"%s\", and nobody else can claim from it",
                keeper.stripe(),
                keeper.queue())
            : String.format(
                Locale.ROOT,
                "worker %d, which can neither claim nor store what has ended",
                keeper.workerId());
    String runs = keeper.doing() == null ? "" : " It runs, or ran last: " + keeper.doing() + ".";
    String words =
        String.format(
            Locale.ROOT,
            "%s keeps %s.%s Let it commit, or SELECT pg_terminate_backend(%d)",
            who(
                keeper.pid(),
                keeper.application(),
                keeper.user(),
                keeper.state(),
                keeper.openFor()),
            kept,
            runs,
            keeper.pid());
    return new Keeper(
        keeper.queue(),
        keeper.stripe(),
        keeper.workerId(),
        keeper.pid(),
        keeper.application(),
        keeper.user(),
        keeper.state(),
        keeper.openFor(),
        keeper.doing(),
        words);
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
    return who(holder.pid(), holder.application(), holder.user(), holder.state(), holder.openFor());
  }

  private static String who(
      @Nullable Integer pid,
      String application,
      String user,
      @Nullable String state,
      @Nullable Duration openFor) {
    String named = application.isEmpty() ? "" : application + ", ";
    String does =
        state == null
            ? ", what it does is not shown to this role"
            : ", " + state + time(", its transaction open for ", openFor);
    return String.format(Locale.ROOT, "process %d (%suser %s%s)", pid, named, user, does);
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
