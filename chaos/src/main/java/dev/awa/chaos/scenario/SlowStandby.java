package dev.awa.chaos.scenario;

import dev.awa.chaos.lab.Clients;
import dev.awa.chaos.lab.Lab;
import dev.awa.chaos.lab.OwnServer;
import dev.awa.chaos.lab.Standby;
import dev.awa.chaos.lab.Wait;
import dev.awa.chaos.lab.WorkerChild;
import dev.awa.chaos.ledger.Entry;
import dev.awa.chaos.ledger.Fault;
import dev.awa.lab.Eventually;
import dev.awa.lab.Postgres;
import java.io.IOException;
import java.time.Duration;

/**
 * Commits wait until a synchronous standby has applied them, which it does late on purpose. Clients
 * enqueue one job a transaction: with a worker that was idle, and that they have to notify until it
 * has noticed and watches the queue, as fast as without. Then the standby stands still, for longer
 * than a call of a worker may take and than its lease: nothing is acknowledged until it goes on,
 * and nothing runs twice for that.
 */
final class SlowStandby implements Scenario {
  private static final int CLIENTS = 12;
  private static final int APPLIED_AFTER_MILLIS = 40;
  private static final Duration STILL = Duration.ofSeconds(5);
  private static final Duration UNDER_WAY = Duration.ofSeconds(1);

  private static final String SLEEPS = "EXISTS (SELECT FROM awa.sleepers WHERE asleep)";
  private static final String WATCHES = "EXISTS (SELECT FROM awa.sleepers WHERE watches)";

  /** One commit after the other would come to a tenth of what clients side by side come to. */
  private static final double LEAST = 0.4;

  @Override
  public String name() {
    return "slow-standby";
  }

  @Override
  public String about() {
    return "commits wait for a standby that applies late, with and without an idle worker; then it"
        + " stands still for longer than the lease";
  }

  @Override
  public String faults() {
    return "D8";
  }

  @Override
  public void run(Lab lab) throws Exception {
    Postgres primary =
        lab.closing(
            OwnServer.start(lab.folder().resolve("primary"), "synchronous_commit = remote_apply"));
    lab.database().beginAnewOn(primary);
    Postgres standby =
        Standby.of(lab, primary, "recovery_min_apply_delay = %dms".formatted(APPLIED_AFTER_MILLIS));
    double alone = 0;
    double beside = 0;
    int rounds = lab.isShort() ? 1 : 5;
    for (int round = 0; round < rounds; round++) {
      alone += rate(lab, "true") / rounds;
      WorkerChild idle = lab.workers().start("idle" + round).awaitStarted();
      lab.awaitDrained();
      await(lab, SLEEPS);
      beside += rate(lab, WATCHES) / rounds;
      lab.awaitDrained();
      idle.close();
    }
    lab.note(
        "%.0f jobs a second beside a worker that was idle, %.0f without: %.2f"
            .formatted(beside, alone, beside / alone));
    if (beside < LEAST * alone) {
      throw new IllegalStateException("who enqueues waits for the others: " + lab.notes());
    }
    standStill(lab, standby);
  }

  /** How many jobs a second clients come to, once something is the case. */
  private static double rate(Lab lab, String once) {
    try (Clients clients = lab.producers().clients(CLIENTS)) {
      clients.awaitMore(CLIENTS);
      await(lab, once);
      return clients.rate(lab.isShort() ? Duration.ofSeconds(1) : Duration.ofSeconds(4));
    }
  }

  private static void await(Lab lab, String what) {
    Eventually.holds(
        what, Lab.PATIENCE, () -> lab.database().text("SELECT 1 WHERE " + what).isPresent());
  }

  private static void standStill(Lab lab, Postgres standby) throws Exception {
    lab.workers().startAll("one", "other");
    try (Clients clients = lab.producers().clients(CLIENTS)) {
      clients.awaitMore(10 * CLIENTS);
      lab.begin(Fault.DISCONNECTED, Entry.ALL);
      standby.freeze();
      try {
        Wait.pass(UNDER_WAY);
        requireNothingTaken(clients);
      } finally {
        standby.thaw();
      }
      lab.end(Fault.DISCONNECTED, Entry.ALL);
      clients.awaitMore(10 * CLIENTS);
      lab.workers().awaitAlive(2);
    }
  }

  private static void requireNothingTaken(Clients clients) throws IOException {
    long before = clients.taken();
    Wait.pass(STILL.minus(UNDER_WAY));
    if (clients.taken() != before) {
      throw new IOException("jobs were acknowledged that the standby does not have");
    }
  }
}
