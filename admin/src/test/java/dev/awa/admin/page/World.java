package dev.awa.admin.page;

import dev.awa.Descriptor;
import dev.awa.Job;
import dev.awa.Outcome;
import dev.awa.RawJson;
import dev.awa.lab.Eventually;
import dev.awa.schedule.Schedule;
import dev.awa.support.TestQueue;
import dev.awa.worker.Backoff;
import dev.awa.worker.Worker;
import dev.awa.worker.WorkerConfig;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A queue with jobs in every state, and with texts that would be dangerous in a page. */
final class World {
  /** Whatever it is the name or value of, no page may take it for its own. */
  static final String HOSTILE = "x\"'><script>alert(1)</script>&amp;<img src=x onerror=alert(2)>";

  static final List<String> QUEUES = List.of("mail", "billing", "letters", HOSTILE);

  final TestQueue queue;

  /** The ids of one job in each of these states, of kind {@code note}. */
  final long completed;

  final long dead;
  final long available;
  final long scheduled;
  final long cancelled;

  World(TestQueue queue) {
    this.queue = queue;
    completed = id("mail", "good", Map.of("to", HOSTILE));
    dead = id("billing", "bad", Map.of("to", HOSTILE, "lines", List.of(1, Map.of("sku", 2.5))));
    id(HOSTILE, "bad", Map.of());
    cancelled = id("billing", "unwanted", Map.of());
    id("mail", "flaky", Map.of("secret", "s3cret"));
    try (Worker worker = worker()) {
      for (String word : List.of("completed", "dead_letter", "cancelled", "retryable")) {
        Eventually.holds(
            "a job is " + word, () -> !queue.awa().jobs().list(filter(word)).isEmpty());
      }
    }
    available = id("letters", "later", Map.of("n", 1));
    scheduled =
        queue
            .awa()
            .enqueue(Job.of("later", Map.of()).withQueue("mail").withDelay(Duration.ofHours(3)))
            .id();
    queue.awa().queues().pause("letters", HOSTILE, HOSTILE, null);
    queue
        .awa()
        .schedules()
        .declare(
            "shop",
            "1",
            Schedule.cron("nightly", "0 3 * * *", Job.of("later", Map.of()).withQueue("mail")),
            Schedule.every(
                HOSTILE,
                Duration.ofMinutes(5),
                Job.of("good", Map.of("a", HOSTILE)).withQueue("billing")));
  }

  private static dev.awa.JobFilter filter(String state) {
    return dev.awa.JobFilter.parse("state:" + state, 1);
  }

  private long id(String name, String kind, Map<String, ?> args) {
    Job<?> job =
        Job.of(kind, args)
            .withQueue(name)
            .withTags("t1", HOSTILE)
            .withMasked(
                name.equals("mail") && kind.equals("flaky")
                    ? new String[] {"secret"}
                    : new String[0]);
    return queue.awa().enqueue(job.withMetadata(Map.of("tenant", HOSTILE))).id();
  }

  private Worker worker() {
    Backoff backoff = Backoff.fixed(Duration.ofHours(1));
    Worker.Builder builder =
        Worker.of(queue.dataSource())
            .config(WorkerConfig.defaults().withName(HOSTILE))
            .describeKind(
                "good",
                Descriptor.empty()
                    .withDisplayName(HOSTILE)
                    .withText(HOSTILE)
                    .withLink("runbook", "https://example.org/a?b=c&d=%22"))
            .handler(
                "good",
                RawJson.class,
                (args, context) -> {
                  context.log(HOSTILE);
                  return Outcome.complete();
                },
                backoff)
            .handler("bad", RawJson.class, (args, context) -> Outcome.fail(HOSTILE), backoff)
            .handler("unwanted", RawJson.class, (args, context) -> Outcome.cancel(HOSTILE), backoff)
            .handler(
                "flaky",
                RawJson.class,
                (args, context) -> {
                  throw new IllegalStateException(HOSTILE);
                },
                backoff);
    for (String name : QUEUES) {
      builder.queue(name, 2);
    }
    return builder.start();
  }
}
