package dev.awa.chaos.scenario;

import dev.awa.chaos.lab.Lab;
import dev.awa.chaos.lab.Producer;
import dev.awa.chaos.lab.Work;
import dev.awa.chaos.lab.WorkerChild;
import dev.awa.lab.Eventually;
import dev.awa.lab.Proxy;
import dev.awa.lab.Proxy.Point;
import dev.awa.lab.Proxy.Side;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A worker stands still while many megabytes of a claim's answer are on their way to it. The server
 * process can't get rid of them and keeps the locks of the worker and of the stripe. Others work on
 * the same queue: they must be able to go on, which takes that somebody ends the process.
 *
 * <p>The worker waits for ten minutes before it gives up a call, so that the server's own patience
 * with it, which is as long, is not what helps.
 */
final class FrozenMidClaim implements Scenario {
  private static final int HEAVY = 16;
  private static final int JOBS = 50;

  @Override
  public String name() {
    return "frozen-mid-claim";
  }

  @Override
  public String about() {
    return "SIGSTOP amid the answer of a claim, whose locks the server keeps: others go on";
  }

  @Override
  public String faults() {
    return "W6, N1";
  }

  @Override
  public void run(Lab lab) throws Exception {
    lab.producers()
        .enqueue(IntStream.range(0, HEAVY).mapToObj(i -> Work.heavy(Producer.newId())).toList());
    Proxy proxy = lab.proxy();
    Point claim = proxy.hold(Side.AFTER, ".claim(");
    WorkerChild frozen = lab.workers().startPatient("frozen", proxy);
    claim.await();
    Eventually.holds(
        "the answer does not fit the wire", Lab.PATIENCE, () -> isWritingTo(lab, "frozen") > 0);
    frozen.pause();
    lab.injected();
    List<WorkerChild> others = lab.workers().startAll("one", "other");
    lab.workers().expireLeadership();
    lab.producers().enqueueQuick(JOBS);
    lab.watch().awaitStarts(others.getFirst(), 1);
    if (others.stream().noneMatch(worker -> worker.output().contains("was ended"))) {
      throw new IllegalStateException("nobody says that the server process was ended");
    }
    frozen.resume();
    claim.release();
    lab.workers().awaitAlive(1 + others.size()); // it is registered anew
    frozen.recovered();
    lab.producers().enqueueQuick(JOBS);
  }

  private static long isWritingTo(Lab lab, String worker) {
    return lab.database()
        .number(
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'ClientWrite'"
                + " AND datname = current_database() AND application_name = '"
                + worker
                + '\'');
  }
}
