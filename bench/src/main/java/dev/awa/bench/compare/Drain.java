package dev.awa.bench.compare;

import dev.awa.bench.lab.Comparison;
import dev.awa.bench.lab.Lab;
import dev.awa.bench.peer.Peer;
import java.time.Duration;

/** How fast jobs are worked off that were waiting before the workers started. */
public final class Drain implements Comparison {
  private final Sweep sweep;

  public Drain(Sweep sweep) {
    this.sweep = sweep;
  }

  @Override
  public String name() {
    return "drain";
  }

  @Override
  public String about() {
    return "compared: 2,000 to 100,000 waiting no-op jobs; jobs/s, WAL, commits, dead tuples a job";
  }

  @Override
  public void run(Lab lab) {
    Field<Turns.Drained> field = Field.run(lab, "", peer -> turn(lab, peer));
    field.report("drain", "jobs/s", Turns.Drained::rate);
    field.tell("jobs that were waiting", "jobs", Turns.Drained::jobs);
    field.tell("jobs left when time was up", "jobs", run -> run.jobs() - run.done());
    field.tell("jobs run twice", "jobs", Turns.Drained::repeated);
    field.report("WAL a job", "bytes", run -> run.perJob((double) run.written().bytes()));
    field.report("commits a job", "", run -> run.perJob((double) run.written().commits()));
    field.tell("dead tuples made a job", "tuples", run -> run.perJob((double) run.madeDead()));
    field.report("CPU of clients per 1,000", "s", run -> run.perJob(run.cpu().client() * 1000));
    field.report("CPU of server per 1,000", "s", run -> run.perJob(run.cpu().server() * 1000));
    field.lastRound((peer, run) -> whereTheTimeGoes(lab, peer, run));
    field.close();
  }

  /**
   * Of a queue of another language the threads are those of the load: its own process is not looked
   * into.
   */
  private static void whereTheTimeGoes(Lab lab, Peer peer, Turns.Drained run) {
    String of = peer.name() + ", last round, CPU seconds of " + run.done() + " jobs by ";
    lab.say(of + "server process", run.cpu().processes());
    lab.say(of + "client thread", run.cpu().threads());
  }

  /** A slow queue gets fewer jobs, so that its turn does not take minutes. */
  private Turns.Drained turn(Lab lab, Peer peer) throws Exception {
    int workers = sweep.workers(lab, peer);
    Sweep.Jobs wanted =
        new Sweep.Jobs(lab.sized(4, 20), lab.sized(2_000, 2_000), lab.sized(10_000, 100_000));
    Duration limit = Duration.ofSeconds(lab.isShort() ? 15 : 60);
    return Turns.drain(lab, peer, workers, sweep.jobs(lab, peer, wanted), limit);
  }
}
