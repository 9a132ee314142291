package dev.awa.spring;

import dev.awa.AwaException;
import dev.awa.QueueReading;
import dev.awa.QueueStats;
import dev.awa.worker.Worker;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/**
 * The endpoint {@code awa} of Actuator: the workers of this process, their queues, and the kinds
 * that they handle. It only reads.
 */
@Endpoint(id = "awa", defaultAccess = Access.READ_ONLY)
public final class AwaEndpoint {
  private final AwaReadings readings;
  private final HandlerBeans handlers;

  AwaEndpoint(AwaReadings readings, HandlerBeans handlers) {
    this.readings = readings;
    this.handlers = handlers;
  }

  /**
   * All that the endpoint shows.
   *
   * @param database "answers", or in words why it does not; then no queue is read
   * @param workers the workers that run in this process, by name
   * @param queues the queues that they work on, by name, in all processes
   * @param unread the queues that could not be read within {@code awa.health.timeout}
   * @param handlers the handlers of the application, by kind
   */
  public record Overview(
      String database,
      Map<String, WorkerView> workers,
      Map<String, QueueView> queues,
      List<String> unread,
      Map<String, HandlerView> handlers) {}

  /**
   * A worker.
   *
   * @param name how people recognise it
   * @param state how it is, in words
   * @param running how many handlers run now
   * @param keptEndings how many endings the database refuses
   * @param concurrency how many jobs of each queue run at once here
   */
  public record WorkerView(
      String name, String state, int running, int keptEndings, Map<String, Integer> concurrency) {}

  /**
   * How many jobs a queue has, by state.
   *
   * @param paused whether nothing is claimed from it
   * @param lagSeconds for how long the job that waits longest has been ready; null when none waits
   */
  public record QueueView(
      boolean paused,
      long available,
      long running,
      long scheduled,
      long retryable,
      long completed,
      long failed,
      long cancelled,
      long deadLetters,
      @Nullable Double lagSeconds) {
    private static QueueView of(QueueReading reading, boolean paused) {
      QueueStats stats = reading.stats();
      return new QueueView(
          paused,
          stats.available(),
          stats.running(),
          stats.scheduled(),
          stats.retryable(),
          stats.completed(),
          stats.failed(),
          stats.cancelled(),
          stats.deadLetters(),
          reading.lag() == null ? null : reading.lag().toMillis() / 1e3);
    }
  }

  /**
   * A handler.
   *
   * @param where which bean and method it is
   * @param queue the queue that a worker works on because of it
   */
  public record HandlerView(String where, String queue) {}

  /**
   * Looks now, at the database for {@code awa.health.timeout} at most. What this process knows by
   * itself is shown whether the database answers or not.
   */
  @ReadOperation
  public Overview overview() {
    Map<String, WorkerView> workers = new LinkedHashMap<>();
    readings.workers().forEach(one -> workers.put(one.name(), view(one)));
    Map<String, HandlerView> kinds = new TreeMap<>();
    handlers.all().forEach(one -> kinds.put(one.kind(), new HandlerView(one.where(), one.queue())));
    String database = "answers";
    Map<String, QueueView> queues = Map.of();
    try {
      queues = queues(readings.read());
    } catch (AwaException e) {
      database = String.valueOf(e.getMessage());
    }
    List<String> unread = new ArrayList<>(readings.queues());
    unread.removeAll(queues.keySet());
    return new Overview(database, workers, queues, unread, kinds);
  }

  private static WorkerView view(OneWorker one) {
    return new WorkerView(
        one.label(),
        WorkerFacts.of(one).words(),
        one.worker().map(Worker::running).orElse(0),
        one.worker().map(Worker::keptEndings).orElse(0),
        one.queues());
  }

  private static Map<String, QueueView> queues(AwaReadings.Reading reading) {
    Map<String, QueueView> queues = new LinkedHashMap<>();
    for (QueueReading one : reading.queues()) {
      String name = one.stats().queue();
      queues.put(name, QueueView.of(one, reading.paused().contains(name)));
    }
    return queues;
  }
}
