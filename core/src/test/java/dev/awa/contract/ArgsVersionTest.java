package dev.awa.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.awa.Handler;
import dev.awa.InvalidJobException;
import dev.awa.Job;
import dev.awa.JobState;
import dev.awa.JobType;
import dev.awa.JsonCodec;
import dev.awa.Outcome;
import dev.awa.RawJson;
import dev.awa.StoredJob;
import dev.awa.event.JobEvent;
import dev.awa.event.KindUnknown;
import dev.awa.event.VersionUnknown;
import dev.awa.event.WorkerEvent;
import dev.awa.json.Jackson2Codec;
import dev.awa.json.JacksonCodec;
import dev.awa.lab.Eventually;
import dev.awa.support.TestQueue;
import dev.awa.worker.HandlerConfig;
import dev.awa.worker.InlineWorker;
import dev.awa.worker.Worker;
import dev.awa.worker.WorkerConfig;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A kind keeps its jobs while its class is renamed and its arguments change. */
final class ArgsVersionTest {
  private final TestQueue queue = TestQueue.create();
  private final List<Object> handled = new ArrayList<>();

  @JobType(
      kind = "send_receipt",
      aliases = {"receipt", "old_receipt"},
      version = 3)
  record Receipt(String email, BigDecimal amount, String currency) {}

  /** Version 1 had cents; version 2 an amount; version 3 has a currency too. */
  private static final HandlerConfig UPCASTS =
      HandlerConfig.defaults()
          .withUpcast(
              1,
              args -> {
                BigDecimal cents = new BigDecimal(String.valueOf(args.remove("cents")));
                args.put("amount", cents.movePointLeft(2));
                return args;
              })
          .withUpcast(
              2,
              args -> {
                Map<String, @Nullable Object> more = new LinkedHashMap<>(args);
                more.put("currency", "EUR");
                return more;
              });

  static Stream<JsonCodec> codecs() {
    return Stream.of(JacksonCodec.standard(), Jackson2Codec.standard());
  }

  private Worker.Builder worker() {
    return Worker.of(queue.dataSource()).queue("default");
  }

  private Worker.Builder receipts(HandlerConfig config) {
    return worker().task(Receipt.class, (args, context) -> handled.add(args), config);
  }

  private long raw(String kind, int version, String args) {
    return queue.awa().enqueue(Job.of(kind, new RawJson(args)).withVersion(version)).id();
  }

  private static JobEvent next(Worker.Builder builder) {
    try (InlineWorker inline = builder.inline()) {
      return inline.runNext("default").orElseThrow();
    }
  }

  private StoredJob stored(long id) {
    return queue.awa().jobs().find(id).orElseThrow();
  }

  // --- kinds ---

  @Test
  void theClassNamesTheKindAndTheVersion() {
    Job<Receipt> job = Job.of(new Receipt("jo", BigDecimal.ONE, "EUR"));
    assertThat(job.kind()).isEqualTo("send_receipt");
    assertThat(job.version()).isEqualTo(3);
    long id = queue.awa().enqueue(job).id();
    assertThat(stored(id).ext()).isEqualTo("{\"version\":3}");
    assertThat(next(receipts(UPCASTS))).isInstanceOf(JobEvent.Completed.class);
    assertThat(handled).containsExactly(job.args());
  }

  @Test
  void aJobOfAnOldKindFindsTheHandlerAndKeepsItsKind() {
    long id = raw("old_receipt", 2, "{\"email\": \"jo\", \"amount\": 1.50}");
    JobEvent event = next(receipts(UPCASTS));
    assertThat(event).isInstanceOf(JobEvent.Completed.class);
    assertThat(event.job().kind()).isEqualTo("old_receipt");
    assertThat(event.words()).contains("old_receipt");
    assertThat(stored(id).kind()).isEqualTo("old_receipt");
    assertThat(handled).containsExactly(new Receipt("jo", new BigDecimal("1.50"), "EUR"));
  }

  @Test
  void aliasesAreGivenToHandlersOfOtherClassesToo() {
    raw("before", 1, "7");
    Worker.Builder builder =
        worker()
            .uncheckedHandler(
                "after",
                Integer.class,
                (Handler<Integer>) (args, context) -> handledNow(args),
                HandlerConfig.defaults().withAliases("before"));
    assertThat(next(builder)).isInstanceOf(JobEvent.Completed.class);
    assertThat(handled).containsExactly(7);
  }

  private Outcome handledNow(Object args) {
    handled.add(args);
    return Outcome.complete();
  }

  private static Worker.Builder both(Worker.Builder builder, String kind, String... aliases) {
    return builder.uncheckedHandler(
        kind,
        RawJson.class,
        (Handler<RawJson>) (args, context) -> Outcome.complete(),
        HandlerConfig.defaults().withAliases(aliases));
  }

  @Test
  void twoHandlersOfOneKindOrAliasAreRefused() {
    assertThatThrownBy(() -> both(both(worker(), "a", "x"), "b", "x"))
        .hasMessage(
            "handler of kind \"b\": its alias \"x\" has a handler already, as an alias of kind"
                + " \"a\"");
    assertThatThrownBy(() -> both(both(worker(), "a"), "b", "a"))
        .hasMessage("handler of kind \"b\": its alias \"a\" has a handler already");
    assertThatThrownBy(() -> both(both(worker(), "a", "b"), "b"))
        .hasMessage("handler: kind \"b\" has one already, as an alias of kind \"a\"");
    assertThatThrownBy(() -> both(worker(), "a", "a"))
        .hasMessage("handler of kind \"a\": its alias must be another kind than its own");
    assertThatThrownBy(() -> both(worker(), "a", ""))
        .hasMessageContaining("must be 1 to 200 characters");
  }

  @Test
  void aRefusedHandlerLeavesNoAliasBehind() {
    Worker.Builder builder = both(worker(), "a", "x");
    assertThatThrownBy(() -> both(builder, "b", "y", "x"))
        .isInstanceOf(IllegalArgumentException.class);
    both(builder, "y"); // is free
  }

  // --- versions ---

  static Stream<Map.Entry<Integer, String>> olderOnes() {
    return Stream.of(
        Map.entry(1, "{\"cents\": 150, \"email\": \"jo\", \"gone\": [1, {\"a\": null}]}"),
        Map.entry(2, "{\"email\": \"jo\", \"amount\": 1.50}"),
        Map.entry(3, "{\"email\": \"jo\", \"amount\": 1.50, \"currency\": \"EUR\"}"));
  }

  @ParameterizedTest
  @MethodSource("codecs")
  void olderArgumentsAreUpcastStepByStep(JsonCodec codec) {
    olderOnes()
        .forEach(one -> {
          raw("send_receipt", one.getKey(), one.getValue());
          assertThat(next(receipts(UPCASTS).codec(codec))).isInstanceOf(JobEvent.Completed.class);
          assertThat(handled.removeLast())
              .isEqualTo(new Receipt("jo", new BigDecimal("1.50"), "EUR"));
        });
  }

  @Test
  void everyNumberSurvivesAnUpcast() {
    String args =
        "{\"a\":123456789012345678901234567890,\"b\":0.1000000000000000000001,\"c\":-9007199254740993,"
            + "\"d\":[1.50,true,null,\"\\u00e9\\n\"],\"e\":1E+400}";
    raw("k", 1, args);
    Worker.Builder builder =
        worker()
            .uncheckedHandler(
                "k",
                RawJson.class,
                (Handler<RawJson>) (raw, context) -> handledNow(raw.text()),
                HandlerConfig.defaults().withVersion(2).withUpcast(1, all -> all));
    assertThat(next(builder)).isInstanceOf(JobEvent.Completed.class);
    assertThat(handled).containsExactly(args.replace("\\u00e9", "é"));
  }

  @Test
  void argumentsThatAreNoObjectHaveRawUpcasts() {
    raw("k", 1, "[1, 2]");
    Worker.Builder builder =
        worker()
            .uncheckedHandler(
                "k",
                RawJson.class,
                (Handler<RawJson>) (raw, context) -> handledNow(raw.text()),
                HandlerConfig.defaults()
                    .withVersion(2)
                    .withRawUpcast(1, raw -> new RawJson("{\"ids\": " + raw.text() + "}")));
    assertThat(next(builder)).isInstanceOf(JobEvent.Completed.class);
    assertThat(handled).containsExactly("{\"ids\": [1, 2]}");
  }

  @Test
  void aGapInTheChainIsRefused() {
    HandlerConfig some = HandlerConfig.defaults().withVersion(3).withUpcast(1, args -> args);
    assertThatThrownBy(() -> receipts(some))
        .hasMessage(
            "handler of kind \"send_receipt\": it reads version 3, and has no upcast from version"
                + " 2. Give it one (HandlerConfig.withUpcast), or say that no job is as old any"
                + " more (withOldestVersion)");
    assertThatThrownBy(() -> receipts(HandlerConfig.defaults()))
        .hasMessageContaining("has no upcast from version 1");
    assertThatThrownBy(() -> receipts(UPCASTS.withUpcast(3, args -> args)))
        .hasMessageContaining("has an upcast from version 3, and reads versions 1 to 3");
    assertThatThrownBy(() -> receipts(UPCASTS.withOldestVersion(2)))
        .hasMessageContaining("has an upcast from version 1, and reads versions 2 to 3");
    assertThatThrownBy(() -> receipts(HandlerConfig.defaults().withOldestVersion(4)))
        .hasMessageContaining("its oldest version, 4, is newer than its version, 3");
    assertThatThrownBy(() -> UPCASTS.withUpcast(1, args -> args))
        .hasMessage("handler upcast: there is one from version 1 already");
    receipts(HandlerConfig.defaults().withOldestVersion(3));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Integer.MIN_VALUE, 1_000_001, Integer.MAX_VALUE})
  void aVersionOutOfItsRangeIsRefused(int version) {
    assertThatThrownBy(() -> raw("k", version, "{}"))
        .isInstanceOf(InvalidJobException.class)
        .hasMessage("version: must be 1 to 1000000, got " + version);
    HandlerConfig defaults = HandlerConfig.defaults();
    assertThatThrownBy(() -> defaults.withVersion(version))
        .hasMessage("handler version: must be 1 to 1000000, got " + version);
    assertThatThrownBy(() -> defaults.withUpcast(version, args -> args))
        .hasMessage("handler upcast: must be 1 to 1000000, got " + version);
    assertThatThrownBy(() -> defaults.withOldestVersion(version))
        .hasMessage("handler oldestVersion: must be 1 to 1000000, got " + version);
  }

  // --- a newer version ---

  @Test
  void aJobOfANewerVersionWaitsForANewerWorkerAndLosesNoAttempt() {
    long id = raw("send_receipt", 4, "{\"to\": \"jo\"}");
    JobEvent event = next(receipts(UPCASTS));
    assertThat(event)
        .isInstanceOfSatisfying(
            JobEvent.Released.class,
            put ->
                assertThat(put.reason())
                    .isEqualTo(
                        "the arguments are of version 4; the handler of kind \"send_receipt\" on"
                            + " this worker reads up to version 3"));
    assertThat(handled).isEmpty();
    assertThat(stored(id).attempt()).isZero();
    assertThat(stored(id).state()).isEqualTo(JobState.SCHEDULED);
    assertThat(stored(id).ext()).contains("\"version\": 4");
  }

  @Test
  void aWorkerTellsOfANewerVersionOnce() throws Exception {
    Queue<WorkerEvent> heard = new ConcurrentLinkedQueue<>();
    List<Long> ids = List.of(raw("receipt", 4, "{}"), raw("receipt", 4, "{}"));
    try (Worker worker = receipts(UPCASTS).listen(VersionUnknown.class, heard::add).start()) {
      Eventually.holds(
          "both are put back",
          () -> ids.stream().allMatch(id -> stored(id).state() == JobState.SCHEDULED));
      assertThat(worker.keptEndings()).isZero();
    }
    assertThat(heard)
        .containsExactly(
            new VersionUnknown(
                ids.getFirst(), "receipt", 4, 3, WorkerConfig.defaults().unknownKindDelay()));
    assertThat(heard.element().words()).endsWith("so that a newer worker can run them");
  }

  @Test
  void aHandlerForAnyKindTakesEveryVersionAsItIsStored() {
    raw("whatever", 7, "{\"a\": 1}");
    Worker.Builder builder = worker().handlerForAnyKind((raw, context) -> handledNow(raw.text()));
    assertThat(next(builder)).isInstanceOf(JobEvent.Completed.class);
    assertThat(handled).containsExactly("{\"a\": 1}");
  }

  @Test
  void anUnknownKindIsToldAsBefore() throws Exception {
    Queue<KindUnknown> heard = new ConcurrentLinkedQueue<>();
    raw("nobody", 1, "{}");
    try (Worker worker = receipts(UPCASTS).listen(KindUnknown.class, heard::add).start()) {
      Eventually.holds("it is told", () -> !heard.isEmpty());
      assertThat(worker.running()).isZero();
    }
    assertThat(heard.element().kinds())
        .containsExactlyInAnyOrder("old_receipt", "receipt", "send_receipt");
  }

  // --- what can't be read ---

  private JobEvent.Retried failed(HandlerConfig config, String args) {
    raw("k", 1, args);
    JobEvent event =
        next(
            worker()
                .uncheckedHandler(
                    "k",
                    RawJson.class,
                    (Handler<RawJson>) (raw, context) -> handledNow(raw),
                    config.withVersion(2)));
    assertThat(handled).isEmpty();
    assertThat(event).isInstanceOf(JobEvent.Retried.class);
    return (JobEvent.Retried) event;
  }

  @Test
  @SuppressWarnings("NullAway") // code that is not checked for it
  void anUpcastThatFailsFailsTheAttempt() {
    HandlerConfig usual = HandlerConfig.defaults();
    String what = "the arguments could not be made version 2 of 1: ";
    assertThat(
            failed(
                    usual.withUpcast(
                        1,
                        args -> {
                          throw new IllegalStateException("no such customer");
                        }),
                    "{}")
                .error())
        .contains(what + "java.lang.IllegalStateException: no such customer");
    assertThat(
            failed(
                    usual.withUpcast(
                        1,
                        args -> {
                          throw new NoClassDefFoundError("shop/Customers");
                        }),
                    "{}")
                .error())
        .contains(what + "java.lang.NoClassDefFoundError: shop/Customers");
    assertThat(failed(usual.withUpcast(1, args -> null), "{}").error())
        .contains(what + "the upcast answered null");
    assertThat(failed(usual.withRawUpcast(1, args -> null), "{}").error())
        .contains(what + "the upcast answered null");
    assertThat(failed(usual.withUpcast(1, args -> args), "[1]").error())
        .contains("the upcast takes an object, and the arguments are none");
    assertThat(
            failed(
                    usual.withUpcast(
                        1,
                        args -> {
                          args.put("self", args);
                          return args;
                        }),
                    "{}")
                .error())
        .contains(what);
    assertThat(failed(usual.withUpcast(1, args -> Map.of("a", new Object())), "{}").error())
        .contains("JSON has no value for a java.lang.Object");
    assertThat(failed(usual.withUpcast(1, args -> Map.of("a", Double.NaN)), "{}").error())
        .contains("JSON has no value for a java.lang.Double");
    assertThat(failed(usual.withUpcast(1, args -> Map.of("a", "x".repeat(1 << 21))), "{}").error())
        .contains("the upcast answered more than 1048576 characters of JSON");
  }

  @Test
  void aSlowUpcastIsEndedByTheDeadlineOfItsAttempt() throws Exception {
    long id = raw("k", 1, "{}");
    HandlerConfig slow =
        HandlerConfig.defaults()
            .withVersion(2)
            .withDeadline(Duration.ofMillis(100))
            .withUpcast(
                1,
                args -> {
                  new CountDownLatch(1).await();
                  return args;
                });
    try (Worker worker =
        worker()
            .uncheckedHandler(
                "k", RawJson.class, (Handler<RawJson>) (raw, context) -> handledNow(raw), slow)
            .start()) {
      Eventually.holds("it fails", () -> stored(id).state() == JobState.RETRYABLE);
      Eventually.holds("its thread comes back", () -> worker.running() == 0);
    }
    assertThat(stored(id).ext()).contains("took longer than its deadline of PT0.1S");
  }

  @Test
  void argumentsThatAreTooOldFailTheAttempt() {
    raw("send_receipt", 1, "{}");
    JobEvent event = next(receipts(HandlerConfig.defaults().withOldestVersion(3)));
    assertThat(((JobEvent.Retried) event).error())
        .contains("the arguments are of version 1; this handler reads versions 3 to 3");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "2147483648", "1.5", "\"2\"", "null", "[]", "1000001", "1e9"})
  void aVersionThatNobodyCanHaveWrittenFailsTheAttempt(String version) throws Exception {
    raw("send_receipt", 1, "{}");
    queue.sql("UPDATE awa.ready_entries SET ext = ?::json", "{\"version\": " + version + "}");
    JobEvent event = next(receipts(UPCASTS));
    assertThat(((JobEvent.Retried) event).error())
        .contains("the version of the arguments, in ext, must be 1 to 1000000");
  }
}
