package dev.awa.test;

import dev.awa.client.Awa;
import dev.awa.client.Storage;
import java.time.Duration;

/**
 * Lets time pass for a queue without waiting. The clock of the database is not touched: every time
 * that the queue has stored moves into the past, as if it had been stored that much earlier.
 */
public final class TestClock {
  /** As long as a job may wait. */
  private static final Duration LONGEST = Duration.ofDays(3650);

  private final Sandbox sandbox;
  private final Awa awa;

  TestClock(Sandbox sandbox, Awa awa) {
    this.sandbox = sandbox;
    this.awa = awa;
  }

  /**
   * Lets time pass. It moves, as if {@code time} had gone by:
   *
   * <ul>
   *   <li>when scheduled, delayed, snoozed and retrying jobs are due;
   *   <li>how long jobs have waited, so that their priority ages;
   *   <li>how long finished jobs and dead letters have been kept; those whose time is over go;
   *   <li>which planned times of schedules have come: {@link AwaKit#fireSchedules} fires them;
   *   <li>the periods of unique rules; keys whose period is over are let go;
   *   <li>the leases of workers whose process has ended, and their lead. A living worker beats on.
   * </ul>
   *
   * <p>It does not move the time that a running attempt has until its deadline, what {@code
   * Instant.now()} and SQL's {@code now()} say, the time of creation that a job carries from its
   * second run on, and what another transaction has not committed yet. A job that is enqueued
   * afterwards for an instant ({@code withRunAt}) waits until that instant has come by the real
   * clock.
   *
   * <p>Nothing runs by itself: call {@link AwaKit#drain} for what is due now.
   *
   * @param time more than zero, at most 3650 days
   * @throws IllegalArgumentException when the time is out of its range
   * @throws IllegalStateException when the queue is not known to be for tests
   */
  public void advance(Duration time) {
    if (time.isNegative() || time.isZero() || time.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "advance: must be more than 0 and at most 3650 days, got " + time);
    }
    if (sandbox.hasHistory()) {
      awa.storage().rotate(); // history is kept from the end of its segment on
      sandbox.moveBack(time);
      awa.storage().prune(Duration.ZERO, Storage.History.KEPT);
    } else {
      sandbox.moveBack(time);
    }
  }
}
