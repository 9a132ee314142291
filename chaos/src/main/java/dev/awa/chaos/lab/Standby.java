package dev.awa.chaos.lab;

import dev.awa.lab.Eventually;
import dev.awa.lab.Postgres;
import java.io.IOException;
import java.nio.file.Files;

/** Gives a primary a synchronous standby. */
public final class Standby {
  private Standby() {}

  /**
   * Copies the primary, which is stopped for it, and starts both; waits until commits wait for the
   * standby. It is the lab's to close.
   *
   * @param settings of the standby, more or others than the primary's
   */
  public static Postgres of(Lab lab, Postgres primary, String settings) throws IOException {
    primary.stop("fast");
    Postgres standby = lab.closing(primary.copy(lab.folder().resolve("standby")));
    Files.createFile(standby.data().resolve("standby.signal"));
    standby.configure(settings);
    standby.configure(
        "primary_conninfo = 'host=127.0.0.1 port=%d user=postgres'".formatted(primary.port()));
    primary.configure("synchronous_standby_names = '*'");
    primary.start();
    standby.start();
    awaitSynchronous(lab);
    return standby;
  }

  /** Waits until the primary has a standby that its commits wait for. */
  public static void awaitSynchronous(Lab lab) {
    Eventually.holds(
        "the standby is synchronous",
        Lab.PATIENCE,
        () ->
            lab.database()
                    .number("SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'")
                == 1);
  }
}
