package dev.awa.chaos.scenario;

import dev.awa.chaos.lab.Lab;
import dev.awa.chaos.lab.Producer;
import dev.awa.chaos.lab.Proxy;
import dev.awa.chaos.lab.Wait;
import dev.awa.chaos.lab.Work;
import dev.awa.chaos.lab.WorkerChild;
import dev.awa.chaos.ledger.Fault;
import dev.awa.chaos.ledger.What;
import java.util.stream.IntStream;

/**
 * Nothing passes between a worker and the database for longer than the lease, and neither is told.
 * Its handlers go on. When the wire heals, what was held back arrives: the endings are too late.
 */
final class Partition implements Scenario {
  private static final int JOBS = 10;

  @Override
  public String name() {
    return "partition";
  }

  @Override
  public String about() {
    return "the wire between a worker and the database is dead for longer than the lease, then"
        + " heals";
  }

  @Override
  public String faults() {
    return "N1";
  }

  @Override
  public void run(Lab lab) throws Exception {
    Proxy proxy = lab.proxy();
    WorkerChild cut = lab.worker("cut", proxy).awaitStarted();
    lab.enqueue(
        IntStream.range(0, JOBS)
            .mapToObj(i -> Work.slow(Producer.newId(), i * 400L).deaf())
            .toList());
    lab.awaitStarts(cut, JOBS);
    lab.begin(Fault.CUT, cut.name());
    proxy.stall();
    WorkerChild other = lab.worker("other").awaitStarted();
    lab.awaitStarts(other, 1);
    lab.awaitEntries(
        "an end in the worker that is cut off",
        JOBS,
        e -> e.what() == What.END && e.process().equals(cut.name()));
    proxy.resume();
    Wait.until(
        "it is registered anew",
        Lab.PATIENCE,
        () -> lab.number("SELECT count(*) FROM awa.beats") == 2);
    lab.end(Fault.CUT, cut.name());
    lab.enqueueQuick(JOBS);
  }
}
