package dev.awa.admin.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.Job;
import dev.awa.RawJson;
import dev.awa.admin.Documents;
import dev.awa.client.Awa;
import dev.awa.support.TestQueue;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Several jobs at once: each has its answer; and lists that fit into memory. */
final class ManyTest {
  private final Api api = new Api();

  private long enqueue(String queue) {
    return api.awa()
        .enqueue(Job.of("weigh", 1).withQueue(queue).withDelay(Duration.ofHours(1)))
        .id();
  }

  private static Asked cancel(Object... ids) {
    return Asked.of("POST", "/jobs/cancel").json("{\"ids\":" + List.of(ids) + "}");
  }

  private static List<String> verdicts(JsonNode answer) {
    return StreamSupport.stream(answer.spliterator(), false)
        .map(one -> one.get("verdict").asString())
        .toList();
  }

  private static List<String> verdicts(Answer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return verdicts(Documents.JSON.readTree(answer.body()));
  }

  @Test
  void jobsOfOtherQueuesAreLeftAlone() {
    long mine = enqueue("mail");
    long other = enqueue("secret");

    assertThat(verdicts(api.as(Api.MAIL_ONLY, cancel(mine, other, 77777))))
        .containsExactly("cancelled", "forbidden", "unknown");
    assertThat(api.get("/jobs/" + other).get("state").asString()).isEqualTo("scheduled");
    assertThat(
            verdicts(
                api.as(
                    Api.MAIL_ONLY,
                    Asked.of("POST", "/jobs/delete").json("{\"ids\":[" + mine + "]}"))))
        .containsExactly("deleted");
    List<Object> many = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      many.add(i == 45 ? other : 88_000 + i);
    }
    assertThat(verdicts(api.as(Api.MAIL_ONLY, cancel(many.toArray())))).contains("forbidden");
    Asked away =
        Asked.of("POST", "/jobs/retry").json("{\"ids\":[" + mine + "],\"queue\":\"secret\"}");
    Api.problem(403, api.as(Api.MAIL_ONLY, away));
  }

  @Test
  void aJobThatSomebodyHasKeepsTheOthersFromNothing() throws Exception {
    long one = enqueue("mail");
    long other = enqueue("mail");
    try (Connection keeper = api.queue.begin()) {
      TestQueue.sql(keeper, "SELECT FROM awa.deferred_jobs WHERE job_id = ? FOR UPDATE", one);
      JsonNode answer = api.ok(cancel(one, other));
      assertThat(verdicts(answer)).containsExactly("error", "cancelled");
      assertThat(answer.get(0).get("why").asString()).contains("55P03");
    }
  }

  /** The API over a database that gives so many connections and is gone then. */
  private Admin failingAfter(int connections) {
    AtomicInteger taken = new AtomicInteger();
    DataSource failing =
        (DataSource)
            Proxy.newProxyInstance(
                ManyTest.class.getClassLoader(),
                new Class<?>[] {DataSource.class},
                (proxy, method, arguments) -> {
                  if (taken.incrementAndGet() > connections) {
                    throw new SQLException("gone", "08001");
                  }
                  return method.invoke(api.queue.dataSource(), arguments);
                });
    AdminConfig config = AdminConfig.defaults().withHosts(Set.of("localhost"));
    return Admin.of(failing, Awa::of, Tokens.parse(Api.TOKENS), config);
  }

  /** A probe reads the status alone; a person reads the same document as ever. */
  @Test
  void healthIsUnavailableWhenTheDatabaseIs() {
    Asked health = Asked.get("/health").with("Authorization", Api.VIEW);
    Answer down = failingAfter(0).answer(health);
    assertThat(down.status()).isEqualTo(503);
    assertThat(Documents.JSON.readTree(down.body()).get("status").asString()).isEqualTo("down");
    assertThat(failingAfter(Integer.MAX_VALUE).answer(health).status()).isEqualTo(200);
  }

  @Test
  void whatWasDoneIsToldWhenTheDatabaseFails() {
    long one = enqueue("mail");
    long other = enqueue("mail");
    Admin admin = failingAfter(1);

    Asked all = cancel(one, other, 3).with("Authorization", Api.OPERATE);
    assertThat(verdicts(admin.answer(all))).containsExactly("cancelled", "error", "not_tried");
    Api.problem(503, admin.answer(all));
  }

  @Test
  void longArgumentsAreLeftOutOfLists() {
    String args = "{\"text\":\"" + "x".repeat(ListedJobs.ARGS_CHARACTERS) + "\"}";
    long id = api.awa().enqueue(Job.of("weigh", new RawJson(args))).id();

    JsonNode page = api.get("/jobs");
    assertThat(page.get("jobs").get(0).get("args").isNull()).isTrue();
    assertThat(page.get("note").asString()).startsWith("args is null for 1 jobs");
    assertThat(api.get("/jobs/" + id).get("args").get("text").asString()).startsWith("xxx");
  }

  /** 200 jobs are read some at a time; each is there once, in both directions. */
  @Test
  void aLongPageIsWholeInBothDirections() {
    List<Job<?>> jobs = new ArrayList<>();
    for (int i = 0; i < 70; i++) {
      jobs.add(Job.of("weigh", i).withQueue("mail"));
    }
    api.awa().enqueueAll(jobs);

    JsonNode page = api.get("/jobs?queue=mail&limit=50");
    List<Long> newest = ids(page);
    assertThat(newest).hasSize(50).isSortedAccordingTo((a, b) -> Long.compare(b, a));
    JsonNode older = api.get("/jobs?queue=mail&limit=50&before=" + page.get("older").asString());
    assertThat(ids(older)).hasSize(20).doesNotContainAnyElementsOf(newest);
    assertThat(older.get("older").isNull()).isTrue();
    JsonNode back = api.get("/jobs?queue=mail&limit=50&after=" + older.get("newer").asString());
    assertThat(ids(back)).isEqualTo(newest);
  }

  @Test
  void aPageOfLargeJobsEndsEarly() {
    String args = "{\"text\":\"" + "x".repeat(16_000) + "\"}";
    List<Job<?>> jobs = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      jobs.add(
          Job.of("weigh", new RawJson(args))
              .withMetadata(java.util.Map.of("text", "y".repeat(10_000))));
    }
    api.awa().enqueueAll(jobs);

    JsonNode page = api.get("/jobs?limit=200");
    assertThat(page.get("jobs").size()).isEqualTo(180);
    assertThat(page.get("note").asString()).contains("fewer jobs than asked for");
    JsonNode next = api.get("/jobs?limit=200&before=" + page.get("older").asString());
    assertThat(ids(next)).hasSize(120).doesNotContainAnyElementsOf(ids(page));
  }

  private static List<Long> ids(JsonNode page) {
    return StreamSupport.stream(page.get("jobs").spliterator(), false)
        .map(one -> one.get("id").asLong())
        .collect(Collectors.toList());
  }
}
