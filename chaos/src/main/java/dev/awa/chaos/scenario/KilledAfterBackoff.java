package dev.awa.chaos.scenario;

import dev.awa.chaos.lab.Lab;
import dev.awa.chaos.lab.Producer;
import dev.awa.chaos.lab.Work;
import dev.awa.chaos.lab.WorkerChild;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A worker whose back-off throws what nobody declares goes on all the same, and is killed while its
 * handlers run; then another with the same back-off finishes the jobs and signs off.
 */
final class KilledAfterBackoff implements Scenario {
  private static final int JOBS = 20;

  @Override
  public String name() {
    return "killed-after-backoff";
  }

  @Override
  public String about() {
    return "a worker whose back-off throws is killed while its handlers run";
  }

  @Override
  public String faults() {
    return "W2, W11";
  }

  @Override
  public void run(Lab lab) throws Exception {
    WorkerChild victim = lab.workers().startThrowing("victim").awaitStarted();
    List<Work> works =
        IntStream.range(0, JOBS)
            .boxed()
            .flatMap(i ->
                Stream.of(
                    Work.quick(Producer.newId()).withScript("retry,complete"),
                    Work.slow(Producer.newId(), 3000)))
            .toList();
    lab.producers().enqueue(works);
    lab.watch().awaitStarts(victim, JOBS);
    lab.kill(victim);
    lab.workers().startThrowing("other").awaitStarted();
  }
}
