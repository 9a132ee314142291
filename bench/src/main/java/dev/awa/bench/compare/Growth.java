package dev.awa.bench.compare;

import dev.awa.bench.lab.Comparison;
import dev.awa.bench.lab.Lab;
import dev.awa.bench.peer.Peer;
import java.time.Duration;
import java.util.List;

/**
 * What more workers bring: so many worker processes drain one queue together, each with the
 * concurrency that the queue likes best.
 */
public final class Growth implements Comparison {
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
    for (int instances : lab.isShort() ? List.of(1, 4) : List.of(1, 2, 4, 8)) {
      String at = instances + (instances == 1 ? " process: " : " processes: ");
      Field<Turns.Drained> field = Field.run(lab, at, peer -> turn(lab, peer, instances));
      field.report(at + "drain", "jobs/s", Turns.Drained::rate);
      field.tell(at + "jobs that were waiting", "jobs", Turns.Drained::jobs);
      field.tell(at + "jobs left when time was up", "jobs", run -> run.jobs() - run.done());
      field.tell(at + "jobs run twice", "jobs", Turns.Drained::repeated);
      field.tell(
          at + "CPU of clients per 1,000", "s", run -> run.perJob(run.cpu().client() * 1000));
      field.tell(at + "CPU of server per 1,000", "s", run -> run.perJob(run.cpu().server() * 1000));
      field.close();
    }
  }

  /** A slow queue gets fewer jobs, so that its turn does not take minutes. */
  private Turns.Drained turn(Lab lab, Peer peer, int instances) throws Exception {
    Turns.Instances crew = new Turns.Instances(instances, sweep.workers(lab, peer));
    Sweep.Jobs wanted =
        new Sweep.Jobs(lab.sized(4, 20), lab.sized(2_000, 2_000), lab.sized(10_000, 100_000));
    Duration limit = Duration.ofSeconds(lab.isShort() ? 15 : 60);
    return Turns.drainByProcesses(lab, peer, crew, sweep.jobs(lab, peer, wanted), limit);
  }
}
