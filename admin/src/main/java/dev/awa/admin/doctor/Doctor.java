package dev.awa.admin.doctor;

import dev.awa.AwaException;
import dev.awa.admin.bounded.Bounded;
import dev.awa.client.Awa;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a queue, its schema, its workers and its server. Nothing is changed. Each look is a
 * transaction of its own, so one that fails keeps no other from being taken. The role needs the
 * rights of a reader; what the server hides from it is told. Safe for use by several threads.
 */
public final class Doctor {
  private static final List<Exam> EXAMS =
      List.of(
          new QueueExam(),
          new ServerExam(),
          new SessionExam(),
          new SchemaExam(),
          new TablesExam(),
          new AutovacuumExam(),
          new HorizonExam(),
          new SlotsExam(),
          new StandbysExam(),
          new PoolerExam(),
          new ClockExam(),
          new ConnectionsExam(),
          new NotificationsExam(),
          new RingExam(),
          new WorkersExam(),
          new JobsExam(),
          new SchedulesExam());

  /** How many connections at once an examination takes. */
  public static final int CONNECTIONS = 2;

  private static final Duration FOR_EVER = Duration.ofDays(1);
  private static final String CANCELLED = "57014";
  private static final String UNUSABLE = "the schema can't be used: see exam schema";

  private final DataSource dataSource;
  private final Awa awa;
  private final String schema;
  private final Duration longest;

  /**
   * A doctor of a queue.
   *
   * @param dataSource its database; {@link #CONNECTIONS} at once are taken of it
   * @param client makes the client of a data source, {@code Awa::of} for instance
   * @param schema the schema that the queue lives in: {@code awa}
   * @param longest how long a statement may take before its look is given up, 1 s to 5 min
   * @throws IllegalArgumentException when the time is out of range
   */
  public Doctor(
      DataSource dataSource, Function<DataSource, Awa> client, String schema, Duration longest) {
    if (longest.toSeconds() < 1 || longest.compareTo(Duration.ofMinutes(5)) > 0) {
      throw new IllegalArgumentException("longest: must be 1 s to 5 min, got " + longest);
    }
    this.dataSource = Bounded.reading(dataSource, longest);
    this.awa = client.apply(this.dataSource);
    this.schema = schema;
    this.longest = longest;
  }

  /** Looks at everything. */
  public Diagnosis examine() {
    return within(FOR_EVER);
  }

  /**
   * Looks at everything that there is time for. A look that begins in time may end later.
   *
   * @param all when no further look begins
   */
  public Diagnosis within(Duration all) {
    Instant at = Instant.now();
    long begun = System.nanoTime();
    List<Examined> exams = new ArrayList<>();
    List<Finding> findings = new ArrayList<>();
    boolean isUsable = isUsable();
    for (Exam exam : EXAMS) {
      boolean isTime = System.nanoTime() - begun < all.toNanos();
      String failure =
          !isTime
              ? "no time was left: all looks together have " + Ago.words(all)
              : exam.looksAtTheQueue() && !isUsable ? UNUSABLE : failureOf(exam, findings);
      exams.add(new Examined(exam.name(), exam.about(), failure));
    }
    return new Diagnosis(at, exams, findings);
  }

  private boolean isUsable() {
    try {
      awa.check();
      return true;
    } catch (AwaException e) {
      return false; // the exams of queue and schema tell
    }
  }

  /** Adds what an exam finds; answers why it could not be made, null when it could. */
  private @Nullable String failureOf(Exam exam, List<Finding> findings) {
    try (Connection connection = dataSource.getConnection()) {
      boolean autoCommit = connection.getAutoCommit();
      connection.setAutoCommit(false);
      try {
        begin(connection);
        findings.addAll(exam.on(new Patient(dataSource, awa, schema, connection)));
        return null;
      } finally {
        connection.rollback();
        connection.setAutoCommit(autoCommit);
      }
    } catch (SQLException e) {
      return words(e, e.getMessage() + " (SQLSTATE " + e.getSQLState() + ")");
    } catch (AwaException e) {
      return words(e.getCause(), String.valueOf(e.getMessage()));
    }
  }

  private String words(@Nullable Throwable cause, String words) {
    boolean isCancelled =
        cause instanceof SQLException failure && CANCELLED.equals(failure.getSQLState());
    return isCancelled ? "it took longer than " + Ago.words(longest) + ": " + words : words;
  }

  private static void begin(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET LOCAL search_path = pg_catalog");
    }
  }
}
