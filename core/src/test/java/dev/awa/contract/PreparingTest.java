package dev.awa.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.awa.Enqueued;
import dev.awa.InvalidJobException;
import dev.awa.Job;
import dev.awa.Preparer;
import dev.awa.client.Awa;
import dev.awa.support.TestQueue;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each job of a client passes through its preparers, in whatever way it is enqueued. */
final class PreparingTest {
  private static final Preparer TAGGED = Preparer.of(job -> job.withTags("prepared"));

  private TestQueue queue;

  @BeforeEach
  void create() {
    queue = TestQueue.create();
  }

  private static Job<?> job(int number) {
    return TestQueue.job("q", number);
  }

  @Test
  void eachWayToEnqueueAndEachViewPrepares() throws SQLException {
    Awa awa = queue.awa().preparing(TAGGED);
    List<Enqueued> answers = new ArrayList<>();
    answers.add(awa.enqueue(job(1)));
    answers.addAll(awa.enqueueAll(List.of(job(2), job(3))));
    assertThat(awa.copy(List.of(job(4), job(5)).iterator(), answers::add)).isEqualTo(2);
    try (Connection tx = queue.connect()) {
      answers.add(awa.enqueue(tx, job(6)));
      answers.addAll(awa.enqueueAll(tx, List.of(job(7))));
      awa.copy(tx, List.of(job(8)).iterator(), answers::add);
    }
    awa.inTransaction(tx -> answers.add(awa.enqueue(tx, job(9))));
    answers.add(awa.joining().enqueue(job(10)));
    answers.add(awa.withoutNotifying().enqueue(job(11)));
    answers.add(awa.waking(name -> {}).enqueue(job(12)));
    assertThat(answers).hasSize(12);
    assertThat(queue.texts("SELECT ext FROM awa.jobs"))
        .hasSize(12)
        .containsOnly("{\"tags\":[\"prepared\"]}");
    assertThat(queue.awa().enqueue(job(13)).duplicate()).as("the client it came from").isFalse();
    assertThat(queue.texts("SELECT ext FROM awa.jobs")).contains("{}");
  }

  @Test
  void thePreparersAreAskedInTheirOrderAndTheQueueThatTheyNameIsWoken() throws SQLException {
    List<String> woken = new ArrayList<>();
    Awa awa =
        queue
            .awa()
            .preparing(Preparer.of(job -> job.withQueue("first")))
            .preparing(Preparer.of(job -> job.withQueue(job.queue() + ", second")))
            .waking(woken::add);
    awa.enqueue(job(1));
    assertThat(woken).containsExactly("first, second");
  }

  @Test
  void whatAPreparerThrowsReachesTheCallerAndNothingIsWritten() throws SQLException {
    IllegalStateException failure = new IllegalStateException("no tenant");
    List<Job<?>> jobs = List.of(job(1), job(2));
    Awa awa =
        queue
            .awa()
            .preparing(
                Preparer.of(job -> {
                  if (job.equals(job(2))) {
                    throw failure;
                  }
                  return job;
                }));
    assertThatThrownBy(() -> awa.enqueueAll(jobs)).isSameAs(failure);
    assertThatThrownBy(() -> awa.copy(jobs.iterator(), answer -> {})).isSameAs(failure);
    try (Connection tx = queue.connect()) {
      tx.setAutoCommit(false);
      assertThatThrownBy(() -> awa.copy(tx, jobs.iterator(), answer -> {})).isSameAs(failure);
      awa.enqueue(tx, job(3));
      tx.commit();
    }
    assertThat(queue.texts("SELECT id FROM awa.jobs")).hasSize(1);
  }

  @Test
  void whatAPreparerMakesIsCheckedAndNullIsNoJob() throws SQLException {
    Awa bad = queue.awa().preparing(Preparer.of(job -> job.withPriority(9)));
    assertThatThrownBy(() -> bad.enqueue(job(1)))
        .isInstanceOf(InvalidJobException.class)
        .hasMessage("priority: must be 1 to 4, got 9");
    Awa none = queue.awa().preparing(() -> PreparingTest::nothing);
    assertThatThrownBy(() -> none.enqueue(job(1))).hasMessage("a preparer has returned null");
  }

  @SuppressWarnings("NullAway") // what code without annotations may do
  private static Job<?> nothing(Job<?> job) {
    return null;
  }

  /** Writes down what it is told. */
  private static final class Told implements Preparer {
    private final List<String> words = new ArrayList<>();
    private final Function<String, RuntimeException> failure;

    Told(@Nullable RuntimeException failure) {
      this.failure = word -> failure;
    }

    @Override
    public Preparation begin() {
      words.add("begin");
      return new Preparation() {
        @Override
        public Job<?> prepare(Job<?> job) {
          words.add("prepare");
          return job;
        }

        @Override
        public void answered(Enqueued answer) {
          words.add("answered");
        }

        @Override
        public void end(@Nullable Throwable thrown) {
          words.add("end " + (thrown == null ? "well" : thrown.getMessage()));
          RuntimeException own = failure.apply("end");
          if (own != null) {
            throw own;
          }
        }
      };
    }
  }

  @Test
  void aPreparationHearsOfItsCallFromBeginToEnd() throws SQLException {
    Told told = new Told(null);
    Awa awa = queue.awa().preparing(told);
    awa.enqueueAll(List.of(job(1), job(2)));
    awa.copy(List.of(job(3)).iterator(), answer -> {});
    assertThat(told.words)
        .containsExactly(
            "begin",
            "prepare",
            "prepare",
            "answered",
            "answered",
            "end well", //
            "begin",
            "prepare",
            "answered",
            "end well");
  }

  @Test
  void anEndThatThrowsHidesNoFailureAndUndoesNothing() throws SQLException {
    IllegalStateException own = new IllegalStateException("own");
    Told told = new Told(own);
    Told before = new Told(null);
    Awa awa = queue.awa().preparing(before).preparing(told);
    assertThatThrownBy(() -> awa.enqueue(job(1).withPriority(9)))
        .isInstanceOf(InvalidJobException.class)
        .hasSuppressedException(own);
    assertThat(before.words).containsExactly("begin", "prepare", told.words.getLast());
    assertThatThrownBy(() -> awa.enqueue(job(1))).isSameAs(own);
    assertThat(queue.texts("SELECT id FROM awa.jobs")).hasSize(1);
  }
}
