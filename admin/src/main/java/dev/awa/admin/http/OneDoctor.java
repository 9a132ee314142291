package dev.awa.admin.http;

import dev.awa.admin.bounded.Reserved;
import dev.awa.admin.doctor.Diagnosis;
import dev.awa.admin.doctor.Doctor;
import dev.awa.client.Awa;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * One doctor for all who ask. One of them looks and the others wait for what is found; it is the
 * answer for some seconds, so that many open pages cost the server no more than one. That nothing
 * could be found is kept as long.
 */
final class OneDoctor {
  /** For how long after a look what it has found is the answer. */
  static final Duration FRESH = Duration.ofSeconds(10);

  /** How long one waits for the one who looks. */
  static final Duration PATIENCE = Duration.ofSeconds(5);

  /** When no further look of an examination begins. */
  static final Duration ALL_LOOKS = Duration.ofSeconds(30);

  /** How long a single look may take, whatever is configured. */
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private static final Duration FOR_CONNECTIONS = Duration.ofSeconds(2);

  private final Supplier<Diagnosis> examination;
  private final LongSupplier nanoTime;
  private final Duration patience;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Diagnosis last;
  private @Nullable RuntimeException failure;
  private long lookedAt;

  OneDoctor(Supplier<Diagnosis> examination, LongSupplier nanoTime, Duration patience) {
    this.examination = examination;
    this.nanoTime = nanoTime;
    this.patience = patience;
  }

  /**
   * The doctor of a queue. An examination is a costly request: it takes one of their turns.
   *
   * @param longest how long a statement may take
   */
  static OneDoctor of(
      DataSource pool, Function<DataSource, Awa> client, Duration longest, Turns turns) {
    Duration look = longest.compareTo(LONGEST) > 0 ? LONGEST : longest;
    return new OneDoctor(
        () -> turns.run(() -> examined(pool, client, look)), System::nanoTime, PATIENCE);
  }

  private static Diagnosis examined(
      DataSource pool, Function<DataSource, Awa> client, Duration look) {
    String schema = client.apply(pool).schema();
    try (Reserved reserved = Reserved.of(pool, Doctor.CONNECTIONS, FOR_CONNECTIONS)) {
      return new Doctor(reserved.source(), client, schema, look).within(ALL_LOOKS);
    } catch (SQLException e) {
      throw Problem.of(
              Problem.Kind.UNAVAILABLE,
              "the doctor needs "
                  + Doctor.CONNECTIONS
                  + " connections and leaves one to others: "
                  + e.getMessage(),
              "Ask again when less is asked for, give the pool more connections, or use awa doctor")
          .causedBy(e, e.getSQLState());
    }
  }

  /** What the doctor has found, a few seconds ago at most. */
  Diagnosis diagnosis() {
    take();
    try {
      if ((last == null && failure == null) || nanoTime.getAsLong() - lookedAt >= FRESH.toNanos()) {
        look();
      }
      if (failure != null) {
        throw failure;
      }
      return Objects.requireNonNull(last);
    } finally {
      lock.unlock();
    }
  }

  /** That others are asking for much is no finding: it is not kept. */
  private void look() {
    last = null;
    failure = null;
    try {
      last = examination.get();
    } catch (RuntimeException e) {
      if (e instanceof Problem problem && problem.kind() == Problem.Kind.TOO_MANY) {
        throw problem;
      }
      failure = e;
    }
    lookedAt = nanoTime.getAsLong();
  }

  private void take() {
    try {
      if (lock.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw Problem.of(
            Problem.Kind.TOO_MANY,
            "the doctor is looking for somebody else",
            "Wait for a few seconds, then ask again")
        .with("Retry-After", "5");
  }
}
