package dev.awa.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.CancelVerdict;
import dev.awa.JobState;
import dev.awa.Retried;
import dev.awa.engine.Engine;
import dev.awa.engine.Flush;
import dev.awa.model.Model.End;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Those who steer a queue from outside. */
final class People {
  private final World world;
  private final Dice dice;
  private final Story story;
  private final Engine engine;
  private final Model model;
  private final Connection connection;

  People(World world) {
    this.world = world;
    dice = world.dice;
    story = world.story;
    engine = world.engine;
    model = world.model;
    connection = world.connection;
  }

  void cancel() throws SQLException {
    List<Long> ids = new ArrayList<>(model.jobs.keySet());
    world.producers.forEach(producer -> {
      if (producer.open.size() > 0) {
        ids.add(producer.open.first());
      }
    });
    ids.add(999_999_999L);
    long id = dice.any(ids);
    Model.Job job = model.jobs.get(id);
    story.tell("cancel of " + (job == null ? id + " (unknown)" : job));
    List<Optional<CancelVerdict>> verdicts = new ArrayList<>();
    long xid =
        world.inTransaction(true, tx -> verdicts.add(engine.jobs().cancel(tx, id, "not wanted")));
    story.answer(verdicts.getFirst());
    CancelVerdict verdict = verdicts.getFirst().orElse(null);
    if (job == null) {
      assertThat(verdict).isEqualTo(CancelVerdict.UNKNOWN);
    } else if (job.state == JobState.COMPLETED && world.emptiedSome) {
      assertThat(verdict).isIn(CancelVerdict.FINISHED, CancelVerdict.UNKNOWN);
    } else if (job.state.isFinished()) {
      assertThat(verdict).isEqualTo(CancelVerdict.FINISHED);
    } else {
      assertThat(verdict).as("cancel of %s", job).isEqualTo(CancelVerdict.CANCELLED);
      cancelled(job, xid);
      world.notePassed();
    }
  }

  private void cancelled(Model.Job job, long xid) {
    if (job.state == JobState.RUNNING) {
      for (ModelWorker worker : world.workers) {
        if (worker.held.stream().anyMatch(one -> isOpen(one, job))) {
          worker.cancels.add(job.id);
        }
      }
      model.end(job, End.CANCEL, false, xid, world.headGeneration);
    } else {
      model.cancelWaiting(job);
    }
  }

  private static boolean isOpen(Flush.Ended one, Model.Job job) {
    return one.run().jobId() == job.id
        && job.claimedBy != null
        && one.claim().nonce() == job.claimedBy;
  }

  /** Of a job whose key nobody is about to take: this would wait for them. */
  void retry() throws SQLException {
    List<Long> ids = new ArrayList<>(model.jobs.keySet());
    ids.add(999_999_999L);
    long id = dice.any(ids);
    Model.Job job = model.jobs.get(id);
    if (job != null
        && job.key != null
        && world.producers.stream().anyMatch(producer -> producer.hasTaken(job.key))) {
      return;
    }
    story.tell("retry of " + (job == null ? id + " (unknown)" : job));
    List<Retried> answers = new ArrayList<>();
    long xid =
        world.inTransaction(
            true, tx -> answers.addAll(engine.deadLetters().retry(tx, List.of(id))));
    story.answer(answers);
    Retried answer = answers.getFirst();
    Retried.Verdict expected = expected(job);
    if (expected == Retried.Verdict.COMPLETED && world.emptiedSome) {
      assertThat(answer.verdict()).isIn(expected, Retried.Verdict.UNKNOWN);
    } else {
      assertThat(answer.verdict()).as("retry of %s", job).isEqualTo(expected);
    }
    if (expected == Retried.Verdict.DUPLICATE) {
      assertThat(answer.holder()).isEqualTo(model.holders.get(Objects.requireNonNull(job).key));
    }
    if (expected == Retried.Verdict.RETRIED) {
      model.retry(Objects.requireNonNull(job), world.laneOf(Objects.requireNonNull(job)), xid);
    }
  }

  private Retried.Verdict expected(Model.@Nullable Job job) {
    if (job == null) {
      return Retried.Verdict.UNKNOWN;
    }
    if (job.state == JobState.COMPLETED) {
      return Retried.Verdict.COMPLETED;
    }
    if (!job.state.isFinished()) {
      return Retried.Verdict.NOT_FINISHED;
    }
    return job.key == null || model.holders.getOrDefault(job.key, job.id) == job.id
        ? Retried.Verdict.RETRIED
        : Retried.Verdict.DUPLICATE;
  }

  void pause() throws SQLException {
    String name = dice.any(World.QUEUES);
    boolean pause = !world.paused.contains(name) && dice.once(2);
    story.tell((pause ? "pause of " : "resume of ") + name);
    engine.policies().pause(connection, name, pause, "somebody", null, null);
    if (pause) {
      world.paused.add(name);
    } else {
      world.paused.remove(name);
    }
  }
}
