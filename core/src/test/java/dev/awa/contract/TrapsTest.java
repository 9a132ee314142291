package dev.awa.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.awa.DuplicateJobException;
import dev.awa.InvalidJobException;
import dev.awa.Job;
import dev.awa.JobFilter;
import dev.awa.JobState;
import dev.awa.Outcome;
import dev.awa.TypeRef;
import dev.awa.Unique;
import dev.awa.event.JobEvent;
import dev.awa.worker.Backoff;
import dev.awa.worker.Worker;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What is easily done wrong is refused where it is done, in the words of the limits. */
class TrapsTest extends WorkerCase {
  sealed interface Payment permits Card {}

  record Card(String number) implements Payment {}

  @Test
  void aHandlerWhoseArgumentsCannotBeReadIsRefusedWhenTheWorkerStarts() {
    Worker.Builder sealed =
        Worker.of(queue.dataSource()).queue("q").task(Payment.class, (payment, context) -> {});
    assertThatThrownBy(sealed::start)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("handler of kind \"payment\": its arguments can't be read: ")
        .hasMessageContaining("annotate it with @JsonTypeInfo and @JsonSubTypes");
    TypeRef<Map<String, List<Payment>>> payments = new TypeRef<>() {};
    Worker.Builder within =
        Worker.of(queue.dataSource())
            .queue("q")
            .handler("paid", payments, (map, context) -> Outcome.complete(), Backoff.exponential());
    assertThatThrownBy(within::start).hasMessageStartingWith("handler of kind \"paid\": ");
    assertThatThrownBy(() -> Worker.of(queue.dataSource()).task(List.class, (list, context) -> {}))
        .hasMessageStartingWith("kind: must be named");
  }

  @Test
  void aTypeThatNoClassStandsForIsNamedByATypeRef() {
    Queue<Greeting> greeted = new ConcurrentLinkedQueue<>();
    TypeRef<List<Greeting>> type = new TypeRef<>() {};
    Worker.Builder builder =
        Worker.of(queue.dataSource())
            .queue("default")
            .listen(JobEvent.class, events::add)
            .handler(
                "greetings",
                type,
                (greetings, context) -> {
                  greeted.addAll(greetings);
                  return Outcome.complete();
                },
                Backoff.exponential());
    try (Worker worker = builder.start()) {
      List<Greeting> two = List.of(new Greeting("a", 1), new Greeting("b", 2));
      awaitState(queue.awa().enqueue(Job.of("greetings", two, type)).id(), JobState.COMPLETED);
      assertThat(greeted).containsExactlyElementsOf(two);
    }
  }

  @Test
  void aQueueIsNamedOnce() {
    Worker.Builder builder = Worker.of(queue.dataSource()).queue("mail", 3);
    assertThatThrownBy(() -> builder.queue("mail", 20))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("queue \"mail\": was named before, with a concurrency of 3");
  }

  @Test
  void aDelayAndATimeToRunAtAreNotGivenTogether() {
    Job<?> delayed = Job.of("k", 1).withDelay(Duration.ofMinutes(1));
    assertThatThrownBy(() -> delayed.withRunAt(Instant.EPOCH))
        .isInstanceOf(InvalidJobException.class)
        .hasMessageStartingWith("runAt: must not be given together with a delay");
    Job<?> timed = Job.of("k", 1).withRunAt(Instant.EPOCH);
    assertThatThrownBy(() -> timed.withDelay(Duration.ofMinutes(1)))
        .isInstanceOf(InvalidJobException.class)
        .hasMessageStartingWith("delay: must not be given together with a time to run at");
    Job<?> again = delayed.withDelay(Duration.ZERO).withRunAt(Instant.EPOCH);
    assertThat(again.readyTime()).isEqualTo(timed.readyTime());
  }

  @Test
  void aDuplicateIsToldByItsPlaceAndTheOtherByItsId() {
    Job<?> job = Job.of("k", "a").withUnique(Unique.byText("one").orFail());
    long id = queue.awa().enqueue(job).id();
    assertThatThrownBy(() -> queue.awa().enqueue(job))
        .isInstanceOf(DuplicateJobException.class)
        .hasMessage("jobs[0] is a duplicate of job " + id + "; nothing was enqueued");
  }

  @Test
  void textsThatCannotBeStoredDoNotReachTheDatabase() {
    for (String bad : List.of("", "a\0b", "a\ud800b", "x".repeat(8193))) {
      Map<String, ThrowingCallable> calls =
          Map.ofEntries(
              Map.entry("queue", () -> queue.awa().queues().stats(bad)),
              Map.entry("queue ", () -> queue.awa().queues().pause(bad, "me")),
              Map.entry("by", () -> queue.awa().queues().pause("q", bad)),
              Map.entry("by ", () -> queue.awa().queues().resume("q", bad)),
              Map.entry("reason", () -> queue.awa().jobs().cancel(1, bad)),
              Map.entry("reason ", () -> queue.awa().jobs().cancelAll(of("q", "k"), bad)),
              Map.entry("queue  ", () -> queue.awa().jobs().page(of(bad, "k"))),
              Map.entry("kind", () -> queue.awa().jobs().list(of("q", bad))),
              Map.entry("queue   ", () -> Worker.of(queue.dataSource()).queue(bad)),
              Map.entry("worker name", () -> config().withName(bad)),
              Map.entry(
                  "handler: kind",
                  () ->
                      Worker.of(queue.dataSource())
                          .handler(
                              bad,
                              Card.class,
                              (card, context) -> Outcome.complete(),
                              Backoff.exponential())));
      calls.forEach((field, call) ->
          assertThatThrownBy(call)
              .as("%s: %s", field, bad)
              .isInstanceOf(IllegalArgumentException.class)
              .hasMessageMatching(
                  field.strip()
                      + ": must (be 1 to [0-9]+ characters|not contain"
                      + " (NUL characters|lone surrogates)), got (?s:.*)"));
    }
  }

  /** Each would make every job of the kind a duplicate of the first; SQL refuses them too. */
  @Test
  void aUniqueRuleByNothingIsRefused() {
    assertThatThrownBy(() -> Unique.byText(nothing()))
        .isInstanceOf(InvalidJobException.class)
        .hasMessage("unique.key: must be a text, got null");
    assertThatThrownBy(() -> Unique.byFields())
        .isInstanceOf(InvalidJobException.class)
        .hasMessage("unique.fields: must be a list of field names, got []");
  }

  /** What code that is not checked for it may give. */
  @SuppressWarnings("NullAway")
  private static String nothing() {
    return null;
  }

  private static JobFilter of(String queue, String kind) {
    return JobFilter.newest(1).withQueue(queue).withKind(kind);
  }

  @Test
  void theDigitsOfAnotherLocaleGoNowhere() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("ar-EG"));
    try {
      assertThat(String.format("%d", 1)).as("what the locale does").isEqualTo("\u0661");
      assertThat(queue.awa().migrationScript()).doesNotContainPattern("[\u0660-\u0669]");
      queue.awa().migrate();
      assertThatThrownBy(() -> config().withNetworkTimeout(Duration.ofDays(25)))
          .hasMessageContaining("24 days");
    } finally {
      Locale.setDefault(before);
    }
  }
}
