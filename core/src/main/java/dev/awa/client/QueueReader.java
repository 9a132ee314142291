package dev.awa.client;

import dev.awa.QueueReading;
import dev.awa.engine.Engine;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads queues page by page, each page by one statement. A page that can't be read is read queue by
 * queue, so that one bad queue keeps none of those before it from being read.
 */
final class QueueReader {
  /**
   * A page of idle queues takes some 20 ms; the claim log is locked in ACCESS SHARE for so long.
   */
  static final int PAGE = 200;

  /** A page that hangs leaves the other three quarters of the time for its queues. */
  private static final int SHARE = 4;

  private final Engine engine;
  private final Looks look;
  private final List<QueueReading> readings = new ArrayList<>();

  QueueReader(Engine engine, Looks look) {
    this.engine = engine;
    this.look = look;
  }

  /** Up to the first queue that can't be read in the time that is left; see {@link Queues#read}. */
  List<QueueReading> read(List<String> queues) throws SQLException {
    try {
      for (int from = 0; from < queues.size() && goesOn(); from += PAGE) {
        page(queues.subList(from, Math.min(from + PAGE, queues.size())));
      }
    } catch (SQLException e) {
      if (readings.isEmpty()) {
        throw e;
      }
    }
    return readings;
  }

  private boolean goesOn() {
    return readings.isEmpty() || !look.areEnough();
  }

  private void page(List<String> queues) throws SQLException {
    if (queues.size() > 1) {
      try {
        readings.addAll(look.at(tx -> engine.queues().read(tx, queues), SHARE));
        return;
      } catch (SQLException e) {
        // one of them, or all: the next look tells
      }
    }
    for (String queue : queues) {
      if (!goesOn()) {
        return;
      }
      readings.addAll(look.at(tx -> engine.queues().read(tx, List.of(queue)), 1));
    }
  }
}
