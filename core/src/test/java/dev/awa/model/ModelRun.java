package dev.awa.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.support.TestQueue;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/**
 * One life of a queue: a random step at a time, done on the engine and on the model, and what the
 * engine answers compared with what the model says. One thread and one seed, so that a life can be
 * lived again.
 */
final class ModelRun implements AutoCloseable {
  private final World world;
  private final Comparison comparison;
  private final People people;
  private final Changes changes;
  private final Leader leader;
  private final Rescuer rescuer;

  ModelRun(long seed) throws SQLException {
    world = new World(seed);
    comparison = new Comparison(world);
    people = new People(world);
    changes = new Changes(world);
    leader = new Leader(world, comparison);
    rescuer = new Rescuer(world);
    Wishes wishes = new Wishes(world);
    for (int i = 0; i < 3; i++) {
      world.producers.add(new Producer(world, wishes, i));
    }
    for (int i = 0; i < 2; i++) {
      world.workers.add(new ModelWorker(world));
    }
  }

  @Override
  public void close() throws SQLException {
    world.close();
  }

  /** The last steps, for somebody who looks for what went wrong. */
  String story() {
    return world.story.toString();
  }

  /** How often each step was taken. */
  Map<String, Integer> counts() {
    return world.story.counts();
  }

  /** One random step. */
  void step() throws SQLException {
    world.story.nextStep();
    int roll = world.dice.nextInt(100);
    if (roll < 28) {
      world.dice.any(world.producers).step();
    } else if (roll < 72) {
      world.dice.any(world.workers).step();
    } else if (roll < 75) {
      people.cancel();
    } else if (roll < 77) {
      people.retry();
    } else if (roll < 80) {
      changes.step();
    } else if (roll < 85) {
      time();
    } else {
      maintain();
    }
    if (world.dice.once(8)) {
      comparison.compare();
    }
  }

  private void time() throws SQLException {
    switch (world.dice.nextInt(3)) {
      case 0 -> leader.becomeDue();
      case 1 -> leader.promote();
      default -> people.pause();
    }
  }

  private void maintain() throws SQLException {
    int roll = world.dice.nextInt(100);
    if (roll < 22) {
      leader.rotate();
    } else if (roll < 52) {
      leader.prune();
    } else if (roll < 60) {
      leader.carry();
    } else if (roll < 68) {
      leader.sweep();
    } else if (roll < 84) {
      rescuer.rescue();
    } else if (roll < 93) {
      leader.tally();
    } else {
      leader.history();
    }
  }

  /** Everybody ends, everything is done: nothing is lost, and every segment is emptied. */
  void end() throws SQLException {
    for (Producer producer : world.producers) {
      producer.commit();
    }
    for (String name : World.QUEUES) {
      world.engine.policies().pause(world.connection, name, false, "somebody", null, null);
    }
    world.paused.clear();
    for (ModelWorker worker : List.copyOf(world.workers)) {
      while (!worker.dead) { // it may beat before
        worker.declareDead();
      }
    }
    int rescues = 0;
    while (rescuer.rescue()) {
      assertThat(++rescues).as("rescues that come to no end").isLessThan(10_000);
    }
    world.workers.clear();
    comparison.compare();
    world.workers.add(new ModelWorker(world));
    finishAll();
    reclaimAll();
    comparison.compare();
  }

  private void finishAll() throws SQLException {
    ModelWorker worker = world.workers.getFirst();
    for (int round = 0;
        world.model.jobs.values().stream().anyMatch(job -> !job.state.isFinished());
        round++) {
      assertThat(round).as("NoLoss: jobs that come to no end").isLessThan(1000);
      leader.becomeDue();
      leader.promote();
      for (int i = 0; i < 10; i++) {
        worker.claim();
        worker.flush();
      }
    }
    comparison.compare();
  }

  private void reclaimAll() throws SQLException {
    world.workers.getFirst().held.clear();
    for (int i = 0; leader.generations().size() > 1; i++) {
      assertThat(i).as("Reclaims: segments that are never emptied").isLessThan(200);
      leader.prune();
    }
    while (world.engine.ring().sweepCarry(world.connection, world.lead, 1000) > 0) {
      comparison.compare();
    }
    for (String log : List.of("ready_entries", "claims", "closures", "ready_tombstones")) {
      assertThat(TestQueue.number(world.connection, "SELECT count(*) FROM awa." + log + "_carry"))
          .as("Reclaims: what is left of %s in the carry partition", log)
          .isZero();
    }
  }

  /** Some jobs are found by their ids. */
  void findSome() throws SQLException {
    comparison.findSome();
    for (int i = 0; i < 20; i++) {
      comparison.listSome();
    }
  }
}
