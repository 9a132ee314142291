package dev.awa.spring;

import dev.awa.event.Beat;
import dev.awa.event.EventListener;
import dev.awa.event.GaveUp;
import dev.awa.event.ShutdownBegan;
import dev.awa.event.WorkerEvent;
import dev.awa.event.WorkerStarted;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Remembers how a worker is, from the events that it tells. */
final class WorkerWatch implements EventListener<WorkerEvent> {
  /** As long as a worker may be silent by default before others take over what it runs. */
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(30);

  private volatile long beatNanos = System.nanoTime();
  private volatile long intervalNanos;
  private volatile @Nullable String obstacle;
  private volatile @Nullable WorkerStarted started;
  private volatile boolean stopping;

  @Override
  public void onEvent(WorkerEvent event) {
    switch (event) {
      case WorkerStarted start -> started = start;
      case GaveUp lost -> obstacle = lost.obstacle();
      case Beat beat -> beats();
      case ShutdownBegan end -> stopping = true;
      default -> {}
    }
  }

  private void beats() {
    long now = System.nanoTime();
    intervalNanos = now - beatNanos;
    beatNanos = now;
    obstacle = null;
  }

  /** The start of the worker; null until it was told. */
  @Nullable WorkerStarted started() {
    return started;
  }

  /** Whether it shuts down. */
  boolean isStopping() {
    return stopping;
  }

  /** What is lost for good, in words; null when all is there. */
  @Nullable String obstacle() {
    return obstacle;
  }

  /** For how long the database could not be told that the worker lives. */
  Duration silent() {
    return Duration.ofNanos(System.nanoTime() - beatNanos);
  }

  /** Whether that is so long that others have probably taken over what it ran. */
  boolean isCutOff() {
    Duration threeBeats = Duration.ofNanos(intervalNanos).multipliedBy(3);
    return silent().compareTo(LONGEST_SILENCE) > 0 && silent().compareTo(threeBeats) > 0;
  }
}
