package dev.awa.chaos.scenario;

import dev.awa.chaos.lab.Lab;
import dev.awa.chaos.lab.Producer;
import dev.awa.chaos.lab.Wait;
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
    WorkerChild paused = lab.worker("paused").awaitStarted();
    lab.enqueue(
        IntStream.range(0, JOBS).mapToObj(i -> Work.slow(Producer.newId(), 3000).deaf()).toList());
    lab.awaitStarts(paused, JOBS);
    paused.pause();
    lab.injected();
    WorkerChild other = lab.worker("other").awaitStarted();
    lab.awaitEntries(
        "a completion by other",
        JOBS,
        e -> e.what() == What.COMPLETED && e.process().equals(other.name()));
    paused.resume();
    lab.awaitEntries(
        "a refusal of what was paused",
        JOBS,
        e -> e.what() == What.END && e.process().equals(paused.name()));
    Wait.until(
        "it is registered anew",
        Lab.PATIENCE,
        () -> lab.number("SELECT count(*) FROM awa.beats") == 2);
    paused.recovered();
    lab.enqueueQuick(JOBS);
  }
}
