package dev.awa.spring;

import dev.awa.AwaException;
import dev.awa.QueuePolicy;
import dev.awa.QueueReading;
import dev.awa.QueueStatus;
import dev.awa.StoredOperation;
import dev.awa.client.Awa;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.springframework.beans.factory.ObjectProvider;

/** What the workers and the database say of the queues of this application, for Actuator. */
final class AwaReadings {
  private static final int NEWEST = 100;

  private final ObjectProvider<AwaWorker> workers;
  private final AwaProperties properties;
  private final BoundedQuestion<Reading> question;
  private final BoundedQuestion<Map<String, QueueStatus>> policies;
  private final BoundedQuestion<List<StoredOperation>> operations;

  /**
   * What the database has answered.
   *
   * @param paused the queues that nothing is claimed from
   * @param queues those of the workers here, as far as there was time for them
   */
  record Reading(Set<String> paused, List<QueueReading> queues) {}

  /**
   * Reads with a client that joins no transaction.
   *
   * @param pool the client
   */
  AwaReadings(Awa pool, ObjectProvider<AwaWorker> workers, AwaProperties properties) {
    this.workers = workers;
    this.properties = properties;
    this.question = new BoundedQuestion<>(() -> read(pool));
    this.policies = new BoundedQuestion<>(() -> policies(pool));
    this.operations = new BoundedQuestion<>(() -> operations(pool));
  }

  /** The workers that are to run here; none in a process that only enqueues. */
  List<OneWorker> workers() {
    AwaWorker all = workers.getIfAvailable();
    return all == null ? List.of() : all.wanted();
  }

  /** The queues that they work on, in their order. */
  List<String> queues() {
    Set<String> names = new TreeSet<>();
    workers().forEach(one -> names.addAll(one.queues().keySet()));
    return List.copyOf(names);
  }

  /**
   * Asks the database.
   *
   * @throws AwaException when it does not answer in {@code awa.health.timeout}, or the schema is
   *     missing or does not fit
   */
  Reading read() {
    return answer(question);
  }

  /** What is set of the queues, by queue; throws what {@link #read} does. */
  Map<String, QueueStatus> policies() {
    return answer(policies);
  }

  /** The operations at work among the newest hundred; throws what {@link #read} does. */
  List<StoredOperation> operations() {
    return answer(operations);
  }

  private <T> T answer(BoundedQuestion<T> asked) {
    Duration within = properties.health().timeout();
    try {
      return asked.answer(within);
    } catch (TimeoutException e) {
      throw new AwaException(
          "the database did not answer within "
              + within.toMillis()
              + " ms (awa.health.timeout). Either it hangs or cannot be reached, or the pool has no"
              + " connection to spare",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AwaException("was interrupted while it waited for the database", e);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new AwaException("could not ask the database: " + e.getMessage(), e);
    }
  }

  private Map<String, QueueStatus> policies(Awa pool) {
    return queues().stream().collect(Collectors.toMap(queue -> queue, pool.queues()::show));
  }

  private static List<StoredOperation> operations(Awa pool) {
    return pool.operations().list(NEWEST).stream()
        .filter(one -> one.state() == StoredOperation.State.RUNNING)
        .toList();
  }

  private Reading read(Awa pool) {
    pool.check();
    List<String> names = queues();
    return names.isEmpty()
        ? new Reading(Set.of(), List.of())
        : new Reading(
            pool.queues().list().stream()
                .filter(QueuePolicy::paused)
                .map(QueuePolicy::queue)
                .collect(Collectors.toSet()),
            pool.queues().read(names, properties.health().timeout()));
  }
}
