package dev.awa.chaos.scenario;

import dev.awa.chaos.lab.Lab;
import dev.awa.chaos.lab.Producer;
import dev.awa.chaos.lab.Work;
import dev.awa.chaos.lab.WorkerChild;
import dev.awa.chaos.ledger.Fault;
import dev.awa.chaos.ledger.What;
import dev.awa.lab.Proxy;
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
    WorkerChild cut = lab.workers().start("cut", proxy).awaitStarted();
    lab.producers()
        .enqueue(
            IntStream.range(0, JOBS)
                .mapToObj(i -> Work.slow(Producer.newId(), i * 400L).deaf())
                .toList());
    lab.watch().awaitStarts(cut, JOBS);
    lab.begin(Fault.CUT, cut.name());
    proxy.stall();
    WorkerChild other = lab.workers().start("other").awaitStarted();
    lab.watch().awaitStarts(other, 1);
    lab.watch().await(cut, What.END, JOBS);
    proxy.resume();
    lab.workers().awaitAlive(2); // it is registered anew
    lab.end(Fault.CUT, cut.name());
    lab.producers().enqueueQuick(JOBS);
  }
}
