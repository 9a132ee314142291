package dev.awa.race;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.awa.CancelVerdict;
import dev.awa.Deleted;
import dev.awa.Edited;
import dev.awa.JobState;
import dev.awa.Retried;
import dev.awa.client.JobsIn;
import dev.awa.lab.Eventually;
import dev.awa.support.TestQueue;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/** Who is let into some queues changes no job that has left these, not even at the last moment. */
final class JobsInTest {
  private final TestQueue queue = TestQueue.create();
  private final JobsIn mail = queue.awa().jobs().in(Set.of("mail"));

  private long waiting() throws Exception {
    return queue.number(
        "SELECT count(*) FROM pg_stat_activity"
            + " WHERE wait_event_type = 'Lock' AND datname = current_database()");
  }

  private long enqueue(String name) {
    return queue.awa().enqueue(TestQueue.job(name, 1)).id();
  }

  private long cancelled(String name) {
    long id = enqueue(name);
    assertThat(queue.awa().jobs().cancel(id, "test")).isEqualTo(CancelVerdict.CANCELLED);
    return id;
  }

  /** The answer of a call that waits while another transaction takes the job elsewhere. */
  private <T> Future<T> whileItMoves(String move, long id, Callable<T> call) throws Exception {
    FutureTask<T> asked = new FutureTask<>(call);
    try (Connection other = queue.begin()) {
      TestQueue.sql(other, move, id);
      Thread.ofPlatform().start(asked);
      Eventually.holds("it waits", () -> waiting() > 0);
      other.commit();
    }
    return asked;
  }

  private String queueOf(long id) {
    return queue.awa().jobs().find(id).orElseThrow().queue();
  }

  @Test
  void aJobOfAnotherQueueIsUnknown() {
    long waits = enqueue("secret");
    long ended = cancelled("secret");

    assertThat(mail.find(waits)).isEmpty();
    assertThat(mail.cancel(waits, "test")).isEqualTo(CancelVerdict.UNKNOWN);
    assertThat(mail.edit(waits, change -> change.queue("mail"))).isEqualTo(Edited.UNKNOWN);
    assertThat(mail.delete(ended)).isEqualTo(Deleted.UNKNOWN);
    assertThat(mail.retry(ended, change -> change).verdict()).isEqualTo(Retried.Verdict.UNKNOWN);
    assertThat(mail.move(ended)).isFalse();
    assertThat(queueOf(waits)).isEqualTo("secret");
    assertThat(queue.awa().jobs().find(ended).orElseThrow().state()).isEqualTo(JobState.CANCELLED);
    assertThatThrownBy(() -> queue.awa().jobs().in(Set.of())).hasMessageStartingWith("queues:");
  }

  @Test
  void aJobOfTheQueueIsSteered() {
    long id = enqueue("mail");

    assertThat(mail.find(id)).isPresent();
    assertThat(mail.edit(id, change -> change.priority(1))).isEqualTo(Edited.EDITED);
    assertThat(mail.cancel(id, "test")).isEqualTo(CancelVerdict.CANCELLED);
    assertThat(mail.retry(id, change -> change.queue("letters")).isRetried()).isTrue();
    assertThat(queueOf(id)).isEqualTo("letters");
    long other = cancelled("mail");
    assertThat(mail.delete(other)).isEqualTo(Deleted.DELETED);
    assertThat(mail.delete(other)).isEqualTo(Deleted.UNKNOWN);
  }

  @Test
  void aJobThatLeavesTheQueueMeanwhileIsNotCancelled() throws Exception {
    long id = enqueue("mail");
    Future<CancelVerdict> asked =
        whileItMoves(
            "SELECT awa.edit(?, '{\"queue\":\"secret\"}')", id, () -> mail.cancel(id, "test"));

    assertThat(asked.get()).isEqualTo(CancelVerdict.UNKNOWN);
    assertThat(queue.awa().jobs().find(id).orElseThrow().state()).isEqualTo(JobState.AVAILABLE);
  }

  @Test
  void aWaitingJobThatLeavesTheQueueMeanwhileIsNotCancelled() throws Exception {
    long id = queue.awa().enqueue(TestQueue.job("mail", 1).withDelay(Duration.ofHours(1))).id();
    Future<CancelVerdict> asked =
        whileItMoves(
            "SELECT awa.edit(?, '{\"queue\":\"secret\"}')", id, () -> mail.cancel(id, "test"));

    assertThatThrownBy(asked::get)
        .isInstanceOf(ExecutionException.class)
        .hasMessageContaining("goes to another queue at this moment");
    assertThat(queue.awa().jobs().find(id).orElseThrow().state()).isEqualTo(JobState.SCHEDULED);
  }

  @Test
  void aJobThatLeavesTheQueueMeanwhileIsNotFetchedBack() throws Exception {
    long ready = enqueue("mail");
    long waits = queue.awa().enqueue(TestQueue.job("mail", 2).withDelay(Duration.ofHours(1))).id();
    for (long id : List.of(ready, waits)) {
      Future<Edited> asked =
          whileItMoves(
              "SELECT awa.edit(?, '{\"queue\":\"secret\"}')",
              id,
              () -> mail.edit(id, change -> change.queue("mail")));
      try {
        assertThat(asked.get()).isEqualTo(Edited.UNKNOWN);
      } catch (ExecutionException e) {
        assertThat(e).hasMessageContaining("goes to another queue at this moment");
      }
      assertThat(queueOf(id)).isEqualTo("secret");
    }
  }

  @Test
  void aJobThatIsRetriedElsewhereMeanwhileIsNotDeleted() throws Exception {
    long id = cancelled("mail");
    String move = "SELECT * FROM awa.retry_changed(ARRAY[?::bigint], '{\"queue\":\"secret\"}')";
    Future<Deleted> asked = whileItMoves(move, id, () -> mail.delete(id));

    assertThatThrownBy(asked::get).hasMessageContaining("40001");
    assertThat(queueOf(id)).isEqualTo("secret");
  }
}
