package dev.awa.engine;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** The ring of segments that the logs are cut into. */
public final class Ring {
  private final Sql generations;

  Ring(String schema) {
    generations = Sql.of(schema, "ring/generations.sql");
  }

  /** One turn of a slot: the partitions of the slot belong to it until it is pruned. */
  public record Generation(long number, short slot) {}

  /** The generations that are in the ring, oldest first; the last one is current. */
  public List<Generation> generations(Connection tx) throws SQLException {
    return generations.list(tx, row -> new Generation(row.getLong(1), row.getShort(2)));
  }
}
