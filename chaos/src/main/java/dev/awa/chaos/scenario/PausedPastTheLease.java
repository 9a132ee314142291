package dev.awa.chaos.scenario;

import dev.awa.chaos.lab.Lab;
import dev.awa.chaos.lab.Producer;
import dev.awa.chaos.lab.Work;
import dev.awa.chaos.lab.WorkerChild;
import dev.awa.chaos.ledger.What;
import java.util.stream.IntStream;

/**
 * A worker stands still for longer than the lease, then goes on with handlers that are deaf to
 * interruption. What they did was done by others meanwhile; their endings must be refused.
 */
final class PausedPastTheLease implements Scenario {
  private static final int JOBS = 10;

  @Override
  public String name() {
    return "paused-past-the-lease";
  }

  @Override
  public String about() {
    return "SIGSTOP for longer than the lease, then SIGCONT: late endings are refused";
  }

  @Override
  public String faults() {
    return "W6, C2";
  }

  @Override
  public void run(Lab lab) throws Exception {
    WorkerChild paused = lab.workers().start("paused").awaitStarted();
    lab.producers()
        .enqueue(
            IntStream.range(0, JOBS)
                .mapToObj(i -> Work.slow(Producer.newId(), 3000).deaf())
                .toList());
    lab.watch().awaitStarts(paused, JOBS);
    paused.pause();
    lab.injected();
    WorkerChild other = lab.workers().start("other").awaitStarted();
    lab.watch().await(other, What.COMPLETED, JOBS);
    paused.resume();
    lab.watch().await(paused, What.END, JOBS);
    lab.workers().awaitAlive(2); // it is registered anew
    paused.recovered();
    lab.producers().enqueueQuick(JOBS);
  }
}
