package dev.awa.worker;

import dev.awa.event.EndingsNotStored;
import dev.awa.event.RunsLeft;
import dev.awa.event.ShutdownBegan;
import dev.awa.event.ShutdownEnded;
import dev.awa.event.ShutdownWaits;
import dev.awa.pace.Pace;
import java.time.Duration;
import java.util.List;

/** How a worker ends: in which order its parts do, what it waits for, and for how long. */
final class Shutdown {

  /** What is left for saying goodbye after the send grace, which may be spent by then. */
  private static final Duration GOODBYE = Duration.ofSeconds(2);

  /** A healthy worker begins a run much sooner. What waits for longer is put back. */
  private static final Duration TO_BEGIN = Duration.ofMillis(100);

  /** A claim at work is waited for at least so long, however short the grace. */
  private static final Duration LAST_CLAIM = Duration.ofSeconds(2);

  private static final String WHY = "the worker shut down";

  private final Wiring parts;
  private final Closing closing;
  private final long begun = System.nanoTime();

  /** Until when endings are sent, and listeners may hear of them. */
  private long until = begun;

  Shutdown(Wiring parts, Closing closing) {
    this.parts = parts;
    this.closing = closing;
  }

  /** Ends them all, in bounded time; throws nothing. */
  void run() {
    parts.events.accept(
        new ShutdownBegan(parts.running.begun().size(), parts.running.waitingWords()));
    try {
      end();
    } catch (Throwable e) {
      Complaint.about(
          Worker.class, parts.config.name() + ": could not be shut down as it should be", e);
    }
    parts.endAll();
    parts.events.accept(
        new ShutdownEnded(
            Duration.ofNanos(System.nanoTime() - begun),
            parts.running.size(),
            parts.finisher.unsent()));
    parts.events.stop(longer(Bounds.until(until), GOODBYE));
  }

  /**
   * One after the other: what claims first, what says that the worker lives last but one, so that
   * nobody rescues runs that are still being sent.
   */
  private void end() {
    try (Breaker breaker = new Breaker(parts.events, closing)) {
      breaker.start();
      parts.claimer.close();
      letFinish(breaker);
      Duration send =
          closing.isHurried()
              ? shorter(parts.config.sendGrace(), Closing.HURRY)
              : parts.config.sendGrace();
      until = Bounds.after(send);
      long goodbye = until + GOODBYE.toNanos();
      breaker.limit(parts.all, goodbye);
      parts.finisher.lastCall();
      parts.claimer.stop(Bounds.until(until));
      parts.running.cancelAll(); // also what was claimed at last
      parts.runner.putBack().all(Duration.ZERO, WHY);
      parts.running.all().forEach(attempt -> parts.runner.release(attempt, WHY));
      finishSending(until);
      parts.maintenance.stop(Bounds.until(until));
      parts.notifications.stop(Bounds.until(goodbye));
      parts.watch.stop(Bounds.until(goodbye));
      parts.heart.stop(Bounds.until(goodbye));
    }
  }

  /**
   * Lets handlers finish, for the grace; then they are cancelled, and have a moment more. What does
   * not get to begin is put back at once, for others.
   */
  private void letFinish(Breaker breaker) {
    Pace told = new Pace(Duration.ofSeconds(10));
    told.isDue();
    Pace looks = new Pace(TO_BEGIN);
    Runnable meanwhile =
        () -> {
          if (looks.isDue()) {
            putBack();
          }
          if (told.isDue()) {
            tellWaiting();
          }
        };
    long grace = begun + Bounds.nanos(parts.config.grace());
    Duration claim = shorter(parts.config.sendGrace(), longer(parts.config.grace(), LAST_CLAIM));
    closing.await(parts.claimer::hasEnded, begun + Bounds.nanos(claim), meanwhile);
    if (parts.claimer.hasEnded()) {
      breaker.limit(List.of(parts.claimer.session()), Bounds.after(GOODBYE));
      parts.claimer.rise();
    }
    if (!closing.await(parts.running::isNone, grace, meanwhile)) {
      parts.running.cancelAll();
      closing.await(parts.running::isNone, Bounds.after(parts.config.cancelGrace()), meanwhile);
    }
  }

  private void putBack() {
    int runs = parts.runner.putBack().all(TO_BEGIN, WHY);
    if (runs > 0) {
      parts.events.accept(new RunsLeft(runs, parts.running.size()));
    }
  }

  private void tellWaiting() {
    parts.events.accept(new ShutdownWaits(parts.running.words()));
  }

  private void finishSending(long until) {
    closing.awaitBriefly(parts.finisher::isLastCallOver, until);
    parts.finisher.stop(Bounds.until(until));
    if (!parts.finisher.isDone()) {
      parts.events.accept(new EndingsNotStored(parts.finisher.unsent(), parts.finisher.kept()));
    }
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }
}
