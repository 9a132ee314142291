package dev.awa.worker;

import dev.awa.engine.Endings;
import dev.awa.event.Event;
import dev.awa.event.RunsBegin;
import dev.awa.event.RunsPutBack;
import dev.awa.pace.Pace;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Puts back the runs that do not get to begin, since handlers keep every processor of the virtual
 * threads: other workers can run them, and their attempts do not count. On the thread of the watch,
 * which needs none of those processors, and of the shutdown; waits for nobody.
 */
final class PutBack {

  /**
   * So long a run may wait to begin. No pause of a healthy process is as long, and with a look each
   * second, and two until another worker finds it, a run is back at work within the ten seconds
   * that it would take had its worker been killed.
   */
  static final Duration PATIENCE = Duration.ofSeconds(5);

  /** Who looks each second and comes so late stood still himself, with all of the process. */
  private static final long STOOD_STILL_NANOS = Duration.ofSeconds(2).toNanos();

  private final Consumer<? super Event> events;
  private final Running running;
  private final Unbegun unbegun;
  private final Finisher finisher;
  private final ReentrantLock lock = new ReentrantLock();

  /** Some were taken back, and perhaps not all of them handed in. */
  private boolean owes;

  // what the thread of the watch knows
  private final Pace looks = new Pace(Duration.ofSeconds(1));
  private long lookedNanos = System.nanoTime();
  private long awakeNanos = lookedNanos;
  private final Pace tells = new Pace(Duration.ofMinutes(1));
  private boolean told;
  private long untold;

  PutBack(Consumer<? super Event> events, Running running, Unbegun unbegun, Finisher finisher) {
    this.events = events;
    this.running = running;
    this.unbegun = unbegun;
    this.finisher = finisher;
  }

  /** On the thread of the watch, at least each second: puts back what waits for too long. */
  void look() {
    if (!looks.isDue()) {
      return;
    }
    long now = System.nanoTime();
    if (now - lookedNanos > STOOD_STILL_NANOS) {
      awakeNanos = now;
    }
    lookedNanos = now;
    if (now - awakeNanos < PATIENCE.toNanos()) {
      return;
    }
    int runs = all(PATIENCE, "had not begun after " + PATIENCE.toSeconds() + " s");
    if (runs > 0) {
      unbegun.werePutBack();
      tell(runs);
    } else if (told && unbegun.areNone()) {
      told = false;
      events.accept(new RunsBegin());
    }
  }

  /**
   * If a run has waited for this long to begin, all that wait are put back: what was claimed after
   * it must not begin before it is put back, or their order were lost. How many they were.
   */
  int all(Duration patience, String why) {
    lock.lock();
    try {
      if (!unbegun.areNone()) {
        takeBack(running.waiting(), patience);
      }
      if (!owes) {
        return 0;
      }
      List<Attempt> taken = running.takenBack();
      taken.forEach(attempt -> handIn(attempt, why));
      owes = false;
      return taken.size();
    } finally {
      lock.unlock();
    }
  }

  /** The last first, while threads begin the first: so those that begin come before the others. */
  private void takeBack(List<Attempt> waiting, Duration patience) {
    if (waiting.stream().anyMatch(attempt -> attempt.took().compareTo(patience) >= 0)) {
      owes = true;
      waiting.reversed().forEach(attempt -> attempt.start().takeBack());
    }
  }

  /** Done again when it fails: it stands among the running until it is handed in. */
  private void handIn(Attempt attempt, String why) {
    attempt.end(Endings.released(attempt.job().attempt(), Duration.ZERO, why));
    attempt.handIn(finisher::addAtOnce);
    if (running.end(attempt)) {
      attempt.givePermitBack();
    }
  }

  /** Once, and once a minute when it happens again and again. */
  private void tell(int runs) {
    untold += runs;
    if (!tells.isDue()) {
      return;
    }
    events.accept(new RunsPutBack(untold, PATIENCE, Occupants.words(running.begun())));
    told = true;
    untold = 0;
  }
}
