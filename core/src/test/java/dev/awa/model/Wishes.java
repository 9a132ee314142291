package dev.awa.model;

import dev.awa.Job;
import dev.awa.JobState;
import dev.awa.RawJson;
import dev.awa.Unique;
import dev.awa.engine.NewJob;
import dev.awa.model.Model.Wish;
import dev.awa.support.TestQueue;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What producers ask for. */
final class Wishes {
  /** Where the jobs of an ordering key went, by queue and key. */
  final Map<String, Integer> stripesOfKeys = new HashMap<>();

  private final World world;
  private final Dice dice;
  private int args;

  Wishes(World world) {
    this.world = world;
    dice = world.dice;
  }

  /** A job that a producer may ask for without waiting for another one. */
  Wish any(Producer producer) {
    String key = producer.isOld() || !dice.once(5) ? null : "key " + dice.nextInt(12);
    if (key != null && isTakenByAnother(producer, key)) {
      key = null; // the producer would wait for the other one
    }
    Set<JobState> heldAfter = new TreeSet<>();
    for (JobState state : List.of(JobState.COMPLETED, JobState.FAILED, JobState.CANCELLED)) {
      if (dice.once(4)) {
        heldAfter.add(state);
      }
    }
    return new Wish(
        "{\"n\": " + ++args + "}",
        dice.any(World.QUEUES),
        1 + dice.nextInt(4),
        1 + dice.nextInt(4),
        dice.once(6),
        key,
        heldAfter,
        dice.once(6),
        dice.once(3) ? "order " + dice.nextInt(4) : null);
  }

  private boolean isTakenByAnother(Producer producer, String key) {
    return world.producers.stream().anyMatch(other -> other != producer && other.hasTaken(key));
  }

  /** The index of the first job of a batch that is a duplicate and must not be; -1 for none. */
  int refused(List<Wish> wishes) {
    Set<String> held = new HashSet<>(world.model.holders.keySet());
    for (int i = 0; i < wishes.size(); i++) {
      String key = wishes.get(i).key();
      if (key != null && !held.add(key) && wishes.get(i).orFail()) {
        return i;
      }
    }
    return -1;
  }

  static NewJob newJob(Wish wish) {
    Job<RawJson> job =
        Job.of("test", new RawJson(wish.args()))
            .withQueue(wish.queue())
            .withPriority(wish.priority())
            .withMaxAttempts(wish.maxAttempts());
    if (wish.later()) {
      job = job.withDelay(World.LATER);
    }
    if (wish.orderingKey() != null) {
      job = job.withOrderingKey(wish.orderingKey());
    }
    if (wish.key() != null) {
      Unique unique =
          Unique.byText(wish.key()).heldAfter(wish.heldAfter().toArray(JobState[]::new));
      job = job.withUnique(wish.orFail() ? unique.orFail() : unique);
    }
    return TestQueue.checked(job);
  }
}
