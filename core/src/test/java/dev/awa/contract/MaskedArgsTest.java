package dev.awa.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.awa.InvalidJobException;
import dev.awa.Job;
import dev.awa.JobFilter;
import dev.awa.JobType;
import dev.awa.RawJson;
import dev.awa.StoredJob;
import dev.awa.event.JobEvent;
import dev.awa.support.LogLines;
import dev.awa.support.TestQueue;
import dev.awa.worker.InlineWorker;
import dev.awa.worker.Worker;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is masked is not shown, and reaches the handler; what is too large for its kind is refused.
 */
final class MaskedArgsTest {
  private final TestQueue queue = TestQueue.create();

  record Card(String number, int cvc) {}

  @JobType(
      masked = {"card.number", "card.cvc", "lines.iban"},
      maxBytes = 200)
  record Pay(String to, Card card, List<Line> lines) {}

  record Line(String iban, long cents) {}

  private static Pay pay() {
    return new Pay("jo", new Card("4111", 737), List.of(new Line("DE89", 5), new Line("DE90", 6)));
  }

  private StoredJob shown(long id) {
    return queue.awa().jobs().find(id).orElseThrow();
  }

  @Test
  void maskedValuesAreNotShownAndReachTheHandler() {
    long id = queue.awa().enqueue(Job.of(pay())).id();
    String masked =
        "{\"to\":\"jo\",\"card\":{\"number\":\"***\",\"cvc\":\"***\"},\"lines\":[{\"iban\":\"***\",\"cents\":5},"
            + "{\"iban\":\"***\",\"cents\":6}]}";
    assertThat(shown(id).args()).isEqualTo(masked);
    assertThat(shown(id).toString()).doesNotContain("4111", "737", "DE89");
    assertThat(queue.awa().jobs().list(JobFilter.newest(1)).getFirst().args()).isEqualTo(masked);
    assertThat(queue.awa().jobs().revealing().find(id).orElseThrow().args()).contains("4111");
    List<Object> handled = new ArrayList<>();
    Worker.Builder builder =
        Worker.of(queue.dataSource()).task(Pay.class, (args, context) -> handled.add(args));
    try (InlineWorker inline = builder.inline()) {
      assertThat(inline.runNext("default")).get().isInstanceOf(JobEvent.Completed.class);
    }
    assertThat(handled).containsExactly(pay());
  }

  @Test
  void theCheckpointOfAJobWithMaskedArgumentsIsNotShown() {
    long id = queue.awa().enqueue(Job.of(pay())).id();
    Worker.Builder builder =
        Worker.of(queue.dataSource())
            .task(
                Pay.class,
                (args, context) -> {
                  context.checkpoint(args.card());
                  throw new IllegalStateException("again");
                });
    try (InlineWorker inline = builder.inline()) {
      assertThat(inline.runNext("default")).get().isInstanceOf(JobEvent.Retried.class);
    }
    assertThat(shown(id).ext()).contains("\"checkpoint\":\"***\"").doesNotContain("4111");
    assertThat(queue.awa().jobs().revealing().find(id).orElseThrow().ext()).contains("4111");
  }

  @Test
  void aJobIsShownWithoutItsMaskedArguments() {
    assertThat(Job.of(pay()).toString()).doesNotContain("4111").contains("Pay (not shown)");
    assertThat(Job.of("k", 7).toString()).contains("7");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "a | {\"a\":{\"b\":1},\"c\":2} | {\"a\":\"***\",\"c\":2}",
        "a | {\"a\":null} | {\"a\":null}",
        "a.b | {\"a\":[[{\"b\":1}],{\"b\":[2,3]}]} | {\"a\":[[{\"b\":\"***\"}],{\"b\":\"***\"}]}",
        "a.b.c | {\"a\":{\"b\":7}} | {\"a\":{\"b\":7}}",
        "a.b | {\"a\":[1,{\"x\":1.50}],\"n\":1E+400} | {\"a\":[1,{\"x\":1.50}],\"n\":1E+400}",
      })
  void aPathLeadsThroughObjectsAndLists(String path, String args, String shown) {
    long id = queue.awa().enqueue(Job.of("k", new RawJson(args)).withMasked(path)).id();
    assertThat(shown(id).args()).isEqualTo(shown);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "a.", ".a", "a..b", "b", "b.a"})
  void aPathThatLeadsNowhereIsRefused(String path) {
    Job<RawJson> job = Job.of("k", new RawJson("{\"a\": 1}")).withMasked(path);
    assertThatThrownBy(() -> queue.awa().enqueue(job))
        .isInstanceOf(InvalidJobException.class)
        .hasMessageStartingWith("masked[0]: must be");
  }

  @Test
  void tooManyPathsAndPathsOfNoObjectAreRefused() {
    String[] many = Collections.nCopies(21, "a").toArray(String[]::new);
    assertThatThrownBy(
            () -> queue.awa().enqueue(Job.of("k", new RawJson("{\"a\": 1}")).withMasked(many)))
        .hasMessage("masked: must be at most 20 fields, got 21 fields");
    assertThatThrownBy(() -> queue.awa().enqueue(Job.of("k", new RawJson("[1]")).withMasked("a")))
        .hasMessage("masked[0]: must begin with a field of args, got a");
  }

  @Test
  void aRefusalTellsNothingOfMaskedArguments() {
    Job<RawJson> job = Job.of("k", new RawJson("{\"a\": \"4111")).withMasked("a");
    assertThatThrownBy(() -> queue.awa().enqueue(job))
        .hasMessageContaining("what is wrong is not told")
        .hasMessageNotContaining("4111");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"to\":\"jo\",\"card\":{\"number\":\"x\",\"cvc\":\"4111 secret\"}}",
        "{\"to\":\"jo\",\"card\":\"4111 secret\"}",
      })
  void anErrorOfReadingTellsNothingOfMaskedArguments(String args) {
    long id = queue.awa().enqueue(Job.of("pay", new RawJson(args)).withMasked("card")).id();
    List<String> log = new ArrayList<>();
    Worker.Builder builder = Worker.of(queue.dataSource()).task(Pay.class, (pay, context) -> {});
    try (LogLines lines = new LogLines(Worker.class.getName());
        InlineWorker inline = builder.inline()) {
      JobEvent.Retried retried = (JobEvent.Retried) inline.runNext("default").orElseThrow();
      assertThat(retried.error())
          .contains("the arguments can't be read as " + Pay.class.getName())
          .doesNotContain("secret");
      for (Throwable at = retried.thrown(); at != null; at = at.getCause()) {
        assertThat(String.valueOf(at)).doesNotContain("secret");
      }
      log.addAll(lines.all());
    }
    assertThat(log).isNotEmpty().noneMatch(line -> line.contains("secret"));
    assertThat(shown(id).toString()).doesNotContain("secret");
  }

  @Test
  void argumentsThatAreTooLargeForTheirKindAreRefused() {
    Pay large = new Pay("x".repeat(200), new Card("4111", 737), List.of());
    assertThatThrownBy(() -> queue.awa().enqueue(Job.of(large)))
        .isInstanceOf(InvalidJobException.class)
        .hasMessage("args: must be at most 200 bytes of JSON, got 255 bytes");
    assertThatThrownBy(() -> queue.awa().enqueue(Job.of("k", "123").withMaxBytes(4)))
        .hasMessage("args: must be at most 4 bytes of JSON, got 5 bytes");
    queue.awa().enqueue(Job.of("k", "123").withMaxBytes(5));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 1_048_577, Integer.MAX_VALUE})
  void aLimitOutOfItsRangeIsRefused(int bytes) {
    assertThatThrownBy(() -> queue.awa().enqueue(Job.of("k", 1).withMaxBytes(bytes)))
        .hasMessage("maxBytes: must be 1 to 1048576, got " + bytes);
  }
}
