package dev.awa.chaos.lab;

import dev.awa.lab.Postgres;
import java.nio.file.Path;

/**
 * Starts servers for scenarios. What a process has written survives the end of the process whether
 * the disk has it or not, so they do not wait for the disk; they do wait until what is committed is
 * written.
 */
public final class OwnServer {
  private static final String SETTINGS =
      """
      fsync = off
      full_page_writes = off
      synchronous_commit = on
      max_connections = 200
      shared_buffers = 64MB
      max_wal_size = 512MB
      max_prepared_transactions = 5
      """;

  private OwnServer() {}

  /** One with its files in a new folder. */
  public static Postgres start(Path folder) {
    return start(folder, "");
  }

  /** The same with more settings, or others. */
  public static Postgres start(Path folder, String settings) {
    return Postgres.start(folder, SETTINGS + settings);
  }
}
