package dev.awa.engine;

import dev.awa.StorageStatus.Holder;
import dev.awa.StorageStatus.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says in words what keeps a segment from being pruned. */
final class Blockers {
  private final List<Storage.Facts> segments;
  private final List<Holder> holders;
  private final List<Worker> workers;
  private final boolean led;

  Blockers(List<Storage.Facts> segments, List<Holder> holders, List<Worker> workers, boolean led) {
    this.segments = segments;
    this.holders = holders;
    this.workers = workers;
    this.led = led;
  }

  /** Everything that is in the way of one segment; never empty. */
  List<String> of(Storage.Facts segment) {
    if (segment.history() == null) {
      return List.of("it is current");
    }
    List<String> words = new ArrayList<>();
    long oldest = segments.getFirst().generation().number();
    if (segment.generation().number() == oldest) {
      holders.forEach(holder -> words.add(Holders.words(holder)));
    } else {
      words.add("generation " + oldest + " is pruned first");
    }
    history(segment.history(), words);
    segment.waiting().forEach(queue -> words.add(waiting(queue)));
    if (segment.openClaims() > 0) {
      words.add(open(segment));
    }
    workers.forEach(worker -> holds(worker, segment.generation().slot(), words));
    if (!led) {
      words.add("no worker leads");
    }
    return words.isEmpty() ? List.of("nothing: it is pruned with the next steps") : words;
  }

  private static void history(@Nullable Duration left, List<String> words) {
    if (left != null && left.isPositive()) {
      words.add("history is kept for another " + words(left));
    }
  }

  private static String waiting(Storage.WaitingQueue queue) {
    String text = "runs of queue \"" + queue.name() + "\" wait in it";
    return queue.pausedSince() == null
        ? text
        : text + " (paused since " + queue.pausedSince() + ")";
  }

  private String open(Storage.Facts segment) {
    String who =
        workers.stream()
            .filter(worker -> worker.id() == segment.openWorker())
            .map(Blockers::named)
            .findFirst()
            .orElse("worker " + segment.openWorker() + ", which is not known");
    return segment.openClaims() == 1
        ? "a claim is open on " + who
        : segment.openClaims() + " claims are open, the first on " + who;
  }

  private static void holds(Worker worker, int slot, List<String> words) {
    if (worker.state().equals("dead")) {
      words.add(named(worker) + " is dead and not rescued yet");
    } else if (isSilent(worker)) {
      words.add(named(worker) + " has not announced since " + worker.beatAt());
    } else if (worker.heldSlots().contains(slot)) {
      words.add(named(worker) + " says that it holds it");
    }
  }

  /** Longer than two beats and a half: the time in which a living worker has announced. */
  private static boolean isSilent(Worker worker) {
    return worker.silent().multipliedBy(2).compareTo(worker.beat().multipliedBy(5)) > 0;
  }

  private static String named(Worker worker) {
    return "worker \"" + worker.name() + "\" (" + worker.id() + ")";
  }

  /** A time in its largest whole unit, rounded up. */
  static String words(Duration time) {
    long seconds = time.plusNanos(999_999_999).toSeconds();
    if (seconds < 120) {
      return seconds + " s";
    }
    return seconds < 7200 ? (seconds + 59) / 60 + " min" : (seconds + 3599) / 3600 + " h";
  }
}
