package dev.awa.spring;

import dev.awa.AwaException;
import dev.awa.QueuePause;
import dev.awa.QueueReading;
import dev.awa.QueueStats;
import dev.awa.QueueStatus;
import dev.awa.StoredOperation;
import dev.awa.worker.Worker;
import java.time.Instant;
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
   * @param operations those of the newest hundred operations that are at work, whatever queue they
   *     are about, the newest first
   * @param handlers the handlers of the application, by kind
   */
  public record Overview(
      String database,
      Map<String, WorkerView> workers,
      Map<String, QueueView> queues,
      List<String> unread,
      List<OperationView> operations,
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
   * @param pause since when, by whom, why and until when it is paused; null when it is not
   * @param settings what is set of it for all workers, by name: those that are not set are missing
   * @param lagSeconds for how long the job that waits longest has been ready; null when none waits
   */
  public record QueueView(
      boolean paused,
      @Nullable QueuePause pause,
      Map<String, String> settings,
      long available,
      long running,
      long scheduled,
      long retryable,
      long completed,
      long failed,
      long cancelled,
      long deadLetters,
      @Nullable Double lagSeconds) {
    private static QueueView of(QueueReading reading, QueueStatus status) {
      QueueStats stats = reading.stats();
      Map<String, String> settings = new TreeMap<>();
      status
          .settings()
          .values()
          .forEach((setting, value) -> settings.put(setting.toString(), String.valueOf(value)));
      return new QueueView(
          status.pause() != null,
          status.pause(),
          settings,
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
   * An operation on many jobs that is at work. Its filter is not shown: that may have arguments.
   *
   * @param verb what it does to each job: retry, cancel, edit, delete, move_to_dead_letters
   * @param percent how far it is, 0 to 100
   * @param idleSeconds for how long it has not come further
   */
  public record OperationView(
      long id,
      String verb,
      String submittedBy,
      String reason,
      Instant submittedAt,
      double percent,
      long changed,
      long tooLate,
      long duplicates,
      long failed,
      double idleSeconds) {
    private static OperationView of(StoredOperation operation) {
      StoredOperation.Counts counts = operation.counts();
      return new OperationView(
          operation.id(),
          operation.verb().word(),
          operation.submittedBy(),
          operation.reason(),
          operation.submittedAt(),
          operation.percent(),
          counts.changed(),
          counts.tooLate(),
          counts.duplicates(),
          counts.failed(),
          operation.idle().toMillis() / 1e3);
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
    List<OperationView> operations = List.of();
    try {
      queues = queues(readings.read(), readings.policies());
      operations = readings.operations().stream().map(OperationView::of).toList();
    } catch (AwaException e) {
      database = String.valueOf(e.getMessage());
    }
    List<String> unread = new ArrayList<>(readings.queues());
    unread.removeAll(queues.keySet());
    return new Overview(database, workers, queues, unread, operations, kinds);
  }

  private static WorkerView view(OneWorker one) {
    return new WorkerView(
        one.label(),
        WorkerFacts.of(one).words(),
        one.worker().map(Worker::running).orElse(0),
        one.worker().map(Worker::keptEndings).orElse(0),
        one.queues());
  }

  private static Map<String, QueueView> queues(
      AwaReadings.Reading reading, Map<String, QueueStatus> policies) {
    Map<String, QueueView> queues = new LinkedHashMap<>();
    for (QueueReading one : reading.queues()) {
      String name = one.stats().queue();
      QueueStatus status = policies.get(name);
      if (status != null) {
        queues.put(name, QueueView.of(one, status));
      }
    }
    return queues;
  }
}
