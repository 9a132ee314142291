package dev.awa.engine;

import dev.awa.StorageStatus;
import dev.awa.StorageStatus.Holder;
import dev.awa.StorageStatus.Segment;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is in the segments of the ring, and who keeps the oldest. */
final class Segments {
  private final Ring ring;
  private final Sql segment;

  Segments(String schema, Ring ring) {
    this.ring = ring;
    segment = Sql.of(schema, "storage/segment.sql");
  }

  /**
   * A generation as the database sees it.
   *
   * @param waiting the first few queues whose runs wait in it
   * @param openWorker one of the workers that have claims open in it
   * @param history for how much longer its history is kept; null for the current one
   */
  record Facts(
      Ring.Generation generation,
      Instant openedAt,
      long bytes,
      List<WaitingQueue> waiting,
      long openClaims,
      long openWorker,
      @Nullable Duration history) {
    /** As operators are shown it. */
    Segment shown() {
      return new Segment(
          generation.number(), generation.slot(), openedAt, bytes, !waiting.isEmpty(), openClaims);
    }

    /** The same when nobody's history is kept. */
    Facts withoutHistory() {
      Duration none = history == null ? null : Duration.ZERO;
      return new Facts(generation, openedAt, bytes, waiting, openClaims, openWorker, none);
    }
  }

  /** A queue whose runs wait, and since when it is paused. */
  record WaitingQueue(String name, @Nullable Instant pausedSince) {}

  /** The segments that are kept, oldest first; at least the current one. */
  List<Facts> held(ReadTransactions looks) throws SQLException {
    List<Facts> facts = facts(looks);
    while (facts.isEmpty()) {
      facts = facts(looks); // all that were listed have been pruned meanwhile
    }
    return facts;
  }

  private List<Facts> facts(ReadTransactions looks) throws SQLException {
    List<Facts> facts = new ArrayList<>();
    for (Ring.Generation generation : looks.take(ring::generations)) {
      if (!generation.isCarry()) {
        looks
            .take(tx -> facts(tx, generation))
            .ifPresentOrElse(facts::add, facts::clear); // pruned meanwhile, and so were older ones
      }
    }
    return facts;
  }

  private Optional<Facts> facts(Connection tx, Ring.Generation generation) throws SQLException {
    return segment.first(
        tx, row -> facts(generation, row), generation.number(), (long) StorageStatus.COUNTED);
  }

  private static Facts facts(Ring.Generation generation, ResultSet row) throws SQLException {
    return new Facts(
        generation,
        Columns.instant(row, "opened_at"),
        row.getLong("bytes"),
        waiting(row.getArray("waiting"), row.getArray("paused_since")),
        row.getLong("open_claims"),
        row.getLong("open_worker"),
        Sql.duration(row, "history"));
  }

  private static List<WaitingQueue> waiting(@Nullable Array names, @Nullable Array pauses)
      throws SQLException {
    if (names == null || pauses == null) {
      return List.of();
    }
    String[] queues = (String[]) names.getArray();
    @Nullable Object[] since = (@Nullable Object[]) pauses.getArray();
    List<WaitingQueue> waiting = new ArrayList<>();
    for (int i = 0; i < queues.length; i++) {
      waiting.add(
          new WaitingQueue(
              queues[i],
              since[i] instanceof java.sql.Timestamp paused ? paused.toInstant() : null));
    }
    return waiting;
  }

  /** Who is in the way of the oldest segment; nobody is asked about the current one. */
  List<Holder> holders(ReadTransactions looks, List<Facts> facts) throws SQLException {
    return facts.size() == 1
        ? List.of()
        : looks.take(tx -> ring.holders(tx, facts.getFirst().generation()));
  }
}
