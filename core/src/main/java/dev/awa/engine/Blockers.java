package dev.awa.engine;

import dev.awa.StorageStatus.Blocker;
import dev.awa.StorageStatus.Holder;
import dev.awa.StorageStatus.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Says in words what keeps segments from being pruned: each thing once, with all that it keeps. */
final class Blockers {
  private final List<Segments.Facts> kept;
  private final Segments.Facts current;
  private final long oldest;
  private final List<Holder> holders;
  private final List<Worker> workers;
  private final boolean led;
  private final List<Blocker> found = new ArrayList<>();

  private Blockers(
      List<Segments.Facts> segments, List<Holder> holders, List<Worker> workers, boolean led) {
    this.kept = segments.subList(0, segments.size() - 1);
    this.current = segments.getLast();
    this.oldest = segments.getFirst().generation().number();
    this.holders = holders;
    this.workers = workers;
    this.led = led;
  }

  /**
   * What is in the way of all segments.
   *
   * @param segments oldest first; the last is current
   */
  static List<Blocker> of(
      List<Segments.Facts> segments, List<Holder> holders, List<Worker> workers, boolean led) {
    Blockers blockers = new Blockers(segments, holders, workers, led);
    blockers.find();
    return blockers.found;
  }

  private void find() {
    if (!kept.isEmpty()) {
      holders.forEach(holder -> add(List.of(oldest), words(holder)));
      history();
      waiting();
      open();
      workers.forEach(this::worker);
      order();
      if (!led) {
        add(numbers(kept), "no worker leads");
      }
      nothing();
    }
    add(List.of(current.generation().number()), "it is current");
  }

  private void add(List<Long> generations, String words) {
    if (!generations.isEmpty()) {
      found.add(new Blocker(generations, words));
    }
  }

  private static List<Long> numbers(List<Segments.Facts> segments) {
    return segments.stream().map(segment -> segment.generation().number()).toList();
  }

  private static String words(Holder holder) {
    return holder.step() == null ? Holders.words(holder) : Holders.words(holder, holder.step());
  }

  private void history() {
    List<Segments.Facts> young =
        kept.stream().filter(segment -> isLeft(segment.history())).toList();
    if (!young.isEmpty()) {
      String first = words(young.getFirst().history());
      String last = words(young.getLast().history());
      String time = first.equals(last) ? first : first + " to " + last;
      add(numbers(young), "history is kept for another " + time);
    }
  }

  private static boolean isLeft(@Nullable Duration left) {
    return left != null && left.isPositive();
  }

  private void waiting() {
    Map<Segments.WaitingQueue, List<Long>> queues = new LinkedHashMap<>();
    for (Segments.Facts segment : kept) {
      segment
          .waiting()
          .forEach(queue ->
              queues
                  .computeIfAbsent(queue, any -> new ArrayList<>())
                  .add(segment.generation().number()));
    }
    queues.forEach((queue, generations) -> add(generations, words(queue)));
  }

  private static String words(Segments.WaitingQueue queue) {
    String text = "runs of queue \"" + queue.name() + "\" wait in it";
    return queue.pausedSince() == null
        ? text
        : text + " (paused since " + queue.pausedSince() + ")";
  }

  private void open() {
    Map<Long, List<Segments.Facts>> byWorker = new LinkedHashMap<>();
    kept.stream()
        .filter(segment -> segment.openClaims() > 0)
        .forEach(segment ->
            byWorker.computeIfAbsent(segment.openWorker(), any -> new ArrayList<>()).add(segment));
    byWorker.forEach((worker, segments) -> {
      long claims = segments.stream().mapToLong(Segments.Facts::openClaims).sum();
      String words =
          claims == 1 ? "a claim is open on " : claims + " claims are open, the first on ";
      add(numbers(segments), words + named(worker));
    });
  }

  private String named(long worker) {
    return workers.stream()
        .filter(known -> known.id() == worker)
        .map(Blockers::named)
        .findFirst()
        .orElse("worker " + worker + ", which is not known");
  }

  private void worker(Worker worker) {
    if (worker.state().equals("dead")) {
      add(numbers(kept), named(worker) + " is dead and not rescued yet");
    } else if (isSilent(worker)) {
      add(numbers(kept), named(worker) + " has not announced since " + worker.beatAt());
    } else {
      List<Segments.Facts> held =
          kept.stream()
              .filter(segment -> worker.heldSlots().contains((int) segment.generation().slot()))
              .toList();
      add(numbers(held), named(worker) + " says that it holds it");
    }
  }

  /** Longer than two beats and a half: the time in which a living worker has announced. */
  private static boolean isSilent(Worker worker) {
    return worker.silent().multipliedBy(2).compareTo(worker.beat().multipliedBy(5)) > 0;
  }

  private static String named(Worker worker) {
    return "worker \"" + worker.name() + "\" (" + worker.id() + ")";
  }

  private void order() {
    add(numbers(kept.subList(1, kept.size())), "generation " + oldest + " is pruned first");
  }

  private void nothing() {
    TreeSet<Long> free = new TreeSet<>(numbers(kept));
    found.forEach(blocker -> blocker.generations().forEach(free::remove));
    add(List.copyOf(free), "nothing: it is pruned with the next steps");
  }

  /** A time in its largest whole unit, rounded up. */
  static String words(@Nullable Duration time) {
    long seconds = time == null ? 0 : time.plusNanos(999_999_999).toSeconds();
    if (seconds < 120) {
      return seconds + " s";
    }
    return seconds < 7200 ? (seconds + 59) / 60 + " min" : (seconds + 3599) / 3600 + " h";
  }
}
