package dev.awa.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.awa.InvalidJobException;
import dev.awa.Job;
import dev.awa.Outcome;
import dev.awa.TraceContext;
import dev.awa.Unique;
import dev.awa.support.TestQueue;
import dev.awa.worker.Worker;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A job carries its trace context to each attempt; what is none is refused or ignored. */
@Tag("every-postgres")
final class TraceContextTest {
  private static final String PARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
  private static final TraceContext TRACE = TraceContext.of(PARENT, "vendor=1,other@x=y z");

  private TestQueue queue;

  @BeforeEach
  void create() {
    queue = TestQueue.create();
  }

  static Stream<String> badParents() {
    String trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    return Stream.of(
        "",
        "broken",
        PARENT + "-more",
        PARENT + "\n",
        " " + PARENT,
        PARENT.replace("4b", "4B"),
        "ff-" + trace + "-00f067aa0ba902b7-01",
        "00-" + "0".repeat(32) + "-00f067aa0ba902b7-01",
        "00-" + trace + "-" + "0".repeat(16) + "-01",
        "01" + PARENT.substring(2) + "x",
        "01" + PARENT.substring(2) + "-" + "x".repeat(201),
        "01" + PARENT.substring(2) + "-\u00e4");
  }

  static Stream<String> goodParents() {
    return Stream.of(
        PARENT,
        PARENT.replace("-01", "-ff"),
        "01" + PARENT.substring(2),
        "cc" + PARENT.substring(2) + "-what-comes.later",
        "cc" + PARENT.substring(2) + "-");
  }

  static Stream<String> badStates() {
    return Stream.of(
        "no entry",
        "a",
        "a=",
        "a= ",
        "=b",
        "A=b",
        "a=b=c",
        "a=\u00e4",
        "a=b\nc",
        "a=b\n",
        "a=b,,,c d=e",
        "a=" + "b".repeat(511),
        "a=b" + ",a=b".repeat(32));
  }

  static Stream<String> goodStates() {
    return Stream.of(
        "a=b",
        "a=b,c=d",
        " a=b \t,\t c=d ",
        "a=b,,c=d,",
        "0tenant@system=x y~!+-./<>\"\\'[]",
        "a=" + "b".repeat(510),
        "a=b" + ",a=b".repeat(31));
  }

  @ParameterizedTest
  @MethodSource("badParents")
  void whatIsNoTraceparentIsRefusedByNameAndIgnoredElsewhere(String text) throws SQLException {
    assertThatThrownBy(() -> TraceContext.of(text))
        .isInstanceOf(InvalidJobException.class)
        .hasMessageStartingWith("traceparent: must be a traceparent of W3C Trace Context, as 00-");
    assertThat(TraceContext.ifValid(text, "a=b")).isEmpty();
    assertThat(enqueuedUnderSettings(text, "a=b")).isEqualTo("{}");
    assertThat(accepted("traceparent", text)).isFalse();
  }

  @ParameterizedTest
  @MethodSource("goodParents")
  void aTraceparentIsKeptAsItIs(String text) throws SQLException {
    assertThat(TraceContext.of(text).traceparent()).isEqualTo(text);
    assertThat(enqueuedUnderSettings(text, "")).isEqualTo("{\"traceparent\":\"" + text + "\"}");
    assertThat(accepted("traceparent", text)).isTrue();
  }

  @ParameterizedTest
  @MethodSource("badStates")
  void aBrokenTracestateIsRefusedByNameAndLeftOutElsewhere(String text) throws SQLException {
    assertThatThrownBy(() -> TraceContext.of(PARENT, text))
        .isInstanceOf(InvalidJobException.class)
        .hasMessageStartingWith(
            "tracestate: must be a tracestate of W3C Trace Context: at most 32");
    assertThat(TraceContext.ifValid(PARENT, text)).contains(TraceContext.of(PARENT));
    assertThat(enqueuedUnderSettings(PARENT, text))
        .isEqualTo("{\"traceparent\":\"" + PARENT + "\"}");
    assertThat(accepted("tracestate", text)).isFalse();
  }

  @ParameterizedTest
  @MethodSource("goodStates")
  void aTracestateIsKeptAsItIs(String text) throws SQLException {
    assertThat(TraceContext.of(PARENT, text).tracestate()).isEqualTo(text);
    assertThat(enqueuedUnderSettings(PARENT, text)).contains("\"tracestate\":\"");
    assertThat(accepted("tracestate", text)).isTrue();
  }

  @Test
  void nothingIsATraceContextOfNoTexts() {
    assertThat(TraceContext.ifValid(null, null)).isEmpty();
    assertThat(TraceContext.of(PARENT, "")).isEqualTo(TraceContext.of(PARENT, null));
    assertThat(TRACE.traceId()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
    assertThat(TRACE.spanId()).isEqualTo("00f067aa0ba902b7");
    assertThat(TRACE).hasToString(PARENT + " vendor=1,other@x=y z").isNotEqualTo(null);
  }

  private boolean accepted(String kind, String text) throws SQLException {
    return queue
        .texts("SELECT awa.is_" + kind + "('" + text.replace("'", "''") + "')")
        .equals(List.of("t"));
  }

  /** The ext of a job that SQL enqueues in a transaction with these settings. */
  private String enqueuedUnderSettings(String parent, String state) throws SQLException {
    try (Connection tx = queue.connect()) {
      tx.setAutoCommit(false);
      set(tx, "awa.traceparent", parent);
      set(tx, "awa.tracestate", state);
      String id =
          TestQueue.texts(tx, "SELECT job_id FROM awa.enqueue('k', '1', queue => 'settings')")
              .getFirst();
      tx.commit();
      return queue.awa().jobs().find(Long.parseLong(id)).orElseThrow().ext();
    }
  }

  private static void set(Connection tx, String name, String value) throws SQLException {
    TestQueue.texts(
        tx, "SELECT set_config('" + name + "', '" + value.replace("'", "''") + "', true)");
  }

  @Test
  void aParameterGoesBeforeTheSettingAndASettingEndsWithItsTransaction() throws SQLException {
    String other = PARENT.replace("4bf9", "aaaa");
    try (Connection tx = queue.connect()) {
      tx.setAutoCommit(false);
      set(tx, "awa.traceparent", PARENT);
      set(tx, "awa.tracestate", "of=setting");
      assertThat(enqueueOne(tx, ", traceparent => '" + other + "'"))
          .isEqualTo("{\"traceparent\":\"" + other + "\"}");
      set(tx, "awa.traceparent", PARENT);
      set(tx, "awa.tracestate", "of=setting");
      String many = "awa.enqueue_many('[{\"kind\": \"k\", \"args\": 1, \"queue\": \"x\"}]')";
      assertThat(enqueue(tx, many))
          .isEqualTo("{\"traceparent\":\"" + PARENT + "\",\"tracestate\":\"of=setting\"}");
      assertThat(enqueueOne(tx, "")).isEqualTo("{}");
    }
  }

  private String enqueueOne(Connection tx, String more) throws SQLException {
    return enqueue(tx, "awa.enqueue('k', '1', queue => 'x'" + more + ")");
  }

  private String enqueue(Connection tx, String call) throws SQLException {
    String id = TestQueue.texts(tx, "SELECT job_id FROM " + call).getFirst();
    tx.commit();
    return queue.awa().jobs().find(Long.parseLong(id)).orElseThrow().ext();
  }

  @Test
  void eachAttemptHasTheContextThatTheJobWasEnqueuedWith() throws Exception {
    BlockingQueue<Optional<TraceContext>> seen = new LinkedBlockingQueue<>();
    Job<?> job = TestQueue.job("q", 1).withTraceContext(TRACE);
    try (Worker worker =
        Worker.of(queue.dataSource())
            .queue("q", 1)
            .handlerForAnyKind((args, context) -> {
              seen.add(Optional.ofNullable(context.job().traceContext()));
              return context.job().attempt() == 1
                  ? Outcome.retryAfter(Duration.ZERO, "again")
                  : Outcome.complete();
            })
            .start()) {
      queue.awa().enqueue(job);
      assertThat(taken(seen)).contains(TRACE);
      assertThat(taken(seen)).contains(TRACE);
      queue.awa().copy(List.of(job.withDelay(Duration.ofMillis(1))).iterator(), answer -> {});
      assertThat(taken(seen)).contains(TRACE);
      assertThat(taken(seen)).contains(TRACE);
      queue.sql("SELECT awa.enqueue('k', '1', queue => 'q', traceparent => '" + PARENT + "')");
      assertThat(taken(seen)).contains(TraceContext.of(PARENT));
      assertThat(worker.running()).isLessThanOrEqualTo(1);
    }
  }

  private static Optional<TraceContext> taken(BlockingQueue<Optional<TraceContext>> seen)
      throws InterruptedException {
    return Objects.requireNonNull(seen.poll(30, TimeUnit.SECONDS), "no attempt");
  }

  @Test
  void aDuplicateKeepsTheContextOfTheJobThatIsThere() throws SQLException {
    Job<?> job = TestQueue.job("q", 1).withUnique(Unique.byArguments());
    long id = queue.awa().enqueue(job.withTraceContext(TRACE)).id();
    assertThat(queue.awa().enqueue(job).id()).isEqualTo(id);
    assertThat(queue.awa().jobs().find(id).orElseThrow().ext()).contains(PARENT);
  }
}
