package dev.awa.chaos.lab;

import com.zaxxer.hikari.HikariDataSource;
import dev.awa.chaos.ledger.Ledger;
import dev.awa.chaos.ledger.What;
import dev.awa.client.Awa;
import dev.awa.lab.Proxy;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Those who enqueue in a lab: all of them into its queue, and all write into the same ledger. */
public final class Producers {
  private static final long SEED = 1;

  private final Database database;
  private final Ledger ledger;
  private final List<AutoCloseable> loads = new ArrayList<>();
  private final List<HikariDataSource> pools = new ArrayList<>();

  Producers(Database database, Ledger ledger) {
    this.database = database;
    this.ledger = ledger;
  }

  /** A producer behind a proxy. */
  public Producer behind(Proxy proxy) {
    return at(proxy.port());
  }

  /** A producer that reaches the server without a detour. */
  public Producer one() {
    return at(database.server().port());
  }

  private Producer at(int port) {
    return new Producer(database.dataSource(port), ledger);
  }

  /** Enqueues jobs that are done at once. */
  public void enqueueQuick(int count) {
    enqueue(IntStream.range(0, count).mapToObj(i -> Work.quick(Producer.newId())).toList());
  }

  /** Enqueues jobs whose first run takes a time. */
  public void enqueueSlow(int count, Duration first) {
    enqueue(
        IntStream.range(0, count)
            .mapToObj(i -> Work.slow(Producer.newId(), first.toMillis()))
            .toList());
  }

  /** Enqueues jobs; they must be taken. */
  public void enqueue(List<Work> works) {
    What answer = one().enqueue(Lab.QUEUE, works);
    if (answer != What.ACKED) {
      throw new IllegalStateException("jobs were not taken: " + answer);
    }
  }

  /** Enqueues mixed jobs until it is closed. */
  public Load load() {
    return loadAt(database.server().port());
  }

  /** So many clients, each with one job after the other, until it is closed. */
  public Clients clients(int count) {
    HikariDataSource pool = pool(count);
    return closing(new Clients(new Producer(pool, ledger), count));
  }

  /** The same through a proxy. */
  public Load load(Proxy proxy) {
    return loadAt(proxy.port());
  }

  /** The same through a port. */
  public Load loadAt(int port) {
    return closing(new Load(at(port), Lab.QUEUE, SEED));
  }

  /** Enqueues mixed jobs at an even pace until it is closed. */
  public SteadyLoad steadyLoad(Promised promised, int rate) {
    HikariDataSource pool = pool(2);
    return closing(new SteadyLoad(new Producer(pool, ledger), Awa.of(pool), promised, rate, SEED));
  }

  /** Enqueues unique jobs in transactions of an isolation level until it is closed. */
  public UniqueLoad uniqueLoad(Promised promised, UniqueLoad.Told told, int isolation) {
    return closing(new UniqueLoad(pool(2), ledger, promised, told, isolation));
  }

  /** A process with a version of the library that enqueues so many jobs a second. */
  public ProducerChild start(Code code, Path folder, String name, int rate) throws IOException {
    ProducerChild child = ProducerChild.start(code, database.url(), folder, name, rate);
    loads.add(child::end);
    return child;
  }

  /** Connections that are used again and again, as in an application. */
  private HikariDataSource pool(int size) {
    HikariDataSource pool = new HikariDataSource();
    pool.setDataSource(database.dataSource(database.server().port()));
    pool.setMaximumPoolSize(size);
    pools.add(pool);
    return pool;
  }

  private <T extends AutoCloseable> T closing(T load) {
    loads.add(load);
    return load;
  }

  /** Ends what is still being enqueued. */
  void close() throws Exception {
    for (AutoCloseable load : loads) {
      load.close();
    }
    pools.forEach(HikariDataSource::close);
  }
}
