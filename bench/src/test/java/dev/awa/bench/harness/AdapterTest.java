package dev.awa.bench.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.awa.bench.lab.BenchQueue;
import dev.awa.bench.lab.Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The adapter keeps the contract of the harness, seen from the harness's side. */
@Timeout(120)
final class AdapterTest {
  private static final Map<String, String> FIXED =
      Map.of("PRODUCER_MODE", "fixed", "PRODUCER_PACING", "harness", "SAMPLE_EVERY_S", "1");
  private static final Path MANIFEST = Path.of("harness/adapter.json");

  @TempDir private static Path folder;
  private static Server server;

  @BeforeAll
  static void start() {
    server = Server.start(folder);
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  @Test
  void whatIsAskedForOnStdinIsEnqueuedRunAndReported() throws Exception {
    try (Driver driver = Driver.start(server.plainUrl(server.newDatabase()), 0, FIXED)) {
      checkDescriptor(driver.descriptor());
      driver.awaitSamples("enqueue_rate", 1);
      for (int i = 0; i < 100; i++) {
        driver.enqueue(20);
      }
      driver.await("end of all jobs", () -> driver.total("completion_rate") > 1700);
      driver.awaitSamples("producer_target_rate", 2);
      assertThat(driver.total("enqueue_rate")).isCloseTo(2000, within(300.0));
      assertThat(driver.total("completion_rate")).isCloseTo(2000, within(300.0));
      driver.metric("completion_rate").forEach(AdapterTest::checkSample);
      for (String name :
          List.of("claim_p50_ms", "claim_p95_ms", "claim_p99_ms", "end_to_end_p99_ms")) {
        JsonNode last = driver.metric(name).getLast();
        assertThat(last.get("window_s").asInt()).as(name).isEqualTo(30);
        assertThat(last.get("value").asDouble()).as(name).isPositive().isLessThan(60_000);
      }
      assertThat(driver.metric("queue_depth")).isNotEmpty();
      assertThat(driver.metric("queue_depth").getLast().get("value").asLong()).isZero();
      assertThat(driver.terminate()).as("exit code on SIGTERM").isZero();
    }
  }

  private static void checkDescriptor(JsonNode line) throws Exception {
    JsonNode manifest = JsonMapper.shared().readTree(Files.readString(MANIFEST));
    assertThat(line.get("kind").asString()).isEqualTo("descriptor");
    assertThat(line.get("system")).isEqualTo(manifest.get("system"));
    assertThat(line.get("event_tables").valueStream().toList())
        .as("a superset of the manifest's")
        .containsAll(manifest.get("event_tables").valueStream().toList());
    assertThat(line.get("event_tables").get(0).asString()).startsWith("awa.ready_entries");
    assertThat(Instant.parse(line.get("started_at").asString())).isBefore(Instant.now());
  }

  /** Samples stand at multiples of the interval, give or take how late a thread may wake. */
  private static void checkSample(JsonNode line) {
    assertThat(line.get("kind").asString()).isEqualTo("adapter");
    assertThat(line.get("subject_kind").asString()).isEqualTo("adapter");
    assertThat(line.get("window_s").asInt()).isEqualTo(1);
    assertThat(line.get("t").asString())
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
    assertThat(Instant.parse(line.get("t").asString()).toEpochMilli() % 1000).isLessThan(900);
  }

  @Test
  void aSecondReplicaInstallsAtOnceAndKilledSessionsEndNoOne() throws Exception {
    String jdbcUrl = server.newDatabase();
    String url = server.plainUrl(jdbcUrl);
    try (Driver first = Driver.start(url, 0, FIXED);
        Driver second = Driver.start(url, 1, FIXED)) {
      first.awaitSamples("enqueue_rate", 1);
      second.awaitSamples("enqueue_rate", 1);
      enqueueInTurns(first, second);
      killSessions(jdbcUrl); // while they enqueue and work
      enqueueInTurns(first, second);
      first.await("end of all jobs", () -> both(first, second, "completion_rate") > 1400);
      first.awaitSamples("completion_rate", 2);
      second.awaitSamples("completion_rate", 1);
      assertThat(both(first, second, "enqueue_rate"))
          .as("every command was done, after the kill too")
          .isBetween(1400.0, 1900.0);
      assertThat(both(first, second, "completion_rate")).isBetween(1400.0, 2000.0);
      assertThat(first.isAlive() && second.isAlive()).isTrue();
      assertThat(second.metric("queue_depth")).as("only instance 0 tells the depth").isEmpty();
      assertThat(first.terminate()).isZero();
      assertThat(second.terminate()).isZero();
    }
  }

  private static void enqueueInTurns(Driver first, Driver second) throws IOException {
    for (int i = 0; i < 40; i++) {
      first.enqueue(10);
      second.enqueue(10);
    }
  }

  private static double both(Driver first, Driver second, String rate) {
    return first.total(rate) + second.total(rate);
  }

  private static void killSessions(String jdbcUrl) throws Exception {
    try (Connection connection = DriverManager.getConnection(jdbcUrl)) {
      long killed =
          BenchQueue.number(
              connection,
              "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                  + " WHERE datname = current_database() AND pid <> pg_backend_pid()");
      assertThat(killed).isPositive();
    }
  }

  @Test
  void itPacesItselfAndFollowsTheRateInTheFile() throws Exception {
    Path rate = Files.writeString(folder.resolve("rate"), "200");
    Map<String, String> settings =
        Map.of(
            "PRODUCER_PACING", "adapter",
            "PRODUCER_RATE", "200",
            "PRODUCER_RATE_CONTROL_FILE", rate.toString(),
            "SAMPLE_EVERY_S", "1");
    try (Driver driver = Driver.start(server.plainUrl(server.newDatabase()), 0, settings)) {
      driver.awaitSamples("enqueue_rate", 2);
      Files.writeString(rate, "400");
      driver.await("other target", () -> target(driver) == 400);
      driver.awaitSamples("enqueue_rate", 2);
      List<JsonNode> rates = driver.metric("enqueue_rate");
      assertThat(rates.get(1).get("value").asDouble()).isCloseTo(200, within(60.0));
      assertThat(rates.getLast().get("value").asDouble()).isCloseTo(400, within(120.0));
    }
  }

  /** The rate it follows, as it says; 0 before it said anything. */
  private static double target(Driver driver) {
    List<JsonNode> rates = driver.metric("producer_target_rate");
    return rates.isEmpty() ? 0 : rates.getLast().get("value").asDouble();
  }

  @Test
  void migrateOnlyInstallsAndEnds() throws Exception {
    String url = server.plainUrl(server.newDatabase());
    try (Driver driver = Driver.start(url, 0, Map.of("SCENARIO", "migrate_only"))) {
      checkDescriptor(driver.descriptor());
      assertThat(driver.exitCode()).isZero();
    }
  }
}
