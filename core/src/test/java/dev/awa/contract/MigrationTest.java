package dev.awa.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.awa.Job;
import dev.awa.JobState;
import dev.awa.RawJson;
import dev.awa.SchemaException;
import dev.awa.Unique;
import dev.awa.client.Awa;
import dev.awa.lab.Eventually;
import dev.awa.support.TestQueue;
import dev.awa.support.TestServer;
import dev.awa.worker.Worker;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The schema is made once, whoever makes it, under any name, and never used when it does not fit.
 */
@Tag("every-postgres")
final class MigrationTest {
  private final DataSource database = TestServer.newDatabase();

  @ParameterizedTest
  @ValueSource(strings = {"TRANSACTION_READ_COMMITTED", "TRANSACTION_SERIALIZABLE"})
  void manyNodesMayMigrateAtOnce(String isolation) throws Exception {
    int nodes = 20;
    CyclicBarrier start = new CyclicBarrier(nodes);
    List<List<String>> applied = new ArrayList<>();
    try (HikariDataSource pool = new HikariDataSource();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      pool.setDataSource(database);
      pool.setMaximumPoolSize(nodes);
      pool.setTransactionIsolation(isolation);
      List<Future<List<String>>> calls = new ArrayList<>();
      for (int i = 0; i < nodes; i++) {
        calls.add(
            threads.submit(() -> {
              Awa awa = Awa.of(pool);
              start.await();
              List<String> names = awa.migrate();
              awa.check();
              return names;
            }));
      }
      for (Future<List<String>> call : calls) {
        applied.add(call.get());
      }
    }
    assertThat(applied).filteredOn(names -> !names.isEmpty()).hasSize(1);
    assertThat(Awa.of(database).enqueue(TestQueue.job("q", 1)).duplicate()).isFalse();
  }

  @Test
  void aSecondMigrationDoesNothing() {
    Awa awa = Awa.of(database);
    assertThat(awa.migrate()).isNotEmpty();
    assertThat(awa.migrate()).isEmpty();
  }

  @Test
  void aMissingSchemaIsRefusedWithWhatToDo() {
    assertThatThrownBy(() -> Awa.of(database, "other").check())
        .isInstanceOf(SchemaException.class)
        .hasMessage(
            "schema \"other\" holds no Awa queue; create it with: awa migrate (or Awa.migrate())");
    assertThatThrownBy(() -> Worker.of(database).queue("q").start())
        .isInstanceOf(SchemaException.class);
  }

  @Test
  void aNewerSchemaIsRefused() throws SQLException {
    TestQueue queue = TestQueue.in(database, "awa");
    queue.sql(
        "INSERT INTO awa.schema_history (version, name, checksum) VALUES (999, 'future', '')");
    String message = "schema \"awa\" is at version 999, newer than the";
    assertThatThrownBy(queue.awa()::check)
        .isInstanceOf(SchemaException.class)
        .hasMessageContaining(message);
    assertThatThrownBy(queue.awa()::migrate)
        .isInstanceOf(SchemaException.class)
        .hasMessageContaining(message);
    assertThatThrownBy(() -> Worker.of(database).queue("q").start())
        .isInstanceOf(SchemaException.class)
        .hasMessageContaining(message);
    assertThat(queue.number("SELECT max(version) FROM awa.schema_history")).isEqualTo(999);
  }

  @Test
  void anOlderSchemaIsRefusedWithWhatToDo() throws SQLException {
    TestQueue queue = TestQueue.in(database, "awa");
    queue.sql("DELETE FROM awa.schema_history WHERE version <> 0");
    assertThatThrownBy(queue.awa()::check)
        .isInstanceOf(SchemaException.class)
        .hasMessageContaining("is at version 0, this library needs")
        .hasMessageContaining("awa migrate");
  }

  @Test
  void aSchemaThatOtherMigrationsMadeIsRefused() throws SQLException {
    TestQueue queue = TestQueue.in(database, "awa");
    queue.sql("UPDATE awa.schema_history SET checksum = 'other' WHERE version = 1");
    String message = "migration 1, \"the queue\", was applied with another text than this library";
    assertThatThrownBy(queue.awa()::check)
        .isInstanceOf(SchemaException.class)
        .hasMessageContaining(message);
    assertThatThrownBy(queue.awa()::migrate)
        .isInstanceOf(SchemaException.class)
        .hasMessageContaining(message);
  }

  @Test
  void aMigrationThatFailsLeavesNothing() throws SQLException {
    try (Connection connection = database.getConnection()) {
      TestQueue.sql(connection, "CREATE SCHEMA awa");
      TestQueue.sql(connection, "CREATE TABLE awa.lanes (in_the_way int)");
      assertThatThrownBy(() -> Awa.of(database).migrate()).hasMessageContaining("lanes");
      assertThat(
              TestQueue.texts(
                  connection,
                  "SELECT relname FROM pg_class WHERE relnamespace = 'awa'::regnamespace"))
          .containsExactly("lanes");
    }
  }

  @Test
  void theScriptMakesWhatMigrateMakes() throws SQLException {
    for (String schema : List.of("awa", "odd \"name\" of it's own")) {
      DataSource byHand = TestServer.newDatabase();
      DataSource byMigrate = TestServer.newDatabase();
      try (Connection hand = byHand.getConnection();
          Connection migrate = byMigrate.getConnection()) {
        TestQueue.script(hand, Awa.of(byHand, schema).migrationScript());
        Awa.of(byMigrate, schema).migrate();
        List<String> made = catalog(hand, schema);
        assertThat(made).hasSizeGreaterThan(300).isEqualTo(catalog(migrate, schema));
      }
      Awa.of(byHand, schema).check();
      assertThat(Awa.of(byHand, schema).migrate()).as("nothing is pending").isEmpty();
    }
  }

  /** Everything in a schema, in words. */
  static List<String> catalog(Connection connection, String schema) throws SQLException {
    List<String> all = new ArrayList<>();
    for (String sql :
        List.of(
            "SELECT pg_get_functiondef(p.oid) FROM pg_proc p JOIN pg_namespace n"
                + " ON n.oid = p.pronamespace WHERE n.nspname = ? ORDER BY p.proname, 1",
            "SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable || '"
                + " ' || coalesce(column_default, '') FROM information_schema.columns WHERE"
                + " table_schema = ? ORDER BY 1",
            "SELECT indexdef FROM pg_indexes WHERE schemaname = ? ORDER BY 1",
            "SELECT c.relname || coalesce(c.reloptions::text, '') ||"
                + " coalesce(pg_get_expr(c.relpartbound, c.oid), '') FROM pg_class c JOIN"
                + " pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = ? ORDER BY 1",
            "SELECT pg_get_constraintdef(c.oid) FROM pg_constraint c JOIN pg_namespace n"
                + " ON n.oid = c.connamespace WHERE n.nspname = ? ORDER BY c.conname, 1",
            "SELECT viewname || definition FROM pg_views WHERE schemaname = ? ORDER BY 1")) {
      all.addAll(TestQueue.texts(connection, sql, schema));
    }
    String quoted = '"' + schema.replace("\"", "\"\"") + '"';
    all.addAll(
        TestQueue.texts(
            connection,
            "SELECT version || name || checksum FROM " + quoted + ".schema_history ORDER BY 1"));
    return all;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Upper Case",
        "it's \"quoted\"",
        "🌊 river",
        "100%I %s $1 ? {}",
        "select",
        "awa.awa",
        "back\\slash $1$ -- x"
      })
  void aSchemaOfAnyNameLivesBesideTheFirst(String schema) throws Exception {
    TestQueue first = TestQueue.in(database, "awa");
    TestQueue odd = TestQueue.in(database, schema);
    first.enqueue("q", 3);
    List<Long> ids = odd.enqueue("q", 5);
    odd.awa().copy(List.of(TestQueue.job("q", 9)).iterator(), answer -> {});
    Job<RawJson> unique =
        Job.of("unique", new RawJson("{}")).withQueue("q").withUnique(Unique.byArguments());
    long scheduled = odd.awa().enqueue(unique.withDelay(Duration.ofMillis(1))).id();
    assertThat(odd.awa().enqueue(unique).id()).isEqualTo(scheduled);
    assertThat(odd.awa().queues().stats("q").available()).isEqualTo(6);
    long cancelled = odd.awa().enqueue(TestQueue.job("q", 10)).id();
    odd.awa().jobs().cancel(cancelled, "test");

    try (Worker worker =
        Worker.of(database)
            .schema(schema)
            .queue("q")
            .handler(
                "test",
                RawJson.class,
                (args, context) -> {
                  context.print("ran");
                  return dev.awa.Outcome.complete();
                },
                dev.awa.worker.Backoff.exponential())
            .handler(
                "unique",
                RawJson.class,
                (args, context) -> dev.awa.Outcome.fail("on purpose"),
                dev.awa.worker.Backoff.exponential())
            .start()) {
      Eventually.holds(
          () -> "everything ends: " + odd.awa().queues().stats("q"),
          () ->
              odd.awa().queues().stats("q").completed() == 6
                  && odd.awa().queues().stats("q").failed() == 1);
      assertThat(worker.isHearing()).isTrue();
    }
    assertThat(odd.awa().jobs().find(ids.getFirst()).orElseThrow().state())
        .isEqualTo(JobState.COMPLETED);
    assertThat(odd.awa().jobs().outputs(ids.getFirst())).hasSize(1);
    assertThat(odd.awa().jobs().find(scheduled).orElseThrow().state()).isEqualTo(JobState.FAILED);
    assertThat(odd.awa().jobs().find(cancelled).orElseThrow().state())
        .isEqualTo(JobState.CANCELLED);
    assertThat(first.awa().queues().stats("q").available()).as("of the other schema").isEqualTo(3);
  }
}
