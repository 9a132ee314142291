package dev.awa.chaos.lab;

import dev.awa.AwaException;
import dev.awa.Enqueued;
import dev.awa.Job;
import dev.awa.Unique;
import dev.awa.chaos.ledger.Ledger;
import dev.awa.chaos.ledger.What;
import dev.awa.client.Awa;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Enqueues in transactions of its own, as an application does, and writes down what it is told. */
public final class Producer {
  private static final String CANNOT_CONNECT = "08001";
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private final DataSource dataSource;
  private final Awa awa;
  private final Ledger ledger;

  Producer(DataSource dataSource, Ledger ledger) {
    this.dataSource = dataSource;
    this.awa = Awa.of(dataSource);
    this.ledger = ledger;
  }

  /** A name for a job that no other job has. */
  public static String newId() {
    return "j" + NUMBERS.incrementAndGet();
  }

  /** Enqueues jobs in one transaction; answers what is known of it. */
  public What enqueue(String queue, List<Work> works) {
    return enqueue(works, works.stream().map(work -> job(queue, work)).toList()).what();
  }

  /** Enqueues a job under a key, so that a second try makes no second job. */
  public What enqueueOnce(String queue, Work work) {
    Job<Work> job = job(queue, work).withUnique(Unique.byText(work.id()));
    return enqueue(List.of(work), List.of(job)).what();
  }

  /** Enqueues jobs in a transaction that is prepared, and tells no worker of it. */
  public Prepared prepare(String queue, String name, List<Work> works) throws SQLException {
    return prepare(awa.withoutNotifying(), queue, name, works);
  }

  /**
   * The same as an application does that does not think of it: some worker may be notified.
   *
   * @throws SQLException when one was, and the transaction can't be prepared therefore
   */
  public Prepared prepareNotifying(String queue, String name, List<Work> works)
      throws SQLException {
    return prepare(awa, queue, name, works);
  }

  private Prepared prepare(Awa client, String queue, String name, List<Work> works)
      throws SQLException {
    works.forEach(work -> ledger.produced(What.TRIED, work.id(), 0));
    try (Connection tx = dataSource.getConnection();
        Statement statement = tx.createStatement()) {
      tx.setAutoCommit(false);
      List<Enqueued> enqueued =
          client.enqueueAll(tx, works.stream().map(work -> job(queue, work)).toList());
      statement.execute("PREPARE TRANSACTION '%s'".formatted(name));
      return new Prepared(dataSource, ledger, name, works, enqueued);
    } catch (SQLException e) {
      works.forEach(work -> ledger.produced(What.REFUSED, work.id(), 0));
      throw e;
    }
  }

  static Job<Work> job(String queue, Work work) {
    Job<Work> job = Job.of(WorkerMain.KIND, work).withQueue(queue);
    return work.deadlineMillis() == 0
        ? job
        : job.withDeadline(Duration.ofMillis(work.deadlineMillis()));
  }

  /**
   * What is known of a call.
   *
   * @param enqueued empty unless the jobs were taken
   */
  record Answer(What what, List<Enqueued> enqueued) {}

  /** Enqueues jobs, made of these works, in one transaction. */
  Answer enqueue(List<Work> works, List<Job<Work>> jobs) {
    works.forEach(work -> ledger.produced(What.TRIED, work.id(), 0));
    What answer;
    List<Enqueued> enqueued = List.of();
    try (Connection tx = dataSource.getConnection()) {
      tx.setAutoCommit(false);
      enqueued = awa.enqueueAll(tx, jobs);
      tx.commit();
      answer = What.ACKED;
    } catch (AwaException e) {
      answer = answer(e.getCause() instanceof SQLException cause ? cause.getSQLState() : null);
    } catch (SQLException e) {
      answer = answer(e.getSQLState());
    }
    for (int i = 0; i < works.size(); i++) {
      ledger.produced(answer, works.get(i).id(), enqueued.isEmpty() ? 0 : enqueued.get(i).id());
    }
    return new Answer(answer, enqueued);
  }

  private static What answer(@Nullable String state) {
    boolean saidNo =
        state != null
            && (state.equals(CANNOT_CONNECT)
                || !(state.startsWith("08") || state.startsWith("57P")));
    return saidNo ? What.REFUSED : What.UNKNOWN;
  }
}
