package dev.awa.chaos.scenario;

import dev.awa.chaos.lab.Database;
import dev.awa.chaos.lab.Lab;
import dev.awa.chaos.lab.Load;
import dev.awa.chaos.lab.Wait;
import dev.awa.chaos.lab.WorkerChild;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/**
 * Workers have the rights of their duty and no more, and a role with the settings that companies
 * have. Rights are taken from it under load and given back after a while, shorter than the lease:
 * to claim, to flush, to write down what follows from an ending, to beat. No job is lost or run
 * twice for that. At last the right is missing without which nobody can be rescued, for longer than
 * the lease, and a worker is killed meanwhile: it is not forgotten.
 */
final class RevokedRights implements Scenario {
  private static final int JOBS = 100;
  private static final Duration WITHOUT = Duration.ofMillis(1200);

  /** Longer than the lease. */
  private static final Duration UNTIL_DEAD = Duration.ofSeconds(5);

  private static final String RESCUE = "EXECUTE ON FUNCTION awa.end_runs";
  private static final List<String> RIGHTS =
      List.of(
          "EXECUTE ON FUNCTION awa.flush",
          "EXECUTE ON FUNCTION awa.claim",
          RESCUE,
          "INSERT ON awa.closures",
          "INSERT ON awa.claims",
          "UPDATE ON awa.beats",
          "SELECT ON awa.ready_entries",
          "USAGE ON SCHEMA awa");
  private static final String[] SETTINGS = {
    "transaction_timeout = '2s'",
    "statement_timeout = '2s'",
    "lock_timeout = '1s'",
    "idle_in_transaction_session_timeout = '1s'",
    "session_replication_role = replica",
    "default_transaction_isolation = 'serializable'",
    "default_transaction_deferrable = on",
    "plpgsql.extra_errors = 'all'"
  };

  @Override
  public String name() {
    return "revoked-rights";
  }

  @Override
  public String about() {
    return "the rights of workers are taken away for a second, one after the other, under load; the"
        + " last for longer than the lease, and a worker is killed";
  }

  @Override
  public String faults() {
    return "D27, D15, D17, W2";
  }

  @Override
  public void run(Lab lab) throws Exception {
    Database database = lab.database();
    String role = database.workersRole(SETTINGS);
    lab.closing(() -> dropRole(database, role));
    WorkerChild victim = lab.workers().startAs(role, "victim");
    lab.workers().startAs(role, "other").awaitStarted();
    victim.awaitStarted();
    try (Load load = lab.producers().load()) {
      for (String right : RIGHTS.subList(0, lab.isShort() ? 4 : RIGHTS.size())) {
        load.awaitMore(JOBS);
        revoke(lab, role, right);
        Wait.pass(WITHOUT);
        grant(database, role, right);
        lab.workers().awaitBeats();
      }
      load.awaitMore(JOBS);
    }
    lab.producers().enqueueSlow(60, Duration.ofSeconds(3));
    lab.watch().awaitOpen(victim, 10);
    revoke(lab, role, RESCUE);
    lab.kill(victim);
    Wait.pass(UNTIL_DEAD);
    grant(database, role, RESCUE);
  }

  private static void revoke(Lab lab, String role, String right) throws SQLException {
    lab.injected();
    lab.database().execute("REVOKE " + right + " FROM " + role);
  }

  private static void grant(Database database, String role, String right) throws SQLException {
    database.execute("GRANT " + right + " TO " + role);
  }

  private static void dropRole(Database database, String role) throws SQLException {
    database.execute("DROP OWNED BY " + role);
    database.execute("DROP ROLE " + role);
  }
}
