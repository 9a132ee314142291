package dev.awa.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.lab.Eventually;
import dev.awa.support.AnswerLoss;
import dev.awa.support.TestQueue;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** What a worker says of itself while it rests, and what it does when an answer to that is lost. */
final class PollPaceTest {
  private static final List<String> QUEUES = List.of("q");

  private final TestQueue queue = TestQueue.create();
  private final WorkerConfig config = WorkerConfig.defaults();
  private final CommitPace commits = new CommitPace();
  private final PollPace rest =
      new PollPace(
          Scope.of(config, queue.engine(), new Events("test", List.of())),
          QUEUES,
          () -> true,
          commits);

  private Session session(DataSource dataSource) {
    Duration patience = config.networkTimeout();
    return new Session(
        dataSource,
        Session.Use.usual("test", patience),
        new Sessions(config, new Events("test", List.of())));
  }

  private long count(String what) throws SQLException {
    return queue.number("SELECT count(*) FROM awa.sleepers WHERE " + what);
  }

  /** It finds work, as much as may not be notified of, until an answer is lost. */
  private void workUntil(AnswerLoss loss, Session lossy) {
    commits.took(Duration.ofSeconds(1).toNanos());
    Eventually.holds(
        "an answer is lost",
        () -> {
          try {
            rest.afterWork(lossy, 100, true, Set.of());
          } catch (SQLException e) {
            assertThat(e.getMessage()).isEqualTo("lost");
          }
          return loss.happened();
        });
  }

  /** PickedUp: the database may say that it watches, and then nobody is notified. */
  @Test
  void whoDoesNotKnowWhetherItWatchesLeavesItsQueuesToOthersAllTheSame() throws SQLException {
    AnswerLoss loss =
        new AnswerLoss(queue.dataSource(), "watches", () -> new SQLException("lost", "08006"));
    try (Session sound = session(queue.dataSource());
        Session lossy = session(loss.dataSource())) {
      Eventually.holds(
          "it sleeps",
          () -> {
            rest.afterNothing(sound, QUEUES, 0);
            return count("asleep") == 1;
          });
      workUntil(loss, lossy);
      assertThat(count("watches")).as("the word has come through").isOne();
      assertThat(rest.stopsWatching(sound, Set.of("q"))).containsExactly("q");
      assertThat(count("watches OR asleep")).isZero();
      assertThat(rest.stopsWatching(sound, Set.of("q"))).as("said already").isEmpty();
    }
  }

  /** Producers rely on one that watches for as long as it looks again and again. */
  @Test
  void whoWatchesNotesThatItLooks() throws SQLException {
    String forget = "SELECT setval('awa.watched_until', 1)";
    String noted = "SELECT last_value FROM awa.watched_until";
    try (Session sound = session(queue.dataSource())) {
      queue.sql(forget);
      rest.looked(sound);
      assertThat(queue.number(noted)).as("it does not watch").isOne();
      commits.took(Duration.ofSeconds(1).toNanos());
      Eventually.holds(
          "it watches",
          () -> {
            rest.afterWork(sound, 100, true, Set.of());
            return count("watches") == 1;
          });
      queue.sql(forget);
      Eventually.holds(
          "it has looked, and says so",
          () -> {
            rest.looked(sound);
            return queue.number(noted) > 1;
          });
    }
  }

  /** PickedUp: nor does it rest before it has said anew that it sleeps. */
  @Test
  void whoDoesNotKnowWhetherItWatchesSaysThatItSleepsBeforeItRests() throws SQLException {
    AnswerLoss loss =
        new AnswerLoss(queue.dataSource(), "watches", () -> new SQLException("lost", "08006"));
    try (Session sound = session(queue.dataSource());
        Session lossy = session(loss.dataSource())) {
      workUntil(loss, lossy);
      assertThat(rest.owesLook()).isTrue();
      assertThat(rest.afterNothing(sound, QUEUES, 0)).isZero();
      assertThat(count("asleep")).isOne();
      assertThat(rest.owesLook()).as("the look after that word").isTrue();
    }
  }
}
