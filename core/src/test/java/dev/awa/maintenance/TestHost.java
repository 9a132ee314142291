package dev.awa.maintenance;

import java.time.Duration;

/** A worker that does chores on a session of its own, hears, and is in no hurry. */
record TestHost() implements Host {
  @Override
  public long workerId() {
    return 1;
  }

  @Override
  public boolean ownsSession() {
    return true;
  }

  @Override
  public boolean isHearing() {
    return true;
  }

  @Override
  public double notifiable() {
    return 100;
  }

  @Override
  public Duration idlePoll() {
    return Duration.ofSeconds(2);
  }

  @Override
  public Duration backoff(int attempt) {
    return Duration.ofSeconds(1);
  }
}
