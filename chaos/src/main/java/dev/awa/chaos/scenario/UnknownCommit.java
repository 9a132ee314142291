package dev.awa.chaos.scenario;

import dev.awa.chaos.lab.Lab;
import dev.awa.chaos.lab.Producer;
import dev.awa.chaos.lab.Work;
import dev.awa.chaos.ledger.What;
import dev.awa.lab.Proxy;
import dev.awa.lab.Proxy.Point;
import dev.awa.lab.Proxy.Side;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The connection of a producer breaks while it commits: before the server gets the commit, or after
 * it has done it. The producer can't know. It tries again under the same key: there is one job.
 */
final class UnknownCommit implements Scenario {
  @Override
  public String name() {
    return "unknown-commit";
  }

  @Override
  public String about() {
    return "a producer's connection breaks at its commit; it tries again under the same key";
  }

  @Override
  public String faults() {
    return "D6";
  }

  @Override
  public void run(Lab lab) throws Exception {
    lab.workers().start("one").awaitStarted();
    Proxy proxy = lab.proxy();
    int rounds = lab.isShort() ? 5 : 50;
    for (int i = 0; i < rounds; i++) {
      for (Side side : Side.values()) {
        enqueueInSpiteOfAReset(lab, proxy, side);
      }
    }
  }

  private static void enqueueInSpiteOfAReset(Lab lab, Proxy proxy, Side side) throws Exception {
    // slow, so that the job still holds its key when the producer tries again
    Work work = Work.slow(Producer.newId(), 1000);
    try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
      Point commit = proxy.hold(side, "COMMIT");
      Future<What> answer =
          threads.submit(() -> lab.producers().behind(proxy).enqueueOnce(Lab.QUEUE, work));
      commit.await();
      lab.injected();
      proxy.reset();
      if (answer.get() != What.UNKNOWN) {
        throw new IllegalStateException("the outcome should be unknown, is " + answer.get());
      }
    }
    What again = lab.producers().behind(proxy).enqueueOnce(Lab.QUEUE, work);
    if (again != What.ACKED) {
      throw new IllegalStateException("the second try should be taken, is " + again);
    }
  }
}
