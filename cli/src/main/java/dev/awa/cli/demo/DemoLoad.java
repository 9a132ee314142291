package dev.awa.cli.demo;

import dev.awa.Job;
import dev.awa.JobContext;
import dev.awa.Outcome;
import dev.awa.Unique;
import dev.awa.client.Awa;
import dev.awa.worker.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A day in the life of a mail queue, in small: of a hundred jobs ninety succeed at once, four fail
 * once and succeed when tried again, two are scheduled for later, one is a duplicate, one is
 * cancelled by its handler, one fails for good, one snoozes.
 */
final class DemoLoad {
  static final String QUEUE = "mail";
  private static final int BATCH = 500;
  private static final Duration SOON = Duration.ofMillis(300);

  private final Awa awa;
  private final DemoLedger ledger;
  private long made;

  DemoLoad(Awa awa, DemoLedger ledger) {
    this.awa = awa;
    this.ledger = ledger;
  }

  /** The arguments of the demo's jobs. */
  record SendEmail(String to, String subject, String body, String fate) {}

  /** What a handler of the demo does. */
  static Outcome send(SendEmail email, JobContext context) {
    return switch (email.fate()) {
      case "flaky" ->
          context.job().attempt() == 1
              ? Outcome.retryAfter(SOON, "the mail server is busy")
              : Outcome.complete();
      case "bounced" -> Outcome.fail("no such mailbox");
      case "unwanted" -> Outcome.cancel("the recipient has unsubscribed");
      case "snoozed" -> context.job().runNo() == 1 ? Outcome.snooze(SOON) : Outcome.complete();
      default -> Outcome.complete();
    };
  }

  static Worker.Builder handle(Worker.Builder builder, int concurrency) {
    return builder.queue(QUEUE, concurrency).handler(SendEmail.class, DemoLoad::send);
  }

  /**
   * Enqueues the next jobs, at most 500 and at most {@code limit}: plain ones by COPY, the others
   * in a batch.
   */
  void enqueue(long limit) {
    List<Job<?>> plain = new ArrayList<>();
    List<Job<?>> special = new ArrayList<>();
    for (int i = 0; i < Math.min(BATCH, limit); i++) {
      Job<SendEmail> job = next();
      (job.unique() == null && made % 100 != 20 && made % 100 != 21 ? plain : special).add(job);
    }
    awa.copy(plain.iterator(), ledger::acknowledge);
    awa.enqueueAll(special).forEach(ledger::acknowledge);
  }

  private Job<SendEmail> next() {
    long number = made++;
    int lot = (int) (number % 100);
    String fate =
        switch (lot) {
          case 3, 28, 53, 78 -> "flaky";
          case 40 -> "bounced";
          case 60 -> "unwanted";
          case 80 -> "snoozed";
          default -> "sent";
        };
    SendEmail email =
        new SendEmail(
            "someone-" + number + "@example.com", "Your order", "It is on its way.", fate);
    Job<SendEmail> job = Job.of(email).withQueue(QUEUE).withPriority(1 + lot % 3);
    return switch (lot) {
      case 19, 20 -> job.withDelay(Duration.ofMillis(500));
      case 90, 91 -> job.withUnique(Unique.byText("digest " + number / 100));
      default -> job;
    };
  }
}
