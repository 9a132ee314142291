package dev.awa.chaos.scenario;

import dev.awa.chaos.lab.Lab;
import dev.awa.chaos.lab.Load;
import dev.awa.chaos.lab.Producer;
import dev.awa.chaos.lab.Work;
import dev.awa.chaos.lab.WorkerChild;
import dev.awa.chaos.ledger.Fault;
import dev.awa.chaos.ledger.What;
import dev.awa.lab.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Handlers take all the memory of their process, again and again, while it claims, flushes and
 * beats under load. None of its loops ends: once there is memory again it beats and takes jobs as
 * before. Unless the JVM has lost a class meanwhile, which it never initializes again, or the
 * thread that wakes virtual threads: then the worker says so and beats no more, and another process
 * does its work. In the end one is killed while there is no memory, and another finishes what it
 * had.
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
        hog(lab, 6); // twice each
        awaitExhausted(lab, narrow, 6 * round);
        WorkerChild next = goesOn(lab, narrow) ? narrow : anew(lab, narrow, "narrow-" + round);
        lab.end(Fault.EXHAUSTED, narrow.name());
        narrow = next;
      }
      load.awaitMore(100);
    }
    WorkerChild other = lab.workers().start("other").awaitStarted();
    lab.begin(Fault.EXHAUSTED, narrow.name());
    hog(lab, 40);
    awaitEnds(lab, narrow, 2);
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

  private static void awaitExhausted(Lab lab, WorkerChild narrow, int times) {
    Eventually.holds(
        times + " times no memory in " + narrow.name() + ", or it gives up",
        Lab.PATIENCE,
        () -> lab.watch().count(e -> e.detail().equals("threw")) >= times || hasGivenUp(narrow));
  }

  private static void awaitEnds(Lab lab, WorkerChild narrow, int more) {
    int before = lab.watch().count(narrow, What.END);
    Eventually.holds(
        more + " runs of " + narrow.name() + " end",
        Lab.PATIENCE,
        () -> lab.watch().count(narrow, What.END) >= before + more || hasGivenUp(narrow));
  }

  /** It claims, runs and flushes: what was enqueued from now on is heard of. Or it has given up. */
  private static boolean goesOn(Lab lab, WorkerChild narrow) {
    String moment = lab.database().text("SELECT clock_timestamp()").orElseThrow();
    int heard = lab.watch().count(narrow, What.COMPLETED);
    lab.producers().enqueueQuick(100);
    Eventually.holds(
        narrow.name() + " completes 100 jobs more, or gives up",
        Lab.PATIENCE,
        () ->
            hasGivenUp(narrow)
                || (lab.watch().count(narrow, What.COMPLETED) >= heard + 100
                    && lab.workers().hasBeatSince(narrow, moment)));
    return !hasGivenUp(narrow);
  }

  private static boolean hasGivenUp(WorkerChild narrow) {
    return narrow.output().contains("claims and beats no more");
  }

  /** What the log of one that has given up asks for; what it had open is rescued. */
  private static WorkerChild anew(Lab lab, WorkerChild narrow, String name) throws Exception {
    WorkerChild next = lab.workers().startNarrow(name).awaitStarted();
    lab.watch().await(next, What.COMPLETED, 100);
    lab.kill(narrow);
    return next;
  }
}
