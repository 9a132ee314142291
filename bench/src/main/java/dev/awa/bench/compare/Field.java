package dev.awa.bench.compare;

import dev.awa.bench.lab.Lab;
import dev.awa.bench.measure.Sample;
import dev.awa.bench.peer.AwaPeer;
import dev.awa.bench.peer.Peer;
import dev.awa.bench.peer.Peers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * Those who compete, and what each of them did each round. They take turns: every round all of
 * them, each round beginning with another one. Who breaks is out, and the scenario is broken in the
 * end. Who takes too long is stopped and out too, with a row that says so, and breaks nothing.
 *
 * @param <R> what is measured in one turn
 */
final class Field<R> {
  private static final Duration GRACE = Duration.ofSeconds(15);

  private final Lab lab;
  private final String at;
  private final Map<Peer, List<R>> results = new LinkedHashMap<>();
  private final List<String> broken = new ArrayList<>();

  /** One turn of one of them. */
  interface Turn<R> {
    R take(Peer peer) throws Exception;
  }

  private Field(Lab lab, String at) {
    this.lab = lab;
    this.at = at;
  }

  /**
   * All rounds, with those who are asked for, are here, and can do it.
   *
   * @param at what the measures of this field begin with, in the row of one that is stopped
   */
  static <R> Field<R> run(Lab lab, String at, Predicate<Peer> able, Turn<R> turn) {
    Field<R> field = new Field<>(lab, at);
    for (Peer peer : Peers.named(lab.peers())) {
      Optional<String> missing = peer.missing();
      if (missing.isPresent()) {
        lab.say(peer.name() + " is left out: " + missing.get());
      } else if (able.test(peer)) {
        field.results.put(peer, new ArrayList<>());
      } else {
        lab.say(at + peer.name() + " can't take part");
      }
    }
    for (int round = 0; round < lab.rounds(); round++) {
      field.round(round, turn);
    }
    return field;
  }

  static <R> Field<R> run(Lab lab, String at, Turn<R> turn) {
    return run(lab, at, peer -> true, turn);
  }

  private void round(int round, Turn<R> turn) {
    lab.say(at + "round " + (round + 1) + " of " + lab.rounds());
    List<Peer> order = new ArrayList<>(results.keySet());
    for (int i = 0; i < order.size(); i++) {
      Peer peer = order.get((i + round) % order.size());
      long begun = System.nanoTime();
      try {
        results.getOrDefault(peer, new ArrayList<>()).add(timed(peer, turn));
      } catch (TooSlow e) {
        tooSlow(peer, e, seconds(begun));
      } catch (Exception e) {
        lab.say(at + peer.name() + " broke in round " + (round + 1) + ": " + e);
        e.printStackTrace();
        broken.add(peer.name());
        results.remove(peer);
      } finally {
        lab.say("%sturn of %s: %.1f s".formatted(at, peer.name(), seconds(begun)));
      }
    }
  }

  /** Breaks nothing, but for Awa, whose slowness would be a fault. */
  private void tooSlow(Peer peer, TooSlow why, double seconds) {
    lab.say(at + peer.name() + " is stopped: " + why.getMessage());
    lab.reportOf(
        peer.name(), at + "stopped, " + why.getMessage() + "; after", "s", Sample.of(seconds));
    results.remove(peer);
    if (peer.name().equals(AwaPeer.NAME)) {
      broken.add(peer.name());
    }
  }

  private static double seconds(long begun) {
    return (System.nanoTime() - begun) * 1e-9;
  }

  /** In a thread of its own, which can be stopped. */
  private R timed(Peer peer, Turn<R> turn) throws Exception {
    FutureTask<R> task = new FutureTask<>(() -> turn.take(peer));
    Thread thread = Thread.ofPlatform().daemon().name("load").start(task);
    try {
      return task.get(lab.turnLimit().toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    } catch (TimeoutException e) {
      stop(peer, thread);
      throw new TooSlow("a turn takes longer than " + lab.turnLimit().toSeconds() + " s");
    }
  }

  /** Interrupts it, and then ends its sessions: who waits for the server hears no interrupt. */
  private void stop(Peer peer, Thread thread) throws Exception {
    thread.interrupt();
    if (!thread.join(GRACE)) {
      lab.server().dropQueues();
      if (!thread.join(GRACE)) {
        throw new IllegalStateException(peer.name() + " does not stop");
      }
    }
  }

  /** Reports a number of each, and beside it what Awa's is of it, round by round. */
  void report(String measure, String unit, ToDoubleFunction<R> value) {
    Optional<Sample> awa = Optional.empty();
    for (Map.Entry<Peer, List<R>> entry : results.entrySet()) {
      Sample rounds = Sample.of(entry.getValue().stream().mapToDouble(value).toArray());
      lab.reportOf(entry.getKey().name(), measure, unit, rounds);
      if (entry.getKey().name().equals(AwaPeer.NAME)) {
        awa = Optional.of(rounds);
      } else if (awa.isPresent() && rounds.least() > 0) {
        lab.reportOf(entry.getKey().name(), measure + ", awa / it", "", awa.get().over(rounds));
      }
    }
  }

  /** Reports a number of each without comparing it. */
  void tell(String measure, String unit, ToDoubleFunction<R> value) {
    results.forEach((peer, rounds) ->
        lab.reportOf(
            peer.name(), measure, unit, Sample.of(rounds.stream().mapToDouble(value).toArray())));
  }

  /** The same for a number that some do not have: those rounds have NaN and are left out. */
  void tellIf(String measure, String unit, ToDoubleFunction<R> value) {
    results.forEach((peer, rounds) -> {
      double[] known =
          rounds.stream().mapToDouble(value).filter(number -> !Double.isNaN(number)).toArray();
      if (known.length > 0) {
        lab.reportOf(peer.name(), measure, unit, Sample.of(known));
      } else {
        lab.say(peer.name() + " has no \"" + measure + "\"");
      }
    });
  }

  /** Hands out what each of them did in the last round. */
  void lastRound(BiConsumer<Peer, R> each) {
    results.forEach((peer, rounds) -> each.accept(peer, rounds.getLast()));
  }

  /** Fails when somebody broke. */
  void close() {
    if (!broken.isEmpty()) {
      throw new IllegalStateException("broke: " + String.join(", ", broken));
    }
  }
}
