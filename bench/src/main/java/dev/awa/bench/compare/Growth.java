package dev.awa.bench.compare;

import dev.awa.bench.lab.Lab;
import dev.awa.bench.lab.Scenario;
import dev.awa.bench.peer.Peer;
import java.time.Duration;
import java.util.List;

/**
 * What more workers bring: so many worker processes drain one queue together, each with the
 * concurrency that the queue likes best.
 */
public final class Growth implements Scenario {
  private final Sweep sweep;

  public Growth(Sweep sweep) {
    this.sweep = sweep;
  }

  @Override
  public String name() {
    return "growth";
  }

  @Override
  public String about() {
    return "compared: 1, 2, 4 and 8 worker processes drain one queue";
  }

  @Override
  public void run(Lab lab) {
    int jobs = lab.sized(10_000, 100_000);
    Duration limit = Duration.ofSeconds(lab.isShort() ? 15 : 180);
    for (int instances : lab.isShort() ? List.of(1, 4) : List.of(1, 2, 4, 8)) {
      Field<Turns.Drained> field = Field.run(lab, peer -> turn(lab, peer, instances, jobs, limit));
      String at = instances + (instances == 1 ? " process: " : " processes: ");
      field.report(at + "drain", "jobs/s", Turns.Drained::rate);
      field.tell(at + "jobs run twice", "jobs", Turns.Drained::repeated);
      field.tell(
          at + "CPU of clients per 1,000", "s", run -> run.perJob(run.cpu().client() * 1000));
      field.tell(at + "CPU of server per 1,000", "s", run -> run.perJob(run.cpu().server() * 1000));
      field.close();
    }
  }

  private Turns.Drained turn(Lab lab, Peer peer, int instances, int jobs, Duration limit)
      throws Exception {
    Turns.Instances crew = new Turns.Instances(instances, sweep.workers(lab, peer));
    return Turns.drainByProcesses(lab, peer, crew, jobs, limit);
  }
}
