package dev.awa.bench.compare;

import dev.awa.bench.lab.Comparison;
import dev.awa.bench.lab.Lab;
import dev.awa.bench.measure.Sample;
import dev.awa.bench.peer.Contender;
import dev.awa.bench.peer.Ledger;
import dev.awa.bench.peer.MixJob;
import dev.awa.bench.peer.MixJob.Part;
import dev.awa.bench.peer.Peer;
import dev.awa.bench.peer.Site;
import dev.awa.bench.peer.Work;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * An ordinary day: four worker processes, a steady rate of jobs of 0 to 50 ms, of which 2 % fail
 * once, 1 % for ever, 5 % are scheduled 1 s ahead and 10 % have a unique key, in two priorities.
 * What a queue does not have by itself is plain jobs for it, and said.
 */
public final class Mix implements Comparison {
  private static final int PROCESSES = 4;
  private static final int WORKERS = 20;
  private static final double MILLIS = 1e-6;

  @Override
  public String name() {
    return "mix";
  }

  @Override
  public String about() {
    return "compared: retries, dead letters, scheduled and unique jobs, priorities; 4 processes";
  }

  /** What became of the jobs; latencies are samples of milliseconds. */
  private record Ran(
      double parts,
      double completed,
      Sample plain,
      Sample urgent,
      Sample notUrgent,
      Sample late,
      Sample retried,
      long deadExpected,
      long dead,
      long missing,
      long ranTwice) {}

  /** The time that is looked at, after the processes have warmed up. */
  private record Span(long from, long to) {
    boolean holds(long moment) {
      return moment >= from && moment < to;
    }

    double seconds() {
      return (to - from) * 1e-9;
    }
  }

  @Override
  public void run(Lab lab) {
    Field<Ran> field = Field.run(lab, "", peer -> isIn(lab, peer), peer -> turn(lab, peer));
    field.tell("parts that it has, of 5", "", Ran::parts);
    field.report("completed", "jobs/s", Ran::completed);
    field.report("plain, due to start, p50", "ms", ran -> ran.plain().median());
    field.report("plain, due to start, p99", "ms", ran -> ran.plain().quantile(0.99));
    field.tell("urgent half, due to start, p99", "ms", ran -> ran.urgent().quantile(0.99));
    field.tell("other half, due to start, p99", "ms", ran -> ran.notUrgent().quantile(0.99));
    field.tellIf("scheduled, start after due, p50", "ms", ran -> ran.late().median());
    field.tellIf("scheduled, start after due, p99", "ms", ran -> ran.late().quantile(0.99));
    field.tellIf("failed once, start to end, p50", "ms", ran -> ran.retried().median());
    field.tell("dead letters expected", "jobs", Ran::deadExpected);
    field.tell("dead letters", "jobs", Ran::dead);
    field.tell("not finished when time was up", "jobs", Ran::missing);
    field.tell("run to the end twice", "jobs", Ran::ranTwice);
    field.close();
  }

  private static boolean isIn(Lab lab, Peer peer) {
    Set<Part> parts = peer.parts();
    if (parts.isEmpty()) {
      lab.say(peer.name() + " is left out: it has none of the parts, or no adapter for them");
      return false;
    }
    String absent =
        EnumSet.complementOf(EnumSet.of(Part.PLAIN)).stream()
            .filter(part -> !parts.contains(part))
            .map(Part::text)
            .collect(Collectors.joining(", "));
    if (!absent.isEmpty()) {
      lab.say(peer.name() + " has no " + absent + ": those jobs are plain here");
    }
    return true;
  }

  private static Ran turn(Lab lab, Peer peer) throws Exception {
    int rate = lab.sized(200, 500);
    Duration warmUp = Duration.ofSeconds(lab.sized(8, 20));
    Duration time = Duration.ofSeconds(lab.isLong() ? 300 : lab.sized(6, 60));
    Duration patience = Duration.ofSeconds(lab.isShort() ? 20 : 60);
    Site site = Site.fresh(lab.server());
    try (Contender contender = peer.open(site);
        Fleet fleet = Fleet.launch(peer, site, contender, PROCESSES)) {
      contender.prepareMix();
      Fleet.Shared shared = fleet.ledger(Math.toIntExact(rate * warmUp.plus(time).toSeconds()));
      Ledger ledger = shared.ledger();
      fleet.start(WORKERS, shared, Work.mixed(ledger, peer.parts()));
      long from = System.nanoTime() + warmUp.toNanos();
      long to;
      try (Load load = Load.start((first, n) -> enqueue(peer, contender, first, n), ledger, rate)) {
        Thread.sleep(warmUp.plus(time));
        to = System.nanoTime();
        load.close();
      }
      long deadExpected = count(ledger, n -> isOf(peer, n, Part.DEAD_LETTER));
      await(contender, ledger, deadExpected, to + patience.toNanos());
      return ran(peer, ledger, new Span(from, to), deadExpected, contender.deadLetters());
    } finally {
      lab.server().dropQueues();
    }
  }

  private static void enqueue(Peer peer, Contender contender, int first, int count)
      throws Exception {
    List<MixJob> jobs =
        IntStream.range(first, first + count).mapToObj(n -> MixJob.of(n, peer.parts())).toList();
    contender.enqueueMix(jobs);
  }

  /** Waits until all have ended, those that can't included. */
  private static void await(Contender contender, Ledger ledger, long dead, long until)
      throws Exception {
    long enqueued = count(ledger, n -> true);
    while (System.nanoTime() < until
        && (ledger.done() < enqueued - dead || contender.deadLetters() < dead)) {
      Thread.sleep(20);
    }
  }

  private static Ran ran(Peer peer, Ledger ledger, Span span, long deadExpected, long dead) {
    long now = System.nanoTime();
    IntToDoubleFunction toStart =
        n -> ((ledger.startedAt(n) == 0 ? now : ledger.startedAt(n)) - ledger.dueAt(n)) * MILLIS;
    IntPredicate plain =
        n ->
            span.holds(ledger.dueAt(n))
                && (isOf(peer, n, Part.PLAIN) || isOf(peer, n, Part.UNIQUE));
    return new Ran(
        peer.parts().stream().filter(part -> part != Part.PLAIN).count(),
        count(ledger, n -> span.holds(ledger.endedAt(n))) / span.seconds(),
        sample(ledger, plain, toStart),
        sample(ledger, plain.and(n -> n % 2 == 0), toStart),
        sample(ledger, plain.and(n -> n % 2 != 0), toStart),
        sample(
            ledger,
            n ->
                span.holds(ledger.dueAt(n))
                    && isOf(peer, n, Part.SCHEDULED)
                    && ledger.startedAt(n) != 0,
            n -> lateness(ledger, n)),
        sample(
            ledger,
            n -> span.holds(ledger.dueAt(n)) && isOf(peer, n, Part.RETRY) && ledger.endedAt(n) != 0,
            n -> (ledger.endedAt(n) - ledger.startedAt(n)) * MILLIS),
        deadExpected,
        dead,
        count(ledger, n -> true) - deadExpected - ledger.done(),
        count(ledger, n -> ledger.endsOf(n) > 1));
  }

  /**
   * Counted from the return of the call that enqueued it, which is a little after its beginning.
   */
  private static double lateness(Ledger ledger, int n) {
    long due = ledger.committedAt(n) + MixJob.DELAY.toNanos();
    return Math.max(0, ledger.startedAt(n) - due) * MILLIS;
  }

  private static boolean isOf(Peer peer, int n, Part part) {
    return MixJob.of(n, peer.parts()).part() == part;
  }

  /** How many of the enqueued. */
  private static long count(Ledger ledger, IntPredicate which) {
    return enqueued(ledger).filter(which).count();
  }

  private static IntStream enqueued(Ledger ledger) {
    return IntStream.range(0, ledger.size()).filter(n -> ledger.committedAt(n) != 0);
  }

  /** NaN alone when there is none. */
  private static Sample sample(Ledger ledger, IntPredicate which, IntToDoubleFunction value) {
    double[] values = enqueued(ledger).filter(which).mapToDouble(value).toArray();
    return values.length == 0 ? Sample.of(Double.NaN) : Sample.of(values);
  }
}
