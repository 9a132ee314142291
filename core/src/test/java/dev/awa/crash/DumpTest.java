package dev.awa.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.awa.Job;
import dev.awa.QueueStats;
import dev.awa.Rebased;
import dev.awa.SchemaException;
import dev.awa.client.Awa;
import dev.awa.client.Storage;
import dev.awa.support.StockServer;
import dev.awa.support.TestQueue;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A queue that {@code pg_dump} has dumped and {@code psql} restored, in the ways that people do it:
 * without its rows it is refused until {@code migrate} has made them, with them it goes on.
 * RestoredTest has the states that a queue can be in.
 */
final class DumpTest {
  private static final List<Long> WAITING = new ArrayList<>();

  private static StockServer server;
  private static TestQueue source;

  @BeforeAll
  static void fill() throws Exception {
    Optional<Path> installed = StockServer.installed();
    assumeTrue(installed.isPresent(), "not run: no PostgreSQL in /usr/lib/postgresql has pg_dump");
    server = StockServer.start(installed.orElseThrow());
    source = TestQueue.in(server.newDatabase("source"), "awa");
    long worker = source.worker();
    WAITING.addAll(source.enqueue("q", 3));
    source.awa().storage().rotate();
    WAITING.addAll(source.enqueue("q", 2));
    source.claim(worker, "q", 1); // open
    Job<?> later = TestQueue.job("q", 0).withDelay(Duration.ofHours(1));
    source.awa().enqueueAll(List.of(later, later));
    source.declareDead(worker);
  }

  @AfterAll
  static void stop() throws IOException {
    if (server != null) {
      server.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"--schema-only", "--exclude-table-data=awa.*"})
  void aQueueWithoutItsRowsIsRefusedUntilMigrateHasMadeThem(String option) throws Exception {
    String name = "rowless" + option.length();
    TestQueue queue = restored(name, server.dump("source", option));
    assertThatThrownBy(queue.awa()::check)
        .isInstanceOf(SchemaException.class)
        .hasMessageContaining("awa migrate");
    assertThatThrownBy(() -> queue.enqueue("q", 1)).hasMessageContaining("\"awa migrate\"");

    assertThat(queue.awa().migrate()).contains("rows that were missing");
    queue.awa().check();
    List<Long> jobs = queue.enqueue("q", 3);
    assertThat(queue.drain(queue.worker(), "q")).isEqualTo(jobs);
  }

  @Test
  void aWholeDumpGoesOn() throws Exception {
    goesOn(restored("whole", server.dump("source")));
  }

  @Test
  void aDumpInSectionsGoesOn() throws Exception {
    TestQueue queue = restored("sections", server.dump("source", "--section=pre-data"));
    server.restore("sections", server.dump("source", "--section=data"));
    server.restore("sections", server.dump("source", "--section=post-data"));
    goesOn(queue);
  }

  /**
   * Triggers may count what is restored once more, where it was counted already. So counts scan
   * until the counters are made anew; where no trigger ran they need not.
   */
  @ParameterizedTest
  @CsvSource({"TRUNCATE, false", "TRUNCATE, true", "DELETE FROM, false"})
  void aDumpOfTheDataGoesIntoEmptyTables(String empties, boolean withoutTriggers) throws Exception {
    String name = "data_" + empties.length() + withoutTriggers;
    TestQueue queue = TestQueue.in(server.newDatabase(name), "awa");
    List<String> tables =
        queue.texts(
            "SELECT format('awa.%I', relname) FROM pg_class WHERE relnamespace ="
                + " 'awa'::regnamespace AND relkind = 'r'");
    for (String what : empties.equals("TRUNCATE") ? List.of(String.join(", ", tables)) : tables) {
      queue.sql(empties + ' ' + what);
    }
    server.restore(
        name,
        withoutTriggers
            ? server.dump("source", "--data-only", "--disable-triggers")
            : server.dump("source", "--data-only"));
    Storage storage = queue.awa().storage();
    assertThat(storage.status(0).countersTrustedAt() != null).isEqualTo(withoutTriggers);
    goesOn(queue);
    storage.rebuildTerminalCounters(Duration.ofSeconds(10));
    assertThat(storage.status(0).countersTrustedAt()).isNotNull();
    assertThat(queue.awa().queues().stats("q").scheduled()).isEqualTo(2);
  }

  /** Its transaction ids are far behind. */
  @Test
  void inAnotherClusterItGoesOnOnceItIsRebased() throws Exception {
    useUpIds();
    Path dump = server.dump("source");
    try (StockServer other = StockServer.start(StockServer.installed().orElseThrow())) {
      TestQueue queue = restored(other, "elsewhere", dump);
      assertThatThrownBy(queue.awa()::check).hasMessageContaining("awa storage rebase");
      assertThatThrownBy(queue.awa()::migrate).hasMessageContaining("awa storage rebase");
      assertThat(queue.awa().storage().rebase()).isEqualTo(new Rebased(4, 1));
      goesOn(queue, WAITING);
    }
  }

  private static void useUpIds() throws SQLException {
    try (Connection connection = source.connect()) {
      TestQueue.script(
          connection,
          """
          DO $$
          BEGIN
            FOR i IN 1..20000 LOOP
              PERFORM pg_current_xact_id();
              COMMIT;
            END LOOP;
          END
          $$
          """);
    }
    source.sql("SELECT awa.raise_high_water()");
  }

  private static TestQueue restored(String name, Path dump) throws Exception {
    return restored(server, name, dump);
  }

  private static TestQueue restored(StockServer on, String name, Path dump) throws Exception {
    TestQueue queue = TestQueue.of(on.newDatabase(name), "awa");
    on.restore(name, dump);
    return queue;
  }

  private static void goesOn(TestQueue queue) throws Exception {
    assertThat(queue.awa().queues().stats("q"))
        .returns(4L, QueueStats::available)
        .returns(1L, QueueStats::running);
    goesOn(queue, WAITING.subList(1, WAITING.size()));
  }

  /** What waits runs in order, what is new comes after it, and the rest is there. */
  private static void goesOn(TestQueue queue, List<Long> waiting) throws Exception {
    Awa awa = queue.awa();
    awa.check();
    assertThat(awa.queues().stats("q").scheduled()).isEqualTo(2);
    List<Long> all = new ArrayList<>(waiting);
    all.addAll(queue.enqueue("q", 2));
    assertThat(queue.drain(queue.worker(), "q")).isEqualTo(all);
    awa.storage().rotate();
  }
}
