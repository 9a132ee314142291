package dev.awa.chaos.scenario;

import dev.awa.chaos.lab.Lab;
import dev.awa.chaos.lab.Load;
import dev.awa.chaos.lab.Producer;
import dev.awa.chaos.lab.Work;
import dev.awa.chaos.lab.WorkerChild;
import dev.awa.chaos.ledger.Fault;
import dev.awa.chaos.ledger.What;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Handlers take all the memory of their process, again and again, while it claims, flushes and
 * beats under load. None of its loops ends: once there is memory again it beats and takes jobs as
 * before. In the end it is killed while there is none, and another finishes what it had.
 */
final class OutOfMemory implements Scenario {
  private static final Duration KEEPS = Duration.ofMillis(200);

  @Override
  public String name() {
    return "out-of-memory";
  }

  @Override
  public String about() {
    return "handlers take all memory of their process again and again, which goes on; then it is"
        + " killed amid that";
  }

  @Override
  public String faults() {
    return "W8, W2";
  }

  @Override
  public void run(Lab lab) throws Exception {
    WorkerChild narrow = lab.workers().startNarrow("narrow").awaitStarted();
    try (Load load = lab.producers().load()) {
      int rounds = lab.isShort() ? 1 : 6;
      for (int round = 1; round <= rounds; round++) {
        lab.begin(Fault.EXHAUSTED, narrow.name());
        hog(lab, 6); // twice each, but for those that find no memory before they begin
        lab.watch().awaitEntries("no memory", 6 * round, e -> e.detail().equals("threw"));
        goesOn(lab, narrow);
        lab.end(Fault.EXHAUSTED, narrow.name());
      }
      load.awaitMore(100);
    }
    WorkerChild other = lab.workers().start("other").awaitStarted();
    lab.begin(Fault.EXHAUSTED, narrow.name());
    hog(lab, 40);
    int before = lab.watch().count(narrow, What.END);
    lab.watch().await(narrow, What.END, before + 2);
    lab.kill(narrow);
    lab.watch().awaitStarts(other, 10);
  }

  private static void hog(Lab lab, int jobs) {
    List<Work> works = new ArrayList<>();
    for (int i = 0; i < jobs; i++) {
      works.add(Work.slow(Producer.newId(), KEEPS.toMillis()).in(Work.Manner.HOGS).always());
    }
    lab.producers().enqueue(works);
  }

  /** It beats, claims, runs and flushes: what was enqueued from now on is heard of. */
  private static void goesOn(Lab lab, WorkerChild narrow) {
    String moment = lab.database().text("SELECT clock_timestamp()").orElseThrow();
    lab.workers().awaitBeatSince(narrow, moment);
    int heard = lab.watch().count(narrow, What.COMPLETED);
    lab.producers().enqueueQuick(100);
    lab.watch().await(narrow, What.COMPLETED, heard + 100);
  }
}
