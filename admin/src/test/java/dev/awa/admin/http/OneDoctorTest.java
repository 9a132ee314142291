package dev.awa.admin.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.awa.Job;
import dev.awa.admin.Documents;
import dev.awa.admin.SmallPool;
import dev.awa.admin.doctor.Diagnosis;
import dev.awa.admin.doctor.Doctor;
import dev.awa.client.Awa;
import dev.awa.support.TestQueue;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The doctor looks once for all who ask, in bounded time, and keeps nobody from the database. */
final class OneDoctorTest {
  private static final Duration PATIENCE = Duration.ofMillis(100);

  private final AtomicLong nanos = new AtomicLong();
  private final AtomicInteger looks = new AtomicInteger();

  private Diagnosis looked() {
    looks.incrementAndGet();
    return new Diagnosis(Instant.now(), List.of(), List.of());
  }

  @Test
  void tenWhoAskCostAsMuchAsOne() {
    OneDoctor doctor = new OneDoctor(this::looked, nanos::get, PATIENCE);
    for (int i = 0; i < 10; i++) {
      doctor.diagnosis();
    }
    nanos.addAndGet(OneDoctor.FRESH.toNanos() - 1);
    doctor.diagnosis();
    assertThat(looks).hasValue(1);
    nanos.addAndGet(1);
    doctor.diagnosis();
    assertThat(looks).hasValue(2);
  }

  @Test
  void aFailureIsKeptAsLongAsWhatWasFound() {
    OneDoctor doctor =
        new OneDoctor(
            () -> {
              looks.incrementAndGet();
              throw new IllegalStateException("no database");
            },
            nanos::get,
            PATIENCE);
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(doctor::diagnosis).hasMessage("no database");
    }
    assertThat(looks).hasValue(1);
    nanos.addAndGet(OneDoctor.FRESH.toNanos());
    assertThatThrownBy(doctor::diagnosis).hasMessage("no database");
    assertThat(looks).hasValue(2);
  }

  /** The next one who asks has a turn of their own. */
  @Test
  void thatOthersAskForMuchIsNotKept() {
    Problem busy = Problem.of(Problem.Kind.TOO_MANY, "4 costly requests", "Wait");
    List<@Nullable Problem> failures = new ArrayList<>(List.of(busy));
    OneDoctor doctor =
        new OneDoctor(
            () -> {
              if (!failures.isEmpty()) {
                throw failures.removeFirst();
              }
              return looked();
            },
            nanos::get,
            PATIENCE);
    assertThatThrownBy(doctor::diagnosis).isSameAs(busy);
    assertThat(doctor.diagnosis().findings()).isEmpty();
  }

  @Test
  void oneLooksAndTheOthersWaitForSoLong() throws Exception {
    CountDownLatch looking = new CountDownLatch(1);
    CountDownLatch seen = new CountDownLatch(1);
    OneDoctor doctor =
        new OneDoctor(
            () -> {
              looking.countDown();
              try {
                assertThat(seen.await(20, TimeUnit.SECONDS)).isTrue();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              return looked();
            },
            nanos::get,
            PATIENCE);
    CompletableFuture<Diagnosis> first = CompletableFuture.supplyAsync(doctor::diagnosis);
    assertThat(looking.await(20, TimeUnit.SECONDS)).isTrue();
    assertThatThrownBy(doctor::diagnosis)
        .isInstanceOfSatisfying(
            Problem.class, problem -> assertThat(problem.status()).isEqualTo(429))
        .hasMessageContaining("for somebody else");
    seen.countDown();
    assertThat(doctor.diagnosis()).isSameAs(first.get(20, TimeUnit.SECONDS));
    assertThat(looks).hasValue(1);
  }

  @Test
  void theRouteAnswersWhatTheCommandPrints() {
    Api api = new Api();
    api.awa().enqueue(Job.of("weigh", 1).withQueue("mail"));
    JsonNode answer = api.get("/doctor");
    assertThat(answer.propertyNames()).containsExactly("at", "exams", "findings", "complete");
    assertThat(answer.get("exams").size()).isEqualTo(17);
    assertThat(answer.get("findings").get(0).get("level").asString()).isEqualTo("problem");
    Diagnosis own =
        new Doctor(api.queue.dataSource(), Awa::of, "awa", PATIENCE.plusSeconds(20)).examine();
    JsonNode printed = Documents.JSON.valueToTree(own);
    assertThat(printed.get("exams")).isEqualTo(answer.get("exams"));
    assertThat(printed.get("findings").findValuesAsString("found"))
        .isEqualTo(answer.get("findings").findValuesAsString("found"));
    assertThat(api.get("/doctor").get("at")).isEqualTo(answer.get("at"));
  }

  @Test
  void itNamesSessionsAndSettingsAndIsForAdministratorsOfAllQueues() {
    Api api = new Api();
    Api.problem(403, api.as(Api.OPERATE, Asked.get("/doctor")));
    Api.problem(403, api.as(Api.MAIL_ONLY, Asked.get("/doctor")));
  }

  private static Answer asked(SmallPool pool, AdminConfig config) {
    Admin admin = Admin.of(pool.dataSource(), Awa::of, Tokens.parse(Api.TOKENS), config);
    return admin.answer(Asked.get("/doctor").with("Authorization", Api.ADMINISTER));
  }

  @Test
  void oneConnectionOfThePoolIsLeftToOthers() {
    TestQueue queue = TestQueue.create();
    SmallPool enough = new SmallPool(queue.dataSource(), Doctor.CONNECTIONS + 1);
    Answer answer = asked(enough, AdminConfig.defaults());
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body()).doesNotContain("reserved connections are in use");
    assertThat(Documents.JSON.readTree(answer.body()).findValues("failure"))
        .allMatch(JsonNode::isNull);
    assertThat(enough.taken()).isZero();
    assertThat(enough.all()).isEqualTo(Doctor.CONNECTIONS + 1);

    SmallPool few = new SmallPool(queue.dataSource(), Doctor.CONNECTIONS);
    JsonNode problem = Api.problem(503, asked(few, AdminConfig.defaults()));
    assertThat(problem.get("detail").asString()).contains("leaves one to others");
  }

  /** A look that waits for a lock is given up by its own time limit. */
  @Test
  void aLookIsBoundedInTime() throws Exception {
    TestQueue queue = TestQueue.create();
    AdminConfig quick =
        AdminConfig.defaults().withLongest(Duration.ofSeconds(1), Duration.ofSeconds(1));
    try (Connection holder = queue.begin()) {
      TestQueue.sql(holder, "LOCK TABLE awa.storage_state IN ACCESS EXCLUSIVE MODE");
      CompletableFuture<Answer> answer =
          CompletableFuture.supplyAsync(() -> asked(new SmallPool(queue.dataSource(), 5), quick));
      assertThat(answer.get(60, TimeUnit.SECONDS).body()).contains("it took longer than 1 s");
    }
  }

  @Test
  void noLookBeginsWhenTheTimeIsOver() {
    TestQueue queue = TestQueue.create();
    Doctor doctor = new Doctor(queue.dataSource(), Awa::of, "awa", Duration.ofSeconds(20));
    Diagnosis diagnosis = doctor.within(Duration.ZERO);
    assertThat(diagnosis.isComplete()).isFalse();
    assertThat(diagnosis.exams())
        .hasSize(17)
        .allMatch(exam -> ("" + exam.failure()).startsWith("no time was left"));
  }
}
