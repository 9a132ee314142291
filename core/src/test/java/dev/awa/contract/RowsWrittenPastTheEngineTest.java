package dev.awa.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.JobFilter;
import dev.awa.JobState;
import dev.awa.Outcome;
import dev.awa.RawJson;
import dev.awa.event.JobEvent;
import dev.awa.lab.Eventually;
import dev.awa.worker.Backoff;
import dev.awa.worker.Worker;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Whatever a row of the ready log says: it stops no other job, and the worker ends as it should.
 */
@Tag("every-postgres")
final class RowsWrittenPastTheEngineTest extends WorkerCase {
  private static final String LONG = "x".repeat(10_000);

  /** What is written into ext. */
  private static final List<String> EXT =
      List.of(
          "{\"deadline_ms\": 9000000000000000}",
          "{\"deadline_ms\": 9223372036854775807}",
          "{\"deadline_ms\": 1e999999999}",
          "{\"deadline_ms\": 1e-999999999}",
          "{\"deadline_ms\": -1}",
          "{\"deadline_ms\": \"soon\"}",
          "{\"deadline_ms\": [1], \"tags\": {\"a\": 1}, \"metadata\": 7}",
          "{\"tags\": [null, {}, [1], 5]}",
          "{\"tags\": \"one\"}",
          "{\"metadata\": [1, 2]}",
          "{\"metadata\": {\"n\": 1e400, \"\": null, \"deep\": {\"x\": [[]]}}}",
          "{\"metadata\": {\"text\": \"\\u0000 and \\ud800\"}}",
          "{\"ordering_key\": {\"a\": 1}}",
          "{\"errors\": 5}",
          "{\"errors\": {\"a\": 1}}",
          "{\"errors\": null}",
          "{\"created_at\": \"yesterday\"}",
          "{\"created_at\": \"+999999999-12-31T23:59:59-18:00\"}",
          "{\"created_at\": 12}",
          "{\"unique\": \"this\"}",
          "{\"unique\": {\"key\": \"no hex\"}}",
          "{\"unique\": {\"key\": 5, \"hold\": 7}}",
          "[1, 2, 3]",
          "null",
          "\"text\"",
          "{\"a\": " + "[".repeat(3000) + "]".repeat(3000) + "}",
          "{\"n\": " + "9".repeat(100_000) + "}",
          "{\"progress\": 3, \"lane\": \"no\", \"deadline_ms\": true}");

  private long write(String column, String value) throws SQLException {
    long id = queue.number("SELECT nextval('awa.job_id_seq')");
    queue.sql(
        "INSERT INTO awa.ready_entries (slot, lane, job_id, kind, args, ext) VALUES"
            + " (0, (SELECT min(lane) FROM awa.lanes), ?, 'test', 'null', '{}')",
        id);
    // no UPDATE in this log elsewhere: what is written past the engine may do as it likes
    queue.sql("UPDATE awa.ready_entries SET " + column + " = " + value + " WHERE job_id = ?", id);
    return id;
  }

  private List<Long> writeNonsense() throws SQLException {
    List<Long> ids = new ArrayList<>();
    for (String ext : EXT) {
      ids.add(write("ext", "'" + ext + "'::json"));
    }
    for (int number : new int[] {-32768, -1, 32766, 32767}) {
      ids.add(write("attempt", Integer.toString(number)));
      ids.add(write("max_attempts", Integer.toString(number)));
    }
    ids.add(write("run_no", "-5"));
    ids.add(write("ready_at", "'294276-12-31 UTC'"));
    ids.add(write("ready_at", "'4713-01-01 BC UTC'"));
    ids.add(write("args", "'\"\\u0000\"'::json"));
    ids.add(write("kind", "''"));
    return ids;
  }

  @Test
  void theyAreCancelledWithTheirQueue() throws SQLException {
    queue.enqueue("q", 3);
    List<Long> bad = writeNonsense();
    queue.sql("INSERT INTO awa.unique_keys (unique_key, job_id) VALUES ('k', 1)");
    long cancelled = queue.awa().jobs().cancelAll(JobFilter.newest(1000).withQueue("q"), "test");
    assertThat(cancelled).isEqualTo(bad.size() + 3);
    assertThat(queue.number("SELECT count(*) FROM awa.finished_jobs WHERE state = 'cancelled'"))
        .isEqualTo(cancelled);
  }

  @Test
  void theyStopNoOtherJobAndEndLikeAnyOther() throws SQLException {
    List<Long> good = new ArrayList<>(queue.enqueue("q", 12));
    List<Long> bad = writeNonsense();
    long unknown = write("kind", "'" + LONG + "'");
    good.addAll(queue.enqueue("q", 13));
    Set<Long> failed = ConcurrentHashMap.newKeySet();
    int permits = 100;
    CyclicBarrier together = new CyclicBarrier(permits);
    Map<Long, Duration> deadlines = new ConcurrentHashMap<>();
    Worker.Builder builder =
        Worker.of(queue.dataSource())
            .config(config().withUnknownKindDelay(Duration.ofHours(1)))
            .queue("q", permits)
            .listen(JobEvent.class, events::add)
            .handler(
                "together",
                RawJson.class,
                (args, context) -> {
                  together.await(60, TimeUnit.SECONDS);
                  return Outcome.complete();
                },
                Backoff.exponential());
    for (String kind : List.of("test", " ")) {
      builder.handler(
          kind,
          RawJson.class,
          (args, context) -> {
            long id = context.job().id();
            if (context.job().deadline() != null) {
              deadlines.put(id, context.job().deadline());
            }
            if (bad.contains(id) && failed.add(id)) {
              throw new IllegalStateException("the first time");
            }
            return Outcome.complete();
          },
          Backoff.fixed(Duration.ofMillis(1)));
    }
    try (Worker worker = builder.start()) {
      Eventually.holds(
          () -> "nothing runs or waits: " + queue.awa().queues().stats("q"), () -> isQuiet());
      assertThat(worker.keptEndings()).isZero();
      good.forEach(id -> assertThat(job(id).state()).isEqualTo(JobState.COMPLETED));
      Eventually.holds("no attempt is left", () -> worker.running() == 0);
      burst(permits);
    }
    assertThat(queue.number("SELECT count(*) FROM awa.workers")).as("signed off").isZero();
    assertThat(heardOf(unknown)).containsExactly("Released 1");
    assertThat(bad).allSatisfy(id -> assertThat(heardOf(id)).isNotEmpty());
    assertThat(deadlines.get(bad.getFirst())).isEqualTo(Duration.ofDays(7));
    assertThat(deadlines.get(bad.get(3))).isEqualTo(Duration.ofMillis(1));
    assertThat(deadlines).doesNotContainKeys(bad.get(4), bad.get(5), bad.get(6));
  }

  /** All has run but for what is put back: the long kind, and the empty one. */
  private boolean isQuiet() {
    long running = queue.awa().queues().stats("q").running();
    long ends =
        events.stream()
            .filter(event ->
                event instanceof JobEvent.Completed
                    || event instanceof JobEvent.Failed
                    || event instanceof JobEvent.Released)
            .count();
    return running == 0 && ends == 25 + EXT.size() + 8 + 4 + 2;
  }

  private void burst(int permits) {
    for (int i = 0; i < permits; i++) {
      queue.awa().enqueue(dev.awa.Job.of("together", new RawJson("{}")).withQueue("q"));
    }
    Eventually.holds(
        () -> "every permit is there: " + queue.awa().queues().stats("q"),
        () ->
            events.stream()
                    .filter(JobEvent.Completed.class::isInstance)
                    .filter(event -> event.job().kind().equals("together"))
                    .count()
                == permits);
  }
}
