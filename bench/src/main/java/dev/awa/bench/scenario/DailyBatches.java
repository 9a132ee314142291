package dev.awa.bench.scenario;

import dev.awa.Action;
import dev.awa.JobFilter;
import dev.awa.StoredOperation;
import dev.awa.bench.lab.BenchQueue;
import dev.awa.bench.lab.Hand;
import dev.awa.bench.lab.Lab;
import dev.awa.bench.lab.SendEmail;
import dev.awa.bench.measure.Sample;
import dev.awa.bench.measure.Target;
import dev.awa.bench.measure.WalMeter;
import dev.awa.engine.Claimed;
import dev.awa.worker.Worker;
import dev.awa.worker.WorkerConfig;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Operations over a hundred thousand dead letters and a million waiting jobs, worked off by a
 * leader that does nothing else, while somebody claims from the same queue.
 */
final class DailyBatches implements Daily.Part {
  private static final int MILLION = 1_000_000;
  private static final double RETRIED_SECONDS = 5;
  private static final double CLAIM_MILLIS = 60;

  private static final JobFilter MAIL = JobFilter.newest(1).withQueue(SendEmail.QUEUE);

  @Override
  public void run(Lab lab) throws Exception {
    retry(lab, lab.sized(MILLION / 100, MILLION / 10));
    int many = lab.sized(MILLION / 50, MILLION);
    waiting(lab, many, "moved", Action.edit(change -> change.queue("slow")));
    waiting(lab, many, "cancelled", Action.cancel());
  }

  private static Worker leader(BenchQueue queue) {
    return Worker.of(queue.dataSource())
        .config(WorkerConfig.defaults().withName("leader"))
        .maintenanceOnly()
        .start();
  }

  /** All jobs of a queue are dead letters, as a day without the provider leaves them. */
  private static void retry(Lab lab, int many) throws Exception {
    double[] seconds = new double[lab.rounds()];
    for (int round = 0; round < seconds.length; round++) {
      BenchQueue queue = lab.newQueue();
      try (Connection connection = queue.connect()) {
        queue.copy(connection, 0, many);
        BenchQueue.sql(
            connection,
            "INSERT INTO awa.dead_letters (job_id, created_at, lane, run_no, attempt, max_attempts,"
                + " reason, kind, args, ext) SELECT job_id, ready_at, lane, 25, 25, 25,"
                + " 'attempts_used_up', kind, args, ext FROM awa.ready_entries");
        queue.awa().queues().purge(SendEmail.QUEUE, "bench");
        BenchQueue.sql(connection, "VACUUM ANALYZE awa.dead_letters");
      }
      try (Worker leader = leader(queue)) {
        JobFilter dead = MAIL.withDeadLettersOnly();
        seconds[round] = workedOff(queue, dead, Action.retry(), many);
      }
    }
    lab.report(
        "%,d dead letters retried by an operation".formatted(many),
        "s",
        Sample.of(seconds),
        Target.atMost(RETRIED_SECONDS));
  }

  private static void waiting(Lab lab, int many, String done, Action action) throws Exception {
    BenchQueue queue = lab.newQueue();
    try (Connection connection = queue.connect();
        Connection claiming = queue.connect()) {
      queue.copy(connection, 0, many);
      Thread.sleep(6000); // the index by job is brought up to date each 5 s
      Claims claims = new Claims(Hand.of(queue, claiming));
      CompletableFuture<Void> claimer = CompletableFuture.runAsync(claims);
      WalMeter wal = WalMeter.start(connection, connection);
      double seconds;
      try (Worker leader = leader(queue)) {
        seconds = workedOff(queue, MAIL, action, many / 2);
      } finally {
        claims.over = true;
      }
      claimer.join();
      long bytes = wal.stop().bytes();
      String what = "%,d waiting jobs %s".formatted(many, done);
      lab.report(what, "s", seconds);
      lab.report(what + ": WAL", "MB", bytes / 1e6);
      lab.report(
          what + ": longest wait of a claim",
          "ms",
          Sample.of(Sample.of(claims.millis).most()),
          Target.atMost(CLAIM_MILLIS));
    }
  }

  /** How long it takes from the submission to the end. */
  private static double workedOff(BenchQueue queue, JobFilter filter, Action action, long least)
      throws InterruptedException {
    long begun = System.nanoTime();
    long id = queue.awa().operations().submit(filter, action, "bench", "measured");
    @Nullable StoredOperation ended = null;
    while (ended == null) {
      Thread.sleep(20);
      ended =
          queue
              .awa()
              .operations()
              .find(id)
              .filter(one -> one.state() == StoredOperation.State.DONE)
              .orElse(null);
    }
    double seconds = EndToEnd.seconds(begun);
    if (ended.counts().changed() < least) {
      throw new IllegalStateException("worked off: " + ended.counts());
    }
    return seconds;
  }

  /**
   * Claims one job after the other, as a worker with one permit does: when the stripe is busy it
   * asks again after 2 ms. A wait is the time until a claim has the stripe.
   */
  private static final class Claims implements Runnable {
    private final Hand hand;
    private final List<Double> millis = new ArrayList<>(List.of(0.0));
    private volatile boolean over;

    Claims(Hand hand) {
      this.hand = hand;
    }

    @Override
    public void run() {
      try {
        while (!over) {
          long begun = System.nanoTime();
          Claimed claimed = hand.claim(1);
          while (claimed.status() == Claimed.Status.BUSY && !over) {
            Thread.sleep(2);
            claimed = hand.claim(1);
          }
          millis.add((System.nanoTime() - begun) / 1e6);
          if (claimed.runs() > 0) {
            hand.complete(claimed);
          }
          Thread.sleep(5);
        }
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
