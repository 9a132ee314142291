package dev.awa.chaos.scenario;

import dev.awa.chaos.lab.Lab;
import dev.awa.chaos.lab.Producer;
import dev.awa.chaos.lab.Work;
import dev.awa.chaos.lab.WorkerChild;
import dev.awa.chaos.ledger.Fault;
import dev.awa.lab.Proxy;
import dev.awa.lab.Proxy.Point;
import dev.awa.lab.Proxy.Side;
import java.util.stream.IntStream;

/**
 * The network of a worker swallows everything, in both directions, and begins with the answer of a
 * claim of many megabytes, of a flush, of a settled claim. Nobody is told. Another worker of the
 * queue goes on, and the first one comes back when the network does.
 */
final class SwallowedAnswers implements Scenario {
  private static final int HEAVY = 16;
  private static final int JOBS = 30;

  @Override
  public String name() {
    return "swallowed-answers";
  }

  @Override
  public String about() {
    return "the network swallows all packets of a worker, from the answer of a claim, a flush, a"
        + " settle on";
  }

  @Override
  public String faults() {
    return "N1, N2";
  }

  @Override
  public void run(Lab lab) throws Exception {
    swallow(lab, "claim", Proxy::hold);
    swallow(lab, "flush", Proxy::hold);
    swallow(lab, "settle_claim", SwallowedAnswers::holdAfterALoss);
  }

  /** Waits until the answer of a statement is on its way. */
  private interface Way {
    Point hold(Proxy proxy, Side side, String word) throws Exception;
  }

  private static void swallow(Lab lab, String verb, Way way) throws Exception {
    lab.producers()
        .enqueue(IntStream.range(0, HEAVY).mapToObj(i -> Work.heavy(Producer.newId())).toList());
    Proxy proxy = lab.proxy();
    WorkerChild cut = lab.workers().start("cut-at-" + verb, proxy);
    Point point = way.hold(proxy, Side.AFTER, "." + verb + "(");
    point.await();
    lab.begin(Fault.CUT, cut.name());
    proxy.stall();
    WorkerChild other = lab.workers().start("beside-" + verb);
    lab.producers().enqueueQuick(JOBS);
    lab.watch().awaitStarts(other, JOBS);
    lab.workers().awaitAlive(1);
    point.release();
    proxy.resume();
    lab.workers().awaitAlive(2); // it is registered anew
    lab.end(Fault.CUT, cut.name());
    cut.close();
    other.close();
  }

  /** A claim is settled when its connection broke. */
  private static Point holdAfterALoss(Proxy proxy, Side side, String word)
      throws InterruptedException {
    proxy.hold(Side.AFTER, ".claim(").await();
    Point point = proxy.hold(side, word);
    proxy.reset();
    return point;
  }
}
