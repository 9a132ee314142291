package dev.awa.chaos.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;

/** Gives a primary a synchronous standby. */
public final class Standby {
  private Standby() {}

  /**
   * Copies the primary, which is stopped for it, and starts both; waits until commits wait for the
   * standby. It is the lab's to close.
   *
   * @param settings of the standby, for its command line
   */
  public static Postgres of(Lab lab, Postgres primary, String... settings) throws IOException {
    primary.stop("fast");
    Postgres standby =
        primary.copy(
            lab.folder().resolve("standby"), " -c hot_standby=on" + String.join("", settings));
    Files.createFile(standby.data().resolve("standby.signal"));
    append(
        standby,
        "primary_conninfo = 'host=127.0.0.1 port=%d user=postgres'%n".formatted(primary.port()));
    append(primary, "synchronous_standby_names = '*'\n");
    primary.start();
    standby.start();
    awaitSynchronous(lab);
    return lab.closing(standby);
  }

  private static void append(Postgres server, String line) throws IOException {
    Files.writeString(
        server.data().resolve("postgresql.auto.conf"), line, StandardOpenOption.APPEND);
  }

  /** Waits until the primary has a standby that its commits wait for. */
  public static void awaitSynchronous(Lab lab) {
    Wait.until(
        "the standby is synchronous",
        Lab.PATIENCE,
        () ->
            lab.database()
                    .number("SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'")
                == 1);
  }
}
