package dev.awa.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.awa.CancelVerdict;
import dev.awa.Encryption;
import dev.awa.Enqueued;
import dev.awa.InvalidJobException;
import dev.awa.Job;
import dev.awa.JobType;
import dev.awa.Limits;
import dev.awa.Outcome;
import dev.awa.RawJson;
import dev.awa.StoredJob;
import dev.awa.Unique;
import dev.awa.client.Awa;
import dev.awa.event.JobEvent;
import dev.awa.event.KeyUnknown;
import dev.awa.lab.Eventually;
import dev.awa.support.LogLines;
import dev.awa.support.TestQueue;
import dev.awa.worker.HandlerConfig;
import dev.awa.worker.InlineWorker;
import dev.awa.worker.Worker;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Arguments are encrypted on every way in, and nothing tells what they are. */
final class EncryptedArgsTest {
  private static final String SECRET = "4111-secret-1111";
  private static final Encryption NEW = Encryption.with("new", key(1));
  private static final Encryption BOTH = NEW.withOldKey("old", key(2));
  private static final Encryption OLD = Encryption.with("old", key(2));

  private final TestQueue queue = TestQueue.create();
  private final Awa awa = queue.awa().encrypting(OLD);
  private final List<Object> handled = new ArrayList<>();

  record Charge(String card, int cents) {}

  @JobType(encrypted = true)
  record Marked(String card) {}

  private static SecretKey key(int seed) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) seed);
    return new SecretKeySpec(bytes, "AES");
  }

  private static Job<Charge> charge() {
    return Job.of(new Charge(SECRET, 5));
  }

  private Worker.Builder worker() {
    return Worker.of(queue.dataSource())
        .queue("default")
        .task(Charge.class, (args, context) -> handled.add(args));
  }

  private static JobEvent next(Worker.Builder builder) {
    try (InlineWorker inline = builder.inline()) {
      return inline.runNext("default").orElseThrow();
    }
  }

  private StoredJob stored(long id) {
    return queue.awa().jobs().revealing().find(id).orElseThrow();
  }

  private void setArgs(String expression) throws Exception {
    queue.sql("UPDATE awa.ready_entries SET args = (" + expression + ")::json");
  }

  private String failure(JobEvent event) {
    assertThat(handled).isEmpty();
    assertThat(event).isInstanceOf(JobEvent.Retried.class);
    JobEvent.Retried retried = (JobEvent.Retried) event;
    assertThat(retried.error()).doesNotContain(SECRET);
    for (Throwable at = retried.thrown(); at != null; at = at.getCause()) {
      assertThat(String.valueOf(at)).doesNotContain(SECRET);
    }
    return retried.error();
  }

  // --- there and back ---

  @Test
  void argumentsAreEncryptedOnEveryWayInAndCometoTheHandlerAsTheyWere() throws Exception {
    awa.enqueue(charge());
    awa.enqueueAll(List.of(charge(), charge().withUnique(Unique.byText("x"))));
    awa.copy(List.of(charge()).iterator(), answer -> {});
    try (Connection tx = queue.begin()) {
      awa.enqueue(tx, charge());
      tx.commit();
    }
    assertThat(queue.texts("SELECT args::text FROM awa.jobs"))
        .hasSize(5)
        .doesNotHaveDuplicates()
        .allMatch(args -> args.startsWith("{\"key\":\"old\",\"data\":\""))
        .noneMatch(args -> args.contains("4111"));
    for (int i = 0; i < 5; i++) {
      assertThat(next(worker().encryption(OLD))).isInstanceOf(JobEvent.Completed.class);
    }
    assertThat(handled).hasSize(5).containsOnly(new Charge(SECRET, 5));
  }

  @Test
  void plainJobsThatWaitAreStillRead() {
    queue.awa().enqueue(charge());
    assertThat(next(worker().encryption(OLD))).isInstanceOf(JobEvent.Completed.class);
  }

  @Test
  void onlyTheKindsThatAreNamedAndWhatAsksForItAreEncrypted() {
    Awa some = queue.awa().encrypting(OLD.withKinds("charge"));
    long named = some.enqueue(charge()).id();
    long other = some.enqueue(Job.of("other", new Charge(SECRET, 5))).id();
    long marked = some.enqueue(Job.of(new Marked(SECRET))).id();
    long asked = some.enqueue(Job.of("o", new RawJson("1")).withEncrypted()).id();
    assertThat(stored(named).ext()).isEqualTo("{\"encrypted\":true}");
    assertThat(stored(other).args()).contains(SECRET);
    assertThat(stored(marked).args()).doesNotContain(SECRET);
    assertThat(stored(asked).args()).startsWith("{\"key\"");
  }

  @Test
  void whatMustBeEncryptedIsRefusedWithoutAKey() {
    Job<Marked> job = Job.of(new Marked(SECRET));
    assertThat(job.toString()).doesNotContain(SECRET);
    assertThatThrownBy(() -> queue.awa().enqueue(job))
        .isInstanceOf(InvalidJobException.class)
        .hasMessage(
            "encrypted: must not be asked of a client that has no key: make it with"
                + " Awa.encrypting, got true");
  }

  @Test
  void anUpcastGetsDecryptedArguments() {
    awa.enqueue(Job.of("charge", new RawJson("{\"number\": \"" + SECRET + "\"}")));
    HandlerConfig config =
        HandlerConfig.defaults()
            .withVersion(2)
            .withUpcast(
                1,
                args -> {
                  args.put("card", args.remove("number"));
                  args.put("cents", 5);
                  return args;
                });
    Worker.Builder builder =
        Worker.of(queue.dataSource())
            .encryption(OLD)
            .task(Charge.class, (args, context) -> handled.add(args), config);
    assertThat(next(builder)).isInstanceOf(JobEvent.Completed.class);
    assertThat(handled).containsExactly(new Charge(SECRET, 5));
  }

  @Test
  void largeArgumentsFitAndTooLargeOnesAreRefusedBeforeTheyAreWritten() {
    String most = "\"" + "x".repeat(Limits.ENCRYPTED_ARGS_BYTES - 2) + "\"";
    Awa longId = queue.awa().encrypting(Encryption.with("k".repeat(64), key(1)));
    long id = longId.enqueue(Job.of("k", new RawJson(most))).id();
    assertThat(stored(id).args().length()).isLessThanOrEqualTo(Limits.ARGS_BYTES);
    assertThat(longId.jobs().revealing().find(id).orElseThrow().args()).isEqualTo(most);
    assertThatThrownBy(() -> longId.enqueue(Job.of("k", new RawJson(most + " "))))
        .hasMessage("args: must be at most 785408 bytes of JSON to be encrypted, got 785409 bytes");
  }

  // --- keys ---

  @Test
  void keysRotateWhileJobsWait() {
    long before = awa.enqueue(charge()).id();
    long after = queue.awa().encrypting(BOTH).enqueue(charge()).id();
    assertThat(stored(before).args()).contains("\"key\":\"old\"");
    assertThat(stored(after).args()).contains("\"key\":\"new\"");
    assertThat(next(worker().encryption(BOTH))).isInstanceOf(JobEvent.Completed.class);
    assertThat(next(worker().encryption(BOTH))).isInstanceOf(JobEvent.Completed.class);
  }

  @Test
  void aJobWhoseKeyIsNotKnownIsPutBackAndLosesNoAttempt() throws Exception {
    long id = awa.enqueue(charge()).id();
    Queue<KeyUnknown> heard = new ConcurrentLinkedQueue<>();
    try (Worker worker = worker().encryption(NEW).listen(KeyUnknown.class, heard::add).start()) {
      Eventually.holds("it is told", () -> !heard.isEmpty());
      assertThat(worker.keptEndings()).isZero();
    }
    assertThat(heard.element().words())
        .contains(
            "the arguments are encrypted with key \"old\", which this worker does not have; known"
                + " here: [new]");
    assertThat(stored(id).attempt()).isZero();
    assertThat(handled).isEmpty();
  }

  /** Whoever retries them needs no key: the text is taken over as it is. */
  @Test
  void deadLettersRunAgainWithTheirArgumentsByJavaAndBySql() throws Exception {
    long byJava = awa.enqueue(charge().withMaxAttempts(1)).id();
    long bySql = awa.enqueue(charge().withMaxAttempts(1)).id();
    Worker.Builder failing =
        Worker.of(queue.dataSource())
            .encryption(OLD)
            .handler(Charge.class, (args, context) -> Outcome.fail("no bank"));
    assertThat(next(failing)).isInstanceOf(JobEvent.Failed.class);
    assertThat(next(failing)).isInstanceOf(JobEvent.Failed.class);
    assertThat(queue.awa().deadLetters().retry(byJava).isRetried()).isTrue();
    assertThat(queue.texts("SELECT verdict FROM awa.retry(" + bySql + ")"))
        .containsExactly("retried");
    assertThat(stored(bySql).args()).startsWith("{\"key\":\"old\"").doesNotContain(SECRET);
    assertThat(next(worker().encryption(BOTH))).isInstanceOf(JobEvent.Completed.class);
    assertThat(next(worker().encryption(BOTH))).isInstanceOf(JobEvent.Completed.class);
    assertThat(handled).hasSize(2).containsOnly(new Charge(SECRET, 5));
  }

  @Test
  void aWorkerWithoutKeysPutsEncryptedJobsBack() {
    awa.enqueue(charge());
    assertThat(next(worker())).isInstanceOf(JobEvent.Released.class);
    awa.enqueue(charge());
    Worker.Builder any =
        Worker.of(queue.dataSource()).handlerForAnyKind((raw, context) -> Outcome.complete());
    assertThat(next(any)).isInstanceOf(JobEvent.Released.class);
  }

  @Test
  void anotherKeyOfTheSameNameFailsTheAttempt() {
    awa.enqueue(charge());
    assertThat(failure(next(worker().encryption(Encryption.with("old", key(9))))))
        .contains("the arguments can't be decrypted with key \"old\"")
        .contains("Either this key had the name when they were written and is another one now");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'{\"key\": \"old\", \"data\": \"AAAA\"}'",
        "'{\"key\": \"old\", \"data\": \"!\"}'",
        "'{\"key\": \"old\", \"data\": 7}'",
        "'{\"key\": \"old\"}'",
        "'{}'",
        "'[]'",
        "'null'",
        "json_build_object('key', 'old', 'data', left(args ->> 'data', 80))",
        "json_build_object('key', 'old', 'data', 'AAAA' || right(args ->> 'data', -4))",
      })
  void whatWasCutOrChangedFailsTheAttemptInWords(String change) throws Exception {
    awa.enqueue(charge());
    setArgs(change);
    assertThat(failure(next(worker().encryption(OLD)))).contains("the arguments");
  }

  @ParameterizedTest
  @ValueSource(strings = {"kind = 'charge2'", "ext = '{\"encrypted\":true,\"version\":1}'"})
  void theTextIsBoundToKindAndVersion(String change) throws Exception {
    awa.enqueue(charge().withVersion(2));
    queue.sql("UPDATE awa.ready_entries SET " + change);
    HandlerConfig two =
        HandlerConfig.defaults().withAliases("charge2").withVersion(2).withUpcast(1, args -> args);
    Worker.Builder builder =
        Worker.of(queue.dataSource())
            .encryption(OLD)
            .task(Charge.class, (args, context) -> handled.add(args), two);
    assertThat(failure(next(builder))).contains("can't be decrypted");
  }

  @Test
  void aVersionThatIsTooOldIsToldOfEncryptedArgumentsToo() {
    awa.enqueue(charge());
    HandlerConfig second = HandlerConfig.defaults().withVersion(2).withOldestVersion(2);
    Worker.Builder builder =
        Worker.of(queue.dataSource())
            .encryption(OLD)
            .task(Charge.class, (args, context) -> handled.add(args), second);
    assertThat(failure(next(builder)))
        .contains("the arguments are of version 1; this handler reads versions 2 to 2");
  }

  // --- what is told ---

  @Test
  void neitherErrorsNorTheLogTellTheArguments() {
    awa.enqueue(Job.of("charge", new RawJson("{\"card\": 1, \"cents\": \"" + SECRET + "\"}")));
    List<String> log = new ArrayList<>();
    try (LogLines lines = new LogLines(Worker.class.getName())) {
      assertThat(failure(next(worker().encryption(OLD))))
          .contains("the arguments were decrypted and can't be read as " + Charge.class.getName());
      log.addAll(lines.all());
    }
    assertThat(log).isNotEmpty().noneMatch(line -> line.contains(SECRET));
  }

  @Test
  void aRefusalTellsNothingOfTheArguments() {
    for (Job<?> job :
        List.of(
            Job.of("k", new RawJson("{\"card\": \"" + SECRET)),
            Job.of("k", List.of(SECRET + "\0")))) {
      assertThatThrownBy(() -> awa.enqueue(job))
          .isInstanceOf(InvalidJobException.class)
          .hasMessageContaining("what is wrong is not told")
          .hasMessageNotContaining(SECRET);
      assertThatThrownBy(() -> queue.awa().enqueue(job)).hasMessageContaining(SECRET);
    }
  }

  @Test
  void aReaderSeesTheKeyAndNotTheText() {
    long id = awa.enqueue(charge()).id();
    assertThat(queue.awa().jobs().find(id).orElseThrow().args())
        .isEqualTo("{\"key\":\"old\",\"data\":\"***\"}");
    assertThat(awa.jobs().revealing().find(id).orElseThrow().args()).contains(SECRET);
    Awa other = queue.awa().encrypting(NEW);
    assertThat(other.jobs().revealing().find(id).orElseThrow().args())
        .startsWith("{\"key\":\"old\"");
  }

  // --- unique ---

  private static Job<RawJson> unique(String args, Unique rule) {
    return Job.of("k", new RawJson(args)).withUnique(rule);
  }

  @Test
  void aRuleByArgumentsNeedsAKeyOfItsOwn() {
    for (Unique rule : List.of(Unique.byArguments(), Unique.byFields("a"))) {
      assertThatThrownBy(() -> awa.enqueue(unique("{\"a\": 1}", rule)))
          .isInstanceOf(InvalidJobException.class)
          .hasMessageContaining("unique.args: must not be used for encrypted arguments unless");
    }
    assertThat(awa.enqueue(unique("{\"a\": 1}", Unique.byText("t"))).duplicate()).isFalse();
    assertThat(awa.enqueue(unique("{\"a\": 2}", Unique.byText("t"))).duplicate()).isTrue();
  }

  @Test
  void equalArgumentsAreOneKeyAsForPlainJobsAndTheKeyTellsNothing() throws Exception {
    Awa keyed = queue.awa().encrypting(OLD.withUniqueKey(key(7)));
    Unique all = Unique.byArguments().withText("t");
    Enqueued first = keyed.enqueue(unique("{\"a\": 1.0, \"b\": [\"x\", null]}", all));
    assertThat(first.duplicate()).isFalse();
    for (String same :
        List.of("{\"b\":[\"x\",null],\"a\":1}", "{\"a\":2,\"a\":10e-1,\"b\":[\"\\u0078\",null]}")) {
      assertThat(keyed.enqueue(unique(same, all))).isEqualTo(new Enqueued(first.id(), true));
    }
    for (String other :
        List.of("{\"a\":1}", "{\"a\":1,\"b\":[null,\"x\"]}", "{\"a\":\"1\",\"b\":[\"x\",null]}")) {
      assertThat(keyed.enqueue(unique(other, all)).duplicate()).as(other).isFalse();
    }
    assertThat(queue.texts("SELECT j::text FROM awa.jobs j WHERE id = ?", first.id()))
        .noneMatch(row -> row.contains("1.0"));
  }

  @Test
  void aRuleByFieldsStaysTheSameWhileKeysRotate() {
    Encryption before = OLD.withUniqueKey(key(7));
    Encryption after = BOTH.withUniqueKey(key(7));
    Unique rule = Unique.byFields("a", "b");
    List<Job<RawJson>> jobs =
        List.of(
            unique("{\"a\": 1, \"b\": 2, \"c\": 3}", rule),
            unique("{\"c\": 4, \"b\": 2, \"a\": 1}", rule),
            unique("{\"c\": 4, \"b\": 1, \"a\": 2}", rule));
    Awa first = queue.awa().encrypting(before);
    assertThat(first.enqueueAll(jobs))
        .extracting(Enqueued::duplicate)
        .containsExactly(false, true, false);
    Awa second = queue.awa().encrypting(after);
    assertThat(second.enqueue(jobs.getFirst()).duplicate()).isTrue();
    assertThat(second.jobs().cancel(jobs.getFirst(), "no")).isEqualTo(CancelVerdict.CANCELLED);
    assertThatThrownBy(() -> second.enqueue(unique("{\"a\": 1}", rule)))
        .hasMessageContaining("unique.fields[1]: must be a field of args")
        .hasMessageNotContaining("1}");
  }

  @Test
  void anEncryptedJobReplacesAnotherAndIsReadByItsOwnKey() {
    Unique rule = Unique.byFields("a").orReplace();
    Awa before = queue.awa().encrypting(OLD.withUniqueKey(key(7)));
    Awa after = queue.awa().encrypting(BOTH.withUniqueKey(key(7)));
    Duration hour = Duration.ofHours(1);
    long id = before.enqueue(unique("{\"a\": 1, \"b\": 2}", rule).withDelay(hour)).id();
    Enqueued second =
        after.enqueue(unique("{\"a\": 1, \"b\": 3}", rule).withDelay(hour).withVersion(2));
    assertThat(second).isEqualTo(new Enqueued(id, Enqueued.Verdict.REPLACED));
    assertThat(after.jobs().revealing().find(id).orElseThrow().args())
        .isEqualTo("{\"a\": 1, \"b\": 3}");
    assertThat(queue.awa().jobs().find(id).orElseThrow().ext()).contains("\"version\"");
  }

  // --- what is no key ---

  @Test
  void whatIsNoKeyIsRefused() {
    assertThatThrownBy(() -> Encryption.with("a b", key(1)))
        .hasMessageContaining("must be 1 to 64 letters, digits, dots, dashes and underscores");
    assertThatThrownBy(() -> Encryption.with("a", new SecretKeySpec(new byte[16], "AES")))
        .hasMessage(
            "encryption: key \"a\" must be an AES key of 256 bits, got 128 bits of algorithm AES");
    assertThatThrownBy(() -> Encryption.with("a", new SecretKeySpec(new byte[32], "DES")))
        .hasMessageContaining("of algorithm DES");
    assertThatThrownBy(() -> OLD.withOldKey("old", key(3)))
        .hasMessage("encryption: key \"old\" was given before");
    assertThatThrownBy(() -> OLD.withUniqueKey(new SecretKeySpec(new byte[31], "HmacSHA256")))
        .hasMessage("encryption: the key of unique rules must have at least 256 bits, got 248");
    assertThat(BOTH).hasToString("Encryption[new, old] writing with new");
  }

  // --- checkpoints ---

  @Test
  void aCheckpointIsEncryptedToo() throws Exception {
    awa.enqueue(charge());
    next(
        Worker.of(queue.dataSource())
            .queue("default")
            .encryption(OLD)
            .task(
                Charge.class,
                (args, context) -> {
                  context.checkpoint(List.of(SECRET));
                  throw new IllegalStateException("again");
                }));
    assertThat(queue.texts("SELECT ext ->> 'checkpoint' FROM awa.jobs"))
        .singleElement()
        .asString()
        .startsWith("{\"key\"")
        .doesNotContain("4111");
    long id = queue.number("SELECT id FROM awa.jobs");
    assertThat(awa.jobs().find(id).orElseThrow().ext())
        .contains("\"checkpoint\":\"***\"")
        .doesNotContain("data");
    assertThat(awa.jobs().revealing().find(id).orElseThrow().ext())
        .contains("\"checkpoint\":[\"" + SECRET + "\"]");
    queue.sql("UPDATE awa.deferred_jobs SET run_at = now()");
    next(
        Worker.of(queue.dataSource())
            .queue("default")
            .encryption(BOTH)
            .task(
                Charge.class,
                (args, context) -> handled.add(context.checkpoint(List.class).orElseThrow())));
    assertThat(handled).containsExactly(List.of(SECRET));
  }

  /** Or who may write to the tables could read one as the other. */
  @Test
  void argumentsAreNoCheckpoint() throws Exception {
    awa.enqueue(charge());
    queue.sql(
        "UPDATE awa.ready_entries SET ext = (ext::jsonb || jsonb_build_object('checkpoint', args))"
            + "::json");
    assertThat(
            failure(
                next(
                    Worker.of(queue.dataSource())
                        .queue("default")
                        .encryption(OLD)
                        .task(
                            Charge.class,
                            (args, context) -> handled.add(context.checkpoint(Charge.class))))))
        .contains("the contents of the checkpoint can't be decrypted with key \"old\"");
  }
}
