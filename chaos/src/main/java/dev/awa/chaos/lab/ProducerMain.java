package dev.awa.chaos.lab;

import dev.awa.AwaException;
import dev.awa.Enqueued;
import dev.awa.Job;
import dev.awa.chaos.ledger.Ledger;
import dev.awa.chaos.ledger.What;
import dev.awa.client.Awa;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Enqueues mixed jobs at an even pace, in a process of its own, and writes down what it is told;
 * until it is told to end on its standard input. Calls nothing that was not there from the first
 * version on.
 *
 * <p>Arguments: JDBC URL, folder of the ledgers, name, jobs a second.
 */
public final class ProducerMain {
  private static final int LARGEST_BATCH = 8;
  private static final List<String> SCRIPTS =
      List.of(
          "complete",
          "complete",
          "complete",
          "complete",
          "retry,complete",
          "snooze,complete",
          "fail",
          "cancel");

  private final Awa awa;
  private final Connection connection;
  private final Ledger ledger;
  private final String name;
  private final Random random;
  private int jobs;
  private volatile boolean isTold;

  private ProducerMain(Awa awa, Connection connection, Ledger ledger, String name) {
    this.awa = awa;
    this.connection = connection;
    this.ledger = ledger;
    this.name = name;
    this.random = new Random(name.hashCode());
  }

  /** Returns after the last job was taken. */
  public static void main(String[] arguments) throws IOException, SQLException {
    Locale.setDefault(Locale.ROOT); // numbers are printed for programs too
    PGSimpleDataSource dataSource = new PGSimpleDataSource();
    dataSource.setURL(arguments[0]);
    int rate = Integer.parseInt(arguments[3]);
    try (Connection connection = dataSource.getConnection();
        Ledger ledger = Ledger.open(Path.of(arguments[1]), arguments[2])) {
      connection.setAutoCommit(false);
      ProducerMain producer =
          new ProducerMain(Awa.of(dataSource), connection, ledger, arguments[2]);
      Thread.ofPlatform().daemon().name("lifeline").start(producer::obey);
      System.out.println("started");
      while (!producer.isTold) {
        int count = producer.enqueue();
        LockSupport.parkNanos(count * 1_000_000_000L / rate);
      }
    }
  }

  /** A word ends it well; it does not outlive whoever started it. */
  private void obey() {
    try {
      if (System.in.read() < 0) {
        Runtime.getRuntime().halt(1);
      }
    } catch (IOException e) {
      Runtime.getRuntime().halt(1);
    }
    isTold = true;
  }

  private int enqueue() throws SQLException {
    List<Work> works =
        IntStream.rangeClosed(0, random.nextInt(LARGEST_BATCH)).mapToObj(i -> work()).toList();
    works.forEach(work -> ledger.produced(What.TRIED, work.id(), 0));
    try {
      List<Enqueued> enqueued =
          awa.enqueueAll(
              connection,
              works.stream()
                  .map(work -> Job.of(WorkerMain.KIND, work).withQueue(Lab.QUEUE))
                  .toList());
      connection.commit();
      for (int i = 0; i < works.size(); i++) {
        ledger.produced(What.ACKED, works.get(i).id(), enqueued.get(i).id());
      }
    } catch (AwaException | SQLException e) {
      works.forEach(work -> ledger.produced(What.UNKNOWN, work.id(), 0));
      throw e;
    }
    return works.size();
  }

  private Work work() {
    jobs++;
    return Work.slow(name + '-' + jobs, random.nextInt(20))
        .withScript(SCRIPTS.get(random.nextInt(SCRIPTS.size())));
  }
}
