package dev.awa.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.awa.JobFilter;
import dev.awa.client.Awa;
import dev.awa.support.TestQueue;
import dev.awa.worker.Worker;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.util.PSQLException;

/** Text that names nothing, or can't be stored, is refused in words, whatever it was given to. */
@Tag("every-postgres")
final class RefusedWordsTest {
  private final TestQueue queue = TestQueue.create();

  /** Something that takes a text. */
  private interface Taker {
    void take(Awa awa, String text);
  }

  static Stream<Arguments> names() {
    return Stream.of(
        taker("queue", (awa, text) -> awa.queues().pause(text, "jo")),
        taker("by", (awa, text) -> awa.queues().pause("q", text)),
        taker("queue", (awa, text) -> awa.queues().resume(text, "jo")),
        taker("by", (awa, text) -> awa.queues().resume("q", text)),
        taker("queue", (awa, text) -> awa.queues().split(text, 2, "jo")),
        taker("by", (awa, text) -> awa.queues().split("q", 2, text)),
        taker("by", (awa, text) -> awa.storage().change(settings -> settings, text)),
        taker("queue", (awa, text) -> awa.queues().purges(text, 1)),
        taker("queue", (awa, text) -> awa.queues().stats(text)),
        taker("queue", (awa, text) -> awa.jobs().list(JobFilter.newest(1).withQueue(text))),
        taker(
            "kind",
            (awa, text) -> awa.jobs().page(JobFilter.newest(1).withQueue("q").withKind(text))),
        taker(
            "queue", (awa, text) -> awa.jobs().cancelAll(JobFilter.newest(1).withQueue(text), "r")),
        taker(
            "kind",
            (awa, text) ->
                awa.jobs().cancelAll(JobFilter.newest(1).withQueue("q").withKind(text), "r")));
  }

  private static Arguments taker(String name, Taker taker) {
    return Arguments.of(name, taker);
  }

  @ParameterizedTest
  @MethodSource("names")
  void aNameHasToBeOne(String name, Object given) {
    Taker taker = (Taker) given;
    refused(name + ": must be 1 to 200 characters, got \"\"", taker, "");
    refused(name + ": must be 1 to 200 characters, got ", taker, "x".repeat(201));
    refused(name + ": must not contain NUL characters", taker, "a\0b");
    refused(name + ": must not contain lone surrogates", taker, "a\uD800");
    assertThat(queue.awa().queues().list()).isEmpty();
    taker.take(queue.awa(), "\uD83D\uDE00".repeat(200));
  }

  private void refused(String words, Taker taker, String text) {
    assertThatThrownBy(() -> taker.take(queue.awa(), text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(words);
  }

  static Stream<Arguments> cancellations() {
    return Stream.of(
        taker("reason", (awa, text) -> awa.jobs().cancel(1, text)),
        taker("reason", (awa, text) -> awa.jobs().cancelAll(JobFilterOf.queue("q"), text)));
  }

  private static final class JobFilterOf {
    private JobFilterOf() {}

    static JobFilter queue(String name) {
      return JobFilter.newest(1).withQueue(name);
    }
  }

  @ParameterizedTest
  @MethodSource("cancellations")
  void aCancellationHasAReason(String name, Object given) {
    Taker taker = (Taker) given;
    refused(name + ": must be 1 to 1000 characters, got \"\"", taker, "");
    refused(name + ": must be 1 to 1000 characters, got ", taker, "x".repeat(1001));
    refused(name + ": must not contain NUL characters", taker, "a\0b");
    taker.take(queue.awa(), "x".repeat(1000));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\0b"})
  void aWorkersQueueHasAName(String name) {
    assertThatThrownBy(() -> Worker.of(queue.dataSource()).queue(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("queue: must ");
  }

  @Test
  void inSqlTheSameIsRefusedInTheSameWords() {
    refusedInSql("reason: must be 1 to 1000 characters, got \"\"", "SELECT awa.cancel(1, ?)", "");
    refusedInSql(
        "reason: must be 1 to 1000 characters, got null",
        "SELECT awa.cancel(1, nullif(?, 'x'))",
        "x");
    refusedInSql(
        "queue: must be 1 to 200 characters, got \"\"",
        "SELECT awa.list_jobs(jsonb_build_object('queue', ?))",
        "");
    refusedInSql(
        "kind: must be 1 to 200 characters, got ",
        "SELECT awa.list_jobs(jsonb_build_object('kind', ?))",
        "x".repeat(201));
    refusedInSql("state: must be ", "SELECT awa.list_jobs(jsonb_build_object('state', ?))", "done");
    refusedInSql(
        "most: must be 1 to 10000, got 0",
        "SELECT awa.list_jobs(jsonb_build_object('queue', ?), most => 0)",
        "q");
  }

  @Test
  void aPauseInSqlIsRefusedInWordsToo() {
    String until = "until: must be in the future, at most 3650 days ahead, got ";
    refusedInSql("queue: must be 1 to 200 characters, got ", "SELECT awa.pause(?, true, 'jo')", "");
    refusedInSql("by: must be 1 to 200 characters, got ", "SELECT awa.pause('q', true, ?)", "");
    refusedInSql("paused: must be true or false, got null", "SELECT awa.pause(?, NULL, 'jo')", "q");
    for (String never : List.of("infinity", "-infinity", "2020-01-01", "9999-01-01")) {
      refusedInSql(until, "SELECT awa.pause('q', true, 'jo', NULL, ?::timestamptz)", never);
    }
  }

  @Test
  void aChangeInSqlIsToldWhatItsFieldMayBe() {
    String edit = "SELECT awa.edit(1, jsonb_build_object('%s', ?))";
    refusedInSql("priority: must be 1 to 4, got ", edit.formatted("priority"), "99999999999");
    refusedInSql("max_attempts: must be 1 to 1000, got ", edit.formatted("max_attempts"), "many");
    refusedInSql("run_at: must be a time, got ", edit.formatted("run_at"), "soon");
    refusedInSql("delay: must be a span of time, got ", edit.formatted("delay"), "a while");
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 65, 65_537, Integer.MAX_VALUE})
  void aQueueHasOneToSixtyFourStripes(int stripes) throws SQLException {
    String words = "stripes: must be 1 to 64, got " + stripes;
    assertThatThrownBy(() -> queue.awa().queues().split("q", stripes, "jo"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(words);
    refusedInSql(words, "SELECT awa.split(?, " + stripes + ")", "q");
    refusedInSql("stripes: must be 1 to 64, got null", "SELECT awa.split(?, NULL)", "q");
    refusedInSql("queue: must be 1 to 200 characters, got ", "SELECT awa.split(?, 2)", "");
    assertThat(queue.number("SELECT count(*) FROM awa.queues")).isZero();
  }

  private void refusedInSql(String words, String sql, String text) {
    assertThatThrownBy(() -> queue.sql(sql, text))
        .isInstanceOfSatisfying(
            PSQLException.class,
            e -> {
              assertThat(e.getSQLState()).isEqualTo("AW001");
              assertThat(e.getServerErrorMessage().getMessage()).startsWith(words);
            });
  }

  @Test
  void whatIsRefusedWritesNothing() throws SQLException {
    assertThatThrownBy(() -> queue.awa().queues().pause("q", ""))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(queue.number("SELECT count(*) FROM awa.queues")).isZero();
  }
}
