package dev.awa.bench.compare;

import dev.awa.bench.lab.Comparison;
import dev.awa.bench.lab.Lab;
import dev.awa.bench.measure.Sample;
import dev.awa.bench.peer.Contender;
import dev.awa.bench.peer.Peer;
import dev.awa.bench.peer.Peer.Way;
import dev.awa.bench.peer.Site;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/** How fast jobs come in, in each of the ways, with no worker about. */
public final class Enqueue implements Comparison {
  private static final double MILLIS = 1e-6;
  private static final double SECOND = 1e9;

  @Override
  public String name() {
    return "enqueue";
  }

  @Override
  public String about() {
    return "compared: one by one, with a business row, in batches, by COPY; 1, 4, 16 producers";
  }

  /** A way, with so many jobs a call, by so many producers. */
  private record How(Way way, int batch, int producers) {
    String text() {
      String what =
          switch (way) {
            case ONE -> "one by one";
            case WITH_ROW -> "with a row, caller's transaction";
            case BATCH -> "batches of " + batch;
            case COPY -> "COPY of " + batch;
          };
      return what + ", " + producers + (producers == 1 ? " producer" : " producers");
    }
  }

  /** What came in. */
  private record Entered(double rate, double p99, double walPerJob, double commitsPerJob) {}

  @Override
  public void run(Lab lab) {
    for (How how : hows(lab)) {
      Field<Entered> field =
          Field.run(
              lab,
              how.text() + ": ",
              peer -> peer.ways().contains(how.way()),
              peer -> turn(lab, peer, how));
      field.report(how.text(), "jobs/s", Entered::rate);
      field.tell(how.text() + ", p99 of a call", "ms", Entered::p99);
      field.report(how.text() + ", WAL a job", "bytes", Entered::walPerJob);
      field.tell(how.text() + ", commits a job", "", Entered::commitsPerJob);
      field.close();
    }
  }

  private static List<How> hows(Lab lab) {
    List<How> hows = new ArrayList<>();
    for (int producers : lab.isShort() ? List.of(1, 4) : List.of(1, 4, 16)) {
      hows.add(new How(Way.ONE, 1, producers));
      hows.add(new How(Way.WITH_ROW, 1, producers));
      for (int batch : lab.isShort() ? List.of(64, 1000) : List.of(10, 64, 100, 128, 1000)) {
        hows.add(new How(Way.BATCH, batch, producers));
      }
      for (int batch : lab.isShort() ? List.of(64, 1000) : List.of(64, 128, 1000)) {
        hows.add(new How(Way.COPY, batch, producers));
      }
    }
    return hows;
  }

  private static Entered turn(Lab lab, Peer peer, How how) throws Exception {
    Site site = Site.fresh(lab.server());
    try (Contender contender = peer.open(site)) {
      AtomicLong next = new AtomicLong();
      long warmUp = (long) ((lab.isShort() ? 0.3 : 1) * SECOND);
      produce(site, contender, how, next, warmUp);
      lab.server().checkpoint();
      long nanos = (long) (lab.sized(1, lab.isLong() ? 10 : 3) * SECOND);
      try (ServerMeter meter = ServerMeter.start(lab.server(), site)) {
        long before = next.get();
        long begun = System.nanoTime();
        Sample calls = produce(site, contender, how, next, nanos);
        double seconds = (System.nanoTime() - begun) / SECOND;
        double jobs = next.get() - before;
        ServerMeter.Written written = meter.stop();
        return new Entered(
            jobs / seconds, calls.quantile(0.99), written.bytes() / jobs, written.commits() / jobs);
      }
    } finally {
      lab.server().dropQueues();
    }
  }

  /** Milliseconds of each call. */
  private static Sample produce(
      Site site, Contender contender, How how, AtomicLong next, long nanos) throws Exception {
    long until = System.nanoTime() + nanos;
    List<Double> calls = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(how.producers())) {
      List<Future<List<Double>>> producers = new ArrayList<>();
      for (int i = 0; i < how.producers(); i++) {
        producers.add(threads.submit(() -> produceUntil(site, contender, how, next, until)));
      }
      for (Future<List<Double>> producer : producers) {
        calls.addAll(producer.get());
      }
    }
    return Sample.of(calls);
  }

  private static List<Double> produceUntil(
      Site site, Contender contender, How how, AtomicLong next, long until) throws Exception {
    List<Double> calls = new ArrayList<>();
    try (Connection tx = site.connect()) {
      tx.setAutoCommit(false);
      do {
        long from = next.getAndAdd(how.batch());
        long begun = System.nanoTime();
        call(contender, tx, how, from);
        calls.add((System.nanoTime() - begun) * MILLIS);
      } while (System.nanoTime() < until);
    }
    return calls;
  }

  private static void call(Contender contender, Connection tx, How how, long from)
      throws Exception {
    switch (how.way()) {
      case ONE, BATCH -> contender.enqueue(from, how.batch());
      case COPY -> contender.copy(from, how.batch());
      case WITH_ROW -> {
        business(tx, from);
        contender.enqueue(tx, from);
        tx.commit();
      }
    }
  }

  private static void business(Connection tx, long n) throws SQLException {
    try (Statement statement = tx.createStatement()) {
      statement.execute(
          "INSERT INTO business (customer, cents) VALUES ('customer " + n + "', " + n + ")");
    }
  }
}
