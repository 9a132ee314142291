package dev.awa.worker;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Breaks off what a worker that shuts down still asks of the database when the time for it is over:
 * a call may hang for as long as the network timeout, and nobody wants to wait for that.
 */
final class Breaker implements AutoCloseable {
  private static final Duration LOOKS = Duration.ofMillis(20);

  private final Map<Session, Long> limits = new ConcurrentHashMap<>();
  private final Closing closing;
  private final Loop loop;

  /** Nothing is broken off yet. */
  Breaker(Events events, Closing closing) {
    this.closing = closing;
    this.loop = new Loop(events, "breaker", this::step);
  }

  void start() {
    loop.start();
  }

  /** From a moment on nothing is asked on these sessions. */
  void limit(Collection<Session> sessions, long moment) {
    sessions.forEach(session -> limits.put(session, moment));
  }

  private Duration step() {
    boolean hurried = closing.isHurriedFor(Closing.HURRY);
    limits.forEach((session, moment) -> {
      if (hurried || System.nanoTime() - moment > 0) {
        session.end();
      }
    });
    return LOOKS;
  }

  @Override
  public void close() {
    loop.close();
  }
}
