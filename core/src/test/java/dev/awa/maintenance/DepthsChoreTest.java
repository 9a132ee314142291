package dev.awa.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.Job;
import dev.awa.engine.Lead;
import dev.awa.support.TestQueue;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Queues are sampled in rounds, each of which is as of one minute that is not long ago. */
final class DepthsChoreTest {
  private static final int QUEUES = 450;
  private static final String CLOCK = "date_trunc('minute', clock_timestamp())";
  private static final String OLD =
      "SELECT count(*) FROM awa.depths WHERE at < now() - '30 min'::interval";
  private static final String NEW =
      "SELECT count(*) FROM awa.depths WHERE at > now() - '30 min'::interval";

  private final TestQueue queue = TestQueue.create();
  private long now = Long.MAX_VALUE; // it may overflow, as System.nanoTime may
  private final DepthsChore chore = new DepthsChore(queue.engine(), () -> now);
  private Connection connection;
  private Lead lead;

  @BeforeEach
  void lead() throws SQLException {
    connection = queue.connect();
    lead = newLead();
    List<Job<?>> jobs = new ArrayList<>();
    for (int i = 0; i < QUEUES; i++) {
      jobs.add(TestQueue.job("q" + i, 1));
    }
    queue.awa().enqueueAll(jobs);
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  private Lead newLead() throws SQLException {
    queue.sql("UPDATE awa.leadership SET expires_at = '-infinity'");
    return queue
        .engine()
        .leadership()
        .lead(connection, queue.worker(), Duration.ofHours(1))
        .mine()
        .orElseThrow();
  }

  private Duration turn() throws SQLException {
    return chore.turn(connection, lead);
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }

  /** The first turn of a round, as it was an hour ago. */
  private void turnOfAnHourAgo() throws SQLException {
    String sample =
        queue.texts("SELECT pg_get_functiondef('awa.sample_depths'::regproc)").getFirst();
    String early =
        sample.replace(CLOCK, "date_trunc('minute', clock_timestamp() - interval '1 hour')");
    assertThat(early).isNotEqualTo(sample);
    queue.sql(early);
    assertThat(turn()).isZero();
    queue.sql(sample);
    assertThat(queue.number(OLD)).isEqualTo(200);
  }

  @Test
  void aRoundIsAsOfOneMinuteAndRoundsBeginInEach() throws SQLException {
    turnOfAnHourAgo();
    pass(Duration.ofSeconds(20));
    assertThat(turn()).isZero();
    pass(Duration.ofSeconds(20));
    assertThat(turn()).as("55 s after it began").isEqualTo(Duration.ofSeconds(15));
    assertThat(queue.number(OLD)).isEqualTo(QUEUES);
    assertThat(queue.number("SELECT count(DISTINCT at) FROM awa.depths")).isEqualTo(1);
    assertThat(turn()).isZero();
    assertThat(queue.number(NEW)).as("another round").isEqualTo(200);
    pass(Duration.ofMinutes(2));
    assertThat(turn()).isZero();
    assertThat(turn()).as("there was no time to rest").isZero();
    assertThat(queue.number(NEW)).isEqualTo(QUEUES);
  }

  /** Where there are very many queues: none is left out. */
  @Test
  void aRoundThatTakesTooLongGoesOnAsOfAnotherMinute() throws SQLException {
    turnOfAnHourAgo();
    pass(Duration.ofMinutes(5).plusNanos(1));
    assertThat(turn()).isZero();
    turn();
    assertThat(queue.number(OLD)).isEqualTo(200);
    assertThat(queue.number(NEW)).isEqualTo(QUEUES - 200);
    assertThat(queue.number("SELECT count(DISTINCT queue) FROM awa.depths")).isEqualTo(QUEUES);
  }

  /** A worker that has lost the lead in the middle of a round, and has it again hours later. */
  @Test
  void underAnotherLeadThereIsANewRound() throws SQLException {
    turnOfAnHourAgo();
    lead = newLead();
    for (int i = 0; i < 3; i++) {
      turn();
    }
    assertThat(queue.number(OLD)).isEqualTo(200);
    assertThat(queue.number(NEW)).isEqualTo(QUEUES);
  }
}
