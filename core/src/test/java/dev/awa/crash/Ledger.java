package dev.awa.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.Handler;
import dev.awa.JobState;
import dev.awa.Outcome;
import dev.awa.RawJson;
import dev.awa.client.Awa;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** What handlers really did, kept outside of the system under test. */
final class Ledger {
  private final Map<Long, AtomicInteger> started = new ConcurrentHashMap<>();
  private final Map<Long, AtomicInteger> ended = new ConcurrentHashMap<>();

  /** A handler that only keeps the ledger. */
  Handler<RawJson> handler() {
    return (args, context) -> {
      start(context.job().id());
      end(context.job().id());
      return Outcome.complete();
    };
  }

  void start(long id) {
    started.computeIfAbsent(id, key -> new AtomicInteger()).incrementAndGet();
  }

  void end(long id) {
    ended.computeIfAbsent(id, key -> new AtomicInteger()).incrementAndGet();
  }

  Set<Long> started() {
    return started.keySet();
  }

  Set<Long> ended() {
    return ended.keySet();
  }

  int starts() {
    return started.values().stream().mapToInt(AtomicInteger::get).sum();
  }

  /** Every job ran to its end, and the database says so. */
  void assertAllCompleted(Awa awa, List<Long> ids) {
    assertThat(ended()).containsAll(ids);
    for (long id : List.of(ids.getFirst(), ids.get(ids.size() / 2), ids.getLast())) {
      assertThat(awa.jobs().find(id).orElseThrow().state()).isEqualTo(JobState.COMPLETED);
    }
  }
}
