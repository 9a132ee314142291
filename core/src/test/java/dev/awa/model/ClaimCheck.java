package dev.awa.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.engine.ClaimLog;
import dev.awa.engine.Claimed;
import dev.awa.engine.Queues;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a claim answers is what the model has waiting. */
final class ClaimCheck {
  private final World world;
  private final ModelWorker worker;
  private final ClaimLog.Request request;

  ClaimCheck(World world, ModelWorker worker, ClaimLog.Request request) {
    this.world = world;
    this.worker = worker;
    this.request = request;
  }

  void check(Claimed answer) {
    if (worker.dead) {
      assertThat(answer.status()).as("FenceHolds").isEqualTo(Claimed.Status.FENCED);
    } else if (world.paused.contains(request.stripe().queue())) {
      assertThat(answer.status()).isEqualTo(Claimed.Status.PAUSED);
    } else {
      checkBatches(answer);
    }
  }

  /** Once the model knows of the claim. */
  void checkEmptied(Claimed answer) {
    if (answer.emptied()) {
      assertThat(waiting()).as("what waits when the claim says that nothing does").isEmpty();
    }
  }

  private void checkBatches(Claimed answer) {
    Map<Integer, List<Model.Job>> waiting = waiting();
    int left = request.limit();
    int priority = 0;
    for (Claimed.Batch batch : answer.batches()) {
      int lane = batch.claim().lane();
      assertThat(World.known(world.lanes, lane).priority())
          .as("better lanes first")
          .isGreaterThanOrEqualTo(priority);
      priority = World.known(world.lanes, lane).priority();
      List<Model.Job> next = World.known(waiting, lane);
      waiting.remove(lane);
      int most = request.bytes() == 1 ? Math.min(1, left) : left;
      List<Model.Job> expectedJobs = next.subList(0, Math.min(most, next.size()));
      checkBatch(batch, expectedJobs);
      left -= expectedJobs.size();
    }
    assertThat(answer.status() == Claimed.Status.CLAIMED).isEqualTo(left < request.limit());
    if (left > 0) {
      assertThat(waiting).as("NoLoss: lanes that were passed over").isEmpty();
    }
    for (int other : waiting.keySet()) {
      assertThat(World.known(world.lanes, other).priority())
          .as("a better lane")
          .isGreaterThanOrEqualTo(priority);
    }
  }

  private void checkBatch(Claimed.Batch batch, List<Model.Job> expected) {
    assertThat(batch.runs())
        .as("NoLoss, ClaimOnce, CarryKeepsOrder: the runs of lane %d", batch.claim().lane())
        .extracting(run ->
            run.jobId()
                + "/"
                + run.runNo()
                + " after "
                + run.attempts()
                + " of "
                + run.maxAttempts()
                + " "
                + run.args())
        .containsExactlyElementsOf(
            expected.stream()
                .map(job ->
                    job.id
                        + "/"
                        + job.lease
                        + " after "
                        + job.attempts
                        + " of "
                        + job.maxAttempts
                        + " "
                        + job.args)
                .toList());
    assertThat(batch.claim().members()).isEqualTo(batch.runs().size());
  }

  private Map<Integer, List<Model.Job>> waiting() {
    Map<Integer, List<Model.Job>> waiting = new TreeMap<>();
    for (int lane : world.model.lanes()) {
      Queues.Lane known = world.lanes.get(lane);
      if (known != null && isAsked(known)) {
        List<Model.Job> next = world.model.next(lane);
        if (!next.isEmpty()) {
          waiting.put(lane, next);
        }
      }
    }
    return waiting;
  }

  private boolean isAsked(Queues.Lane lane) {
    return lane.queue().equals(request.stripe().queue())
        && lane.stripe() == request.stripe().number();
  }
}
