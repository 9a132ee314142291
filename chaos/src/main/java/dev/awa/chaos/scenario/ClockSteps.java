package dev.awa.chaos.scenario;

import dev.awa.chaos.lab.Clock;
import dev.awa.chaos.lab.Fires;
import dev.awa.chaos.lab.Lab;
import dev.awa.chaos.lab.Load;
import dev.awa.lab.Eventually;
import dev.awa.schedule.Missed;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The clock of the server itself is set ten minutes ahead, back, and ahead again, under load and
 * amid schedules. Nobody dies of it, so nothing may run twice, and no planned time is fired twice.
 * What was put off while the clock was back waits until the last step.
 */
final class ClockSteps implements Scenario {
  private static final Duration STEP = Duration.ofMinutes(10);
  private static final int SCHEDULES = 20;
  private static final int JOBS = 100;

  /** A clock this close to the right one has taken the step; a step is ten minutes and more. */
  private static final int CLOSE_SECONDS = 60;

  @Override
  public String name() {
    return "clock-steps";
  }

  @Override
  public String about() {
    return "the clock of the server is set ahead and back, amid schedules and under load";
  }

  @Override
  public String faults() {
    return "T2";
  }

  @Override
  public boolean sharesServer() {
    return false;
  }

  @Override
  public void run(Lab lab) throws Exception {
    Path library =
        Clock.library().orElseThrow(() -> new SkippedException("libfaketime is not installed"));
    Clock clock = Clock.of(lab.database().server(), library, lab.folder());
    Fires fires = new Fires(lab.database());
    lab.workers().startAll("one", "other");
    fires.declare("once", SCHEDULES, Missed.once());
    fires.declare("catch up", 1, Missed.catchUp(SCHEDULES));
    fires.awaitMore(2 * SCHEDULES);
    try (Load load = lab.producers().load()) {
      load.awaitMore(JOBS);
      for (int round = 0; round < (lab.isShort() ? 1 : 5); round++) {
        step(lab, clock, STEP.multipliedBy(round + 1), load);
        fires.awaitMore(2 * SCHEDULES);
        step(lab, clock, Duration.ZERO, load);
        step(lab, clock, STEP.multipliedBy(round + 1), load);
        fires.awaitMore(2 * SCHEDULES);
      }
    }
    fires.requireOnce();
    fires.end();
  }

  private static void step(Lab lab, Clock clock, Duration ahead, Load load) throws Exception {
    lab.injected();
    clock.set(ahead);
    AtomicLong off = new AtomicLong(Long.MIN_VALUE);
    Eventually.holds(
        () -> "the server's clock is set %s ahead; it is off by %d s".formatted(ahead, off.get()),
        () -> {
          long shown =
              lab.database().number("SELECT extract(epoch FROM clock_timestamp())::bigint");
          off.set(shown - Instant.now().plus(ahead).getEpochSecond());
          return Math.abs(off.get()) < CLOSE_SECONDS;
        });
    lab.workers().awaitBeats();
    load.awaitMore(JOBS);
  }
}
