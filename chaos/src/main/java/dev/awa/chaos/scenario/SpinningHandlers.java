package dev.awa.chaos.scenario;

import dev.awa.chaos.lab.Lab;
import dev.awa.chaos.lab.Producer;
import dev.awa.chaos.lab.Wait;
import dev.awa.chaos.lab.Work;
import dev.awa.chaos.lab.WorkerChild;
import dev.awa.chaos.ledger.Entry;
import dev.awa.chaos.ledger.Fault;
import java.time.Duration;
import java.util.stream.IntStream;

/**
 * The handlers of a worker occupy every processor that virtual threads have, for longer than its
 * lease, and its connections are terminated meanwhile: it connects anew, goes on beating, and no
 * job runs twice.
 */
final class SpinningHandlers implements Scenario {
  private static final Duration SPINS = Duration.ofSeconds(8);

  @Override
  public String name() {
    return "spinning-handlers";
  }

  @Override
  public String about() {
    return "handlers spin on every processor while their worker's connections are terminated";
  }

  @Override
  public String faults() {
    return "W10, D5";
  }

  @Override
  public void run(Lab lab) throws Exception {
    lab.workers().startAside("leader").awaitStarted(); // would declare it dead
    WorkerChild one = lab.workers().start("one").awaitStarted();
    int processors = Runtime.getRuntime().availableProcessors();
    lab.producers()
        .enqueue(
            IntStream.range(0, processors)
                .mapToObj(i -> Work.spinning(Producer.newId(), SPINS.toMillis()))
                .toList());
    lab.watch().awaitStarts(one, processors);
    lab.begin(Fault.DISCONNECTED, Entry.ALL);
    lab.database()
        .number(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                + " WHERE datname = current_database() AND pid <> pg_backend_pid()");
    String moment = lab.database().text("SELECT clock_timestamp()").orElseThrow();
    lab.end(Fault.DISCONNECTED, Entry.ALL);
    lab.workers().awaitBeatSince(one, moment);
    Wait.pass(SPINS.dividedBy(2)); // longer than the lease
    lab.workers().awaitAlive(2);
  }
}
