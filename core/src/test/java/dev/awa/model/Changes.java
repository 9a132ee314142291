package dev.awa.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.Deleted;
import dev.awa.Edited;
import dev.awa.JobChange;
import dev.awa.JobState;
import dev.awa.PurgedQueue;
import dev.awa.engine.Changed;
import dev.awa.engine.Engine;
import dev.awa.model.Model.Job;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Those who change jobs, or take them away. */
final class Changes {
  private static final long UNKNOWN = 999_999_999L;

  private final World world;
  private final Dice dice;
  private final Story story;
  private final Engine engine;
  private final Model model;

  Changes(World world) {
    this.world = world;
    dice = world.dice;
    story = world.story;
    engine = world.engine;
    model = world.model;
  }

  /** One of them, mostly an edit. */
  void step() throws SQLException {
    switch (dice.nextInt(20)) {
      case 0 -> purgeQueue();
      case 1, 2, 3 -> delete();
      case 4, 5 -> purge();
      case 6, 7 -> moveToDeadLetters();
      default -> edit();
    }
  }

  private @Nullable Job any() {
    List<Long> ids = new ArrayList<>(model.jobs.keySet());
    ids.add(UNKNOWN);
    return model.jobs.get(dice.any(ids));
  }

  private static long id(@Nullable Job job) {
    return job == null ? UNKNOWN : job.id;
  }

  private void edit() throws SQLException {
    Job job = any();
    boolean later = dice.once(4);
    JobChange change = JobChange.NONE;
    change = dice.once(2) ? change.queue(dice.any(World.QUEUES)) : change;
    change = dice.once(2) ? change.priority(1 + dice.nextInt(4)) : change;
    change = job != null && dice.once(3) ? change.maxAttempts(job.maxAttempts + 1) : change;
    change = later || !change.equals(JobChange.NONE) ? change : change.priority(1);
    Changed changed = Changed.of(later ? change.delay(World.LATER) : change);
    story.tell("edit of " + job + ": " + changed.change());
    List<Optional<Edited>> answers = new ArrayList<>();
    long xid =
        world.inTransaction(true, tx -> answers.add(engine.jobs().edit(tx, id(job), changed)));
    Edited answer = answers.getFirst().orElse(null);
    story.answer(answers.getFirst());
    if (job == null) {
      assertThat(answer).isEqualTo(Edited.UNKNOWN);
    } else if (job.state == JobState.COMPLETED && world.emptiedSome) {
      assertThat(answer).isIn(Edited.TOO_LATE, Edited.UNKNOWN);
    } else if (job.state == JobState.RUNNING || job.state.isFinished()) {
      assertThat(answer).as("edit of %s", job).isEqualTo(Edited.TOO_LATE);
    } else {
      assertThat(answer).as("edit of %s", job).isEqualTo(Edited.EDITED);
      edited(job, change, later, xid);
    }
  }

  private void edited(Job job, JobChange change, boolean later, long xid) throws SQLException {
    boolean waited = job.state == JobState.AVAILABLE;
    if (waited) {
      model.takeOut(job);
      world.notePassed(); // the new run is not seen by that
    }
    job.queue = change.queue() == null ? job.queue : change.queue();
    job.priority = change.priority() == null ? job.priority : change.priority();
    job.maxAttempts = change.maxAttempts() == null ? job.maxAttempts : change.maxAttempts();
    int lane = world.laneOf(job);
    if (waited) {
      model.changed(job, lane, later, xid);
    } else {
      job.lane = lane;
      job.due = later ? null : job.due;
    }
  }

  private void delete() throws SQLException {
    Job job = any();
    story.tell("delete of " + job);
    List<Deleted> answers = new ArrayList<>();
    world.inTransaction(true, tx -> answers.add(engine.jobs().delete(tx, id(job))));
    Deleted answer = answers.getFirst();
    story.answer(answer);
    if (job == null) {
      assertThat(answer).isEqualTo(Deleted.UNKNOWN);
    } else if (!job.state.isFinished()) {
      assertThat(answer).as("delete of %s", job).isEqualTo(Deleted.NOT_FINISHED);
    } else if (job.state == JobState.COMPLETED && world.emptiedSome && answer == Deleted.UNKNOWN) {
      model.forget(job.id); // its history was not kept
    } else {
      assertThat(answer).as("delete of %s", job).isEqualTo(Deleted.DELETED);
      model.delete(job);
    }
  }

  private void purge() throws SQLException {
    Job job = any();
    story.tell("purge of " + job);
    List<Long> purged = engine.deadLetters().purge(world.connection, List.of(id(job)));
    boolean isKept =
        job != null && (job.state == JobState.FAILED || job.state == JobState.CANCELLED);
    assertThat(purged).as("purge of %s", job).isEqualTo(isKept ? List.of(id(job)) : List.of());
    if (job != null && isKept) {
      model.delete(job);
    }
  }

  private void moveToDeadLetters() throws SQLException {
    Job job = any();
    story.tell("move-to-dead-letters of " + job);
    List<Long> moved = engine.deadLetters().move(world.connection, List.of(id(job)));
    boolean moves = job != null && job.state == JobState.FAILED && !job.deadLetter;
    assertThat(moved).as("move of %s", job).isEqualTo(moves ? List.of(id(job)) : List.of());
    if (job != null && moves) {
      job.deadLetter = true;
    }
  }

  private void purgeQueue() throws SQLException {
    String queue = dice.any(World.QUEUES);
    story.tell("purge-queue of " + queue);
    List<PurgedQueue> answers = new ArrayList<>();
    world.inTransaction(true, tx -> answers.add(engine.queues().purge(tx, queue, "somebody")));
    story.answer(answers.getFirst());
    assertThat(answers.getFirst().jobs())
        .as("purge of %s", queue)
        .isEqualTo(model.purgeQueue(queue));
    world.notePassed();
  }
}
