package dev.awa.bench.scenario;

import dev.awa.Job;
import dev.awa.Unique;
import dev.awa.bench.lab.BenchQueue;
import dev.awa.bench.lab.Lab;
import dev.awa.bench.lab.SendEmail;
import dev.awa.bench.measure.Sample;
import dev.awa.bench.measure.Target;
import dev.awa.bench.measure.WalMeter;
import java.sql.Connection;
import java.time.Duration;
import java.util.Iterator;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** A queue in which a million jobs wait is emptied at once. */
final class DailyOperations implements Daily.Part {
  private static final int MILLION = 1_000_000;
  private static final double WANTED_MILLIS = 300;

  @Override
  public void run(Lab lab) throws Exception {
    int many = lab.sized(MILLION / 10, MILLION);
    purge(lab, many, "jobs", job -> job, Target.atMost(WANTED_MILLIS));
    purge(lab, many, "unique jobs", DailyOperations::unique, null);
    purge(lab, many, "deferred jobs", job -> job.withDelay(Duration.ofDays(1)), null);
    drain(lab, lab.sized(MILLION / 100, MILLION / 10));
  }

  private static Job<SendEmail> unique(Job<SendEmail> job) {
    return job.withUnique(Unique.byText("order " + job.args().order()));
  }

  private static BenchQueue filled(Lab lab, int many, UnaryOperator<Job<SendEmail>> made)
      throws Exception {
    BenchQueue queue = lab.newQueue();
    try (Connection connection = queue.connect()) {
      for (long n = 0; n < many; n += BenchQueue.BATCH) {
        Iterator<Job<SendEmail>> jobs =
            LongStream.range(n, Math.min(n + BenchQueue.BATCH, many))
                .mapToObj(i -> made.apply(SendEmail.job(i)))
                .iterator();
        queue.awa().copy(connection, jobs, enqueued -> {});
      }
    }
    return queue;
  }

  private static void purge(
      Lab lab, int many, String what, UnaryOperator<Job<SendEmail>> made, @Nullable Target wanted)
      throws Exception {
    double[] millis = new double[lab.rounds()];
    for (int round = 0; round < millis.length; round++) {
      BenchQueue queue = filled(lab, many, made);
      try (Connection watching = queue.connect();
          Connection working = queue.connect()) {
        WalMeter wal = WalMeter.start(watching, working);
        long begun = System.nanoTime();
        long purged = queue.awa().queues().purge(SendEmail.QUEUE, "bench").jobs();
        millis[round] = EndToEnd.seconds(begun) * 1000;
        long bytes = wal.stop().bytes();
        if (purged != many) {
          throw new IllegalStateException("purged: " + purged + " of " + many);
        }
        lab.say("purge of " + many + " " + what + ": WAL " + bytes + " bytes");
      }
    }
    lab.report("purge of %,d %s".formatted(many, what), "ms", Sample.of(millis), wanted);
  }

  private static void drain(Lab lab, int many) throws Exception {
    BenchQueue queue = filled(lab, many, job -> job);
    long begun = System.nanoTime();
    long cancelled = queue.awa().queues().drain(SendEmail.QUEUE, "bench");
    lab.report("drain of %,d jobs".formatted(cancelled), "s", EndToEnd.seconds(begun));
  }
}
