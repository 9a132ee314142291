package dev.awa.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.JobAttempt;
import dev.awa.JobState;
import dev.awa.Outcome;
import dev.awa.worker.Worker;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Each run of a job can be looked at: when it began and ended, how, and why it came. */
@Tag("every-postgres")
final class JobAttemptsTest extends WorkerCase {
  private List<JobAttempt> attempts(long id) {
    return queue.awa().jobs().attempts(id);
  }

  private long snoozedRetriedAndFailed() {
    long id = enqueue();
    try (Worker worker =
        worker((args, context) ->
                switch (context.job().runNo()) {
                  case 1 -> Outcome.snooze(Duration.ofMillis(1));
                  case 2 -> throw new IllegalStateException("no luck");
                  default -> Outcome.fail("enough");
                })
            .start()) {
      assertThat(worker.running()).isZero();
      awaitState(id, JobState.FAILED);
    }
    return id;
  }

  @Test
  void everyRunIsKnownWhileTheLogsKeepIt() {
    long id = snoozedRetriedAndFailed();
    List<JobAttempt> all = attempts(id);
    assertThat(all).extracting(JobAttempt::runNo).containsExactly(1, 2, 3);
    assertThat(all).extracting(JobAttempt::attempt).containsExactly(1, 1, 2);
    assertThat(all).extracting(JobAttempt::cause).containsExactly("enqueued", "snoozed", "retried");
    assertThat(all).extracting(JobAttempt::outcome).containsExactly("snoozed", "retried", "failed");
    assertThat(all).extracting(JobAttempt::worker).endsWith("test", "test");
    assertThat(all)
        .allSatisfy(run -> {
          assertThat(run.readyAt()).isBeforeOrEqualTo(run.startedAt());
          assertThat(run.startedAt()).isBeforeOrEqualTo(run.endedAt());
        });
    assertThat(all.get(0).error()).isNull();
    assertThat(all.get(1).error()).contains("IllegalStateException", "no luck", "at dev.awa");
    assertThat(all.get(2).error()).isEqualTo("enough");
    queue.awa().deadLetters().retry(id);
    JobAttempt next = attempts(id).getLast();
    assertThat(next.cause()).isEqualTo(JobAttempt.BY_HAND);
    assertThat(next.startedAt()).isNull();
    assertThat(next.outcome()).isNull();
  }

  @Test
  void afterwardsTheErrorsTellWhatTheyKnow() throws SQLException {
    long id = snoozedRetriedAndFailed();
    queue.sql("TRUNCATE awa.ready_entries, awa.claims, awa.closures, awa.attempt_outputs");
    List<JobAttempt> all = attempts(id);
    assertThat(all).extracting(JobAttempt::runNo).containsExactly(2, 3);
    assertThat(all).extracting(JobAttempt::cause).containsExactly(null, "retried");
    assertThat(all).extracting(JobAttempt::outcome).containsExactly("retried", "failed");
    assertThat(all).extracting(JobAttempt::worker).containsExactly("test", "test");
    assertThat(all).allSatisfy(run -> assertThat(run.startedAt()).isBeforeOrEqualTo(run.endedAt()));
  }

  @Test
  void aRunThatWasChangedOrCancelledWhileItWaitedIsFollowedByOneByHand() {
    long id = enqueue();
    queue.awa().jobs().edit(id, change -> change.maxAttempts(7));
    queue.awa().jobs().cancel(id, "not now");
    queue.awa().deadLetters().retry(id);
    List<JobAttempt> all = attempts(id);
    assertThat(all)
        .extracting(JobAttempt::cause)
        .containsExactly(JobAttempt.ENQUEUED, JobAttempt.BY_HAND, JobAttempt.BY_HAND);
    assertThat(all).extracting(JobAttempt::outcome).containsOnlyNulls();
    assertThat(all).extracting(JobAttempt::startedAt).containsOnlyNulls();
  }

  @Test
  void aJobThatRunsAndOneThatNobodyHasClaimed() throws SQLException {
    long id = enqueue();
    assertThat(attempts(id)).hasSize(1);
    assertThat(attempts(id).getFirst().startedAt()).isNull();
    queue.claim(queue.worker(), "q", 1);
    JobAttempt running = attempts(id).getFirst();
    assertThat(running.startedAt()).isNotNull();
    assertThat(running.worker()).isEqualTo("test worker");
    assertThat(running.endedAt()).isNull();
    assertThat(attempts(Long.MAX_VALUE)).isEmpty();
  }
}
