package dev.awa.bench.compare;

import dev.awa.bench.lab.Lab;
import dev.awa.bench.measure.Sample;
import dev.awa.bench.peer.AwaPeer;
import dev.awa.bench.peer.Peer;
import dev.awa.bench.peer.Peers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * Those who compete, and what each of them did each round. They take turns: every round all of
 * them, each round beginning with another one. Who breaks is out, and the scenario is broken in the
 * end.
 *
 * @param <R> what is measured in one turn
 */
final class Field<R> {
  private final Lab lab;
  private final Map<Peer, List<R>> results = new LinkedHashMap<>();
  private final List<String> broken = new ArrayList<>();

  /** One turn of one of them. */
  interface Turn<R> {
    R take(Peer peer) throws Exception;
  }

  private Field(Lab lab) {
    this.lab = lab;
  }

  /** All rounds, with those who are asked for, are here, and can do it. */
  static <R> Field<R> run(Lab lab, Predicate<Peer> able, Turn<R> turn) {
    Field<R> field = new Field<>(lab);
    for (Peer peer : Peers.named(lab.peers())) {
      Optional<String> missing = peer.missing();
      if (missing.isPresent()) {
        lab.say(peer.name() + " is left out: " + missing.get());
      } else if (able.test(peer)) {
        field.results.put(peer, new ArrayList<>());
      }
    }
    for (int round = 0; round < lab.rounds(); round++) {
      field.round(round, turn);
    }
    return field;
  }

  static <R> Field<R> run(Lab lab, Turn<R> turn) {
    return run(lab, peer -> true, turn);
  }

  private void round(int round, Turn<R> turn) {
    lab.say("round " + (round + 1) + " of " + lab.rounds());
    List<Peer> order = new ArrayList<>(results.keySet());
    for (int i = 0; i < order.size(); i++) {
      Peer peer = order.get((i + round) % order.size());
      try {
        results.getOrDefault(peer, new ArrayList<>()).add(turn.take(peer));
      } catch (Exception e) {
        lab.say(peer.name() + " broke in round " + (round + 1) + ": " + e);
        e.printStackTrace();
        broken.add(peer.name());
        results.remove(peer);
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
