package dev.awa.crash;

import dev.awa.lab.Postgres;
import dev.awa.lab.Scratch;
import java.io.IOException;

/** Starts a PostgreSQL of a test's own, which may be restarted; what is committed is written. */
final class OwnServer {
  private OwnServer() {}

  static Postgres start() throws IOException {
    return start("replica");
  }

  /** One that writes as much to its log as {@code wal_level} says. */
  static Postgres start(String walLevel) throws IOException {
    return Postgres.start(
        Scratch.inMemory("awa-test-"),
        """
        wal_level = %s
        fsync = off
        synchronous_commit = on
        full_page_writes = off
        max_prepared_transactions = 10
        """
            .formatted(walLevel));
  }
}
