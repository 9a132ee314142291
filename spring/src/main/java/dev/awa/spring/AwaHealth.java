package dev.awa.spring;

import dev.awa.AwaException;
import dev.awa.QueueReading;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How Awa is in this application. What is broken is DOWN: the database or the schema can't be used,
 * a worker is lost or cut off. What works and does not do all that was asked of it is
 * OUT_OF_SERVICE: a worker that was stopped or not yet started, jobs that wait for too long.
 */
final class AwaHealth {
  private static final Duration NONE = Duration.ZERO;

  private final AwaReadings readings;
  private final AwaProperties properties;

  AwaHealth(AwaReadings readings, AwaProperties properties) {
    this.readings = readings;
    this.properties = properties;
  }

  /** The statuses of Spring Boot, the best first. */
  enum Status {
    UP,
    OUT_OF_SERVICE,
    DOWN
  }

  /** What was found. */
  record Finding(Status status, Map<String, Object> details) {}

  /** Looks now; takes {@code awa.health.timeout} and no longer. */
  Finding look() {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("schema", properties.schema());
    Status status = Status.UP;
    for (OneWorker one : readings.workers()) {
      WorkerFacts facts = WorkerFacts.of(one);
      details.put("worker." + one.name(), facts.words());
      status = worse(status, facts.status());
    }
    return new Finding(worse(status, database(details)), details);
  }

  private Status database(Map<String, Object> details) {
    try {
      AwaReadings.Reading reading = readings.read();
      details.put("database", "answers");
      return lag(reading, details);
    } catch (AwaException e) {
      details.put("database", e.getMessage());
      return Status.DOWN;
    }
  }

  /** A queue that is paused waits because somebody wants it to. */
  private Status lag(AwaReadings.Reading reading, Map<String, Object> details) {
    List<QueueReading> queues =
        reading.queues().stream()
            .filter(one -> !reading.paused().contains(one.stats().queue()))
            .toList();
    Optional<QueueReading> slowest = queues.stream().max(Comparator.comparing(AwaHealth::lag));
    if (slowest.isEmpty()) {
      return Status.UP;
    }
    Duration lag = lag(slowest.get());
    details.put("longestWait.seconds", lag.toMillis() / 1e3);
    details.put("longestWait.queue", slowest.get().stats().queue());
    Duration most = properties.health().maxLag();
    return most != null && lag.compareTo(most) > 0 ? Status.OUT_OF_SERVICE : Status.UP;
  }

  private static Duration lag(QueueReading reading) {
    return reading.lag() == null ? NONE : reading.lag();
  }

  private static Status worse(Status one, Status other) {
    return one.compareTo(other) > 0 ? one : other;
  }
}
