package dev.awa.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.awa.chaos.scenario.Scenario;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The short form of bin/chaos: whatever goes wrong, nothing is lost or wrongly accepted. */
final class ChaosTest {
  private static final List<Scenario> SCENARIOS = Options.parse("--short").scenarios();

  private static final Map<String, CompletableFuture<Result>> RESULTS = new LinkedHashMap<>();
  private static Thread running = Thread.currentThread();

  @BeforeAll
  static void start() {
    SCENARIOS.forEach(scenario -> RESULTS.put(scenario.name(), new CompletableFuture<>()));
    running = Thread.ofPlatform().name("chaos").start(ChaosTest::run);
  }

  private static void run() {
    try (Runner runner = new Runner(Path.of("target"), true)) {
      runner.runAll(SCENARIOS, scenario -> {}, ChaosTest::take);
    } catch (Exception e) {
      RESULTS.values().forEach(result -> result.completeExceptionally(e));
    }
  }

  private static void take(Result result) {
    RESULTS.computeIfPresent(
        result.scenario(),
        (name, future) -> {
          future.complete(result);
          return future;
        });
  }

  @AfterAll
  static void printTable() throws InterruptedException {
    running.join();
    List<Result> done =
        RESULTS.values().stream()
            .filter(r -> r.isDone() && !r.isCompletedExceptionally())
            .map(CompletableFuture::join)
            .toList();
    System.out.println(Chaos.table(done));
  }

  @TestFactory
  Stream<DynamicTest> nothingIsLostOrWronglyAccepted() {
    return RESULTS.entrySet().stream()
        .map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> judge(entry.getValue().get())));
  }

  private static void judge(Result result) {
    if (result.skipped() != null) {
      abort(result.skipped());
    }
    assertThat(result.complaints()).isEmpty();
    assertThat(result.faults()).as("faults injected").isPositive();
  }
}
