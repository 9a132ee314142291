package dev.awa.chaos.scenario;

import dev.awa.chaos.lab.Lab;
import dev.awa.chaos.lab.Producer;
import dev.awa.chaos.lab.Work;
import dev.awa.chaos.lab.WorkerChild;
import dev.awa.chaos.ledger.Entry;
import dev.awa.chaos.ledger.Fault;
import dev.awa.chaos.ledger.What;
import dev.awa.lab.Eventually;
import java.time.Duration;
import java.util.stream.IntStream;

/**
 * The handlers of a worker occupy every processor that virtual threads have, for longer than its
 * lease, and its connections are terminated meanwhile: it connects anew, goes on beating, and no
 * job runs twice. What it has claimed and can't begin another worker runs while they spin.
 */
final class SpinningHandlers implements Scenario {
  private static final Duration SPINS = Duration.ofSeconds(25);
  private static final int OTHERS = 50;

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
    lab.producers()
        .enqueue(IntStream.range(0, OTHERS).mapToObj(i -> Work.quick(Producer.newId())).toList());
    Eventually.holds(
        "it has claimed what it has permits for",
        Lab.PATIENCE,
        () ->
            lab.database().number("SELECT count(*) FROM awa.members WHERE outcome IS NULL")
                > processors);
    WorkerChild two = lab.workers().start("two").awaitStarted();
    lab.watch().awaitStarts(two, OTHERS);
    if (lab.watch().count(one, What.END) > 0) {
      throw new IllegalStateException("another worker was to run them while the handlers spin");
    }
    lab.workers().awaitAlive(3);
  }
}
