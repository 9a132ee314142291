package dev.awa.chaos.upgrade;

import dev.awa.chaos.lab.Code;
import dev.awa.chaos.lab.Lab;
import dev.awa.chaos.lab.ProducerChild;
import dev.awa.chaos.lab.WorkerChild;
import dev.awa.chaos.ledger.Verdict;
import dev.awa.chaos.ledger.What;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A rolling upgrade and the way back, under load: the old code makes the queue and works; the new
 * code migrates; workers of the old code are replaced by workers of the new one, one by one, then
 * the other way round. Producers of both enqueue meanwhile. Workers are closed as applications
 * close them, so nothing explains that a job runs twice.
 */
public final class Rehearsal {
  private static final int RATE = 60;

  private final Code old;
  private final Code young;
  private final Size size;
  private final Consumer<String> out;
  private final List<WorkerChild> workers = new ArrayList<>();
  private int started;

  /**
   * How much of it.
   *
   * @param workers how many of a version
   * @param starts how many handlers each living worker starts before the next step is taken
   */
  public record Size(int workers, int starts) {
    /** What a release is rehearsed with. */
    public static final Size FULL = new Size(3, 200);

    /** What continuous integration has time for. */
    public static final Size SHORT = new Size(2, 20);
  }

  /**
   * Of two versions.
   *
   * @param out hears each step, in words
   */
  public Rehearsal(Code old, Code young, Size size, Consumer<String> out) {
    this.old = old;
    this.young = young;
    this.size = size;
    this.out = out;
  }

  /** Goes there and back in a lab without a queue; the judgement allows no fault. */
  public Verdict run(Lab lab) throws Exception {
    String url = lab.database().url();
    out.accept("the %s code makes the queue: %s".formatted(old.name(), old.migrate(url)));
    ProducerChild first = lab.producers().start(old, lab.folder(), "p-" + old.name(), RATE);
    for (int i = 0; i < size.workers(); i++) {
      start(lab, old);
    }
    awaitWork(lab);
    out.accept("%d workers of the %s code work".formatted(size.workers(), old.name()));
    long begun = System.nanoTime();
    out.accept(
        "the %s code migrates under them: %s, in %d ms"
            .formatted(
                young.name(),
                young.migrate(url),
                Duration.ofNanos(System.nanoTime() - begun).toMillis()));
    ProducerChild second = lab.producers().start(young, lab.folder(), "p-" + young.name(), RATE);
    awaitWork(lab);
    replaceAll(lab, young);
    first.close();
    awaitWork(lab);
    out.accept("all is of the %s code; now back".formatted(young.name()));
    ProducerChild third =
        lab.producers().start(old, lab.folder(), "p-" + old.name() + "-again", RATE);
    replaceAll(lab, old);
    second.close();
    awaitWork(lab);
    third.close();
    Verdict verdict = lab.settle();
    tell(lab, verdict);
    return verdict;
  }

  /** The oldest worker goes after the one in its place has begun, as in a rolling deployment. */
  private void replaceAll(Lab lab, Code code) throws IOException, InterruptedException {
    for (int i = 0; i < size.workers(); i++) {
      start(lab, code);
      WorkerChild leaving = workers.removeFirst();
      long begun = System.nanoTime();
      leaving.close();
      out.accept(
          "%s has left, in %d ms; %s works"
              .formatted(
                  leaving.name(),
                  Duration.ofNanos(System.nanoTime() - begun).toMillis(),
                  workers.getLast().name()));
      awaitWork(lab);
    }
  }

  private void start(Lab lab, Code code) throws IOException {
    started++;
    workers.add(lab.workers().startSteady(code, code.name() + "-" + started).awaitStarted());
  }

  /** Every worker that is there does its share. */
  private void awaitWork(Lab lab) {
    List<Integer> before = workers.stream().map(lab.watch()::starts).toList();
    for (int i = 0; i < workers.size(); i++) {
      lab.watch().awaitStarts(workers.get(i), before.get(i) + size.starts());
    }
  }

  private void tell(Lab lab, Verdict verdict) {
    for (Code code : List.of(old, young)) {
      out.accept(
          "%s: %d jobs enqueued, %d handlers started, %d jobs completed"
              .formatted(
                  code.name(),
                  count(lab, What.ACKED, "p-" + code.name()),
                  count(lab, What.START, code.name() + "-"),
                  count(lab, What.COMPLETED, code.name() + "-")));
    }
    out.accept(
        "%d jobs, %d lost, %d not finished, %d run once more than asked"
            .formatted(
                verdict.committed(),
                verdict.lost().size(),
                verdict.stuck().size(),
                verdict.extraRuns()));
  }

  private static long count(Lab lab, What what, String processes) {
    return lab.watch()
        .count(entry -> entry.what() == what && entry.process().startsWith(processes));
  }
}
