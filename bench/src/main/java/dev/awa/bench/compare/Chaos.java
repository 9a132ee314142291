package dev.awa.bench.compare;

import dev.awa.bench.lab.Comparison;
import dev.awa.bench.lab.Lab;
import dev.awa.bench.peer.Contender;
import dev.awa.bench.peer.Ledger;
import dev.awa.bench.peer.Peer;
import dev.awa.bench.peer.Site;
import dev.awa.bench.peer.Work;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What faults cost: two worker processes drain a backlog of handlers that sleep, and something is
 * killed. Which jobs ran, how often and where stands in a ledger that outlives the processes.
 */
public final class Chaos implements Comparison {
  private static final int PROCESSES = 2;
  private static final int WORKERS = 10;
  private static final Duration SLEEP = Duration.ofMillis(100);
  private static final double SECONDS = 1e-9;
  private static final int VICTIM = 1;

  @Override
  public String name() {
    return "chaos";
  }

  @Override
  public String about() {
    return "compared: a worker killed, the server crashed, sessions ended; jobs lost, run twice,"
        + " time to the next";
  }

  /** What breaks. */
  private enum Fault {
    KILL("SIGKILL of one of two processes"),
    CRASH("crash and start of the server"),
    SESSIONS("all sessions ended");

    private final String text;

    Fault(String text) {
      this.text = text;
    }
  }

  /** When it broke, when it was over, and the jobs that the victim had then. */
  private record Broken(long at, long over, List<Integer> held) {}

  /** What became of the jobs. Times are seconds since the fault. */
  private record Ran(
      int held,
      double first,
      double last,
      long unfinished,
      long lost,
      long startedAgain,
      long ranTwice,
      double waited) {}

  @Override
  public void run(Lab lab) {
    for (Fault fault : Fault.values()) {
      String at = fault.text + ": ";
      Field<Ran> field = Field.run(lab, at, Chaos::canDie, peer -> turn(lab, peer, fault));
      report(field, fault, at);
      field.close();
    }
  }

  /** A process that is killed here must be one that this program started as a worker. */
  private static boolean canDie(Peer peer) {
    return !peer.hasProcesses();
  }

  private static void report(Field<Ran> field, Fault fault, String at) {
    if (fault == Fault.KILL) {
      field.tell(at + "jobs that it ran", "jobs", Ran::held);
      field.tellIf(at + "to the end of the first of them elsewhere", "s", Ran::first);
      field.tellIf(at + "to the end of the last of them elsewhere", "s", Ran::last);
    } else {
      field.tellIf(at + "to the first end of a job begun after it", "s", Ran::first);
      field.tellIf(
          at + "to the end of all", "s", ran -> ran.unfinished() == 0 ? ran.last() : Double.NaN);
    }
    field.tell(at + "waited for the rest at most", "s", Ran::waited);
    field.tell(at + "not finished by then, kept", "jobs", ran -> ran.unfinished() - ran.lost());
    field.tell(at + "lost: neither run nor kept", "jobs", Ran::lost);
    field.tell(at + "started again", "jobs", Ran::startedAgain);
    field.tell(at + "run to the end twice", "jobs", Ran::ranTwice);
  }

  private static Ran turn(Lab lab, Peer peer, Fault fault) throws Exception {
    int jobs = lab.isShort() ? 800 : 4_000;
    Duration patience =
        lab.isLong() ? Duration.ofMinutes(45) : Duration.ofSeconds(lab.isShort() ? 20 : 120);
    Site site = Site.fresh(lab.server());
    try (Contender contender = peer.open(site);
        Fleet fleet = Fleet.launch(peer, site, contender, PROCESSES)) {
      int waiting = Turns.fill(contender, jobs, Duration.ofMinutes(1));
      Fleet.Shared shared = fleet.ledger(waiting);
      Ledger ledger = shared.ledger();
      fleet.start(WORKERS, shared, Work.sleeping(ledger, SLEEP));
      ledger.await(waiting / 4, System.nanoTime() + Duration.ofMinutes(1).toNanos());
      Broken broken = strike(lab, fault, site, fleet, ledger);
      awaitAll(contender, ledger, broken.over() + patience.toNanos());
      Ran ran = ran(fault, broken, ledger, patience, contender);
      lab.say(peer.name() + ", " + fault.text + ": " + ran);
      return ran;
    } finally {
      lab.server().dropQueues();
    }
  }

  private static Broken strike(Lab lab, Fault fault, Site site, Fleet fleet, Ledger ledger)
      throws Exception {
    long at = System.nanoTime();
    long over = 0;
    switch (fault) {
      case KILL -> fleet.killFirst();
      case SESSIONS -> lab.server().terminateSessions(site.url());
      case CRASH -> {
        lab.server().crash();
        over = System.nanoTime();
        lab.server().startAgain();
      }
    }
    List<Integer> held =
        jobs(ledger)
            .filter(n -> ledger.endedAt(n) == 0 && ledger.holderOf(n) == VICTIM)
            .boxed()
            .toList();
    return new Broken(at, over == 0 ? System.nanoTime() : over, held);
  }

  /** Waits until all ran and the queue knows it. */
  private static void awaitAll(Contender contender, Ledger ledger, long until)
      throws InterruptedException {
    while (System.nanoTime() < until
        && (ledger.done() < ledger.size() || unfinished(contender) != 0)) {
      Thread.sleep(20);
    }
  }

  /** -1 when it can't be asked just now: pools find out one by one that connections are gone. */
  private static long unfinished(Contender contender) {
    try {
      return contender.unfinished();
    } catch (Exception e) {
      return -1;
    }
  }

  private static Ran ran(
      Fault fault, Broken broken, Ledger ledger, Duration patience, Contender contender)
      throws Exception {
    long[] ends =
        (fault == Fault.KILL
                ? broken.held().stream().mapToInt(Integer::intValue)
                : jobs(ledger).filter(n -> ledger.startedAt(n) > broken.over()))
            .mapToLong(ledger::endedAt)
            .filter(end -> end > 0)
            .sorted()
            .toArray();
    long unfinished = ledger.size() - ledger.done();
    long kept = contender.unfinished() + contender.deadLetters();
    return new Ran(
        broken.held().size(),
        ends.length == 0 ? Double.NaN : (ends[0] - broken.at()) * SECONDS,
        ends.length == 0 || ends.length < broken.held().size()
            ? Double.NaN
            : (ends[ends.length - 1] - broken.at()) * SECONDS,
        unfinished,
        Math.max(0, unfinished - kept),
        jobs(ledger).filter(n -> ledger.startsOf(n) > 1).count(),
        jobs(ledger).filter(n -> ledger.endsOf(n) > 1).count(),
        unfinished == 0 ? 0 : patience.toSeconds());
  }

  private static IntStream jobs(Ledger ledger) {
    return IntStream.range(0, ledger.size());
  }
}
