package dev.awa.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.awa.Enqueued;
import dev.awa.InvalidJobException;
import dev.awa.Job;
import dev.awa.JobState;
import dev.awa.RawJson;
import dev.awa.StoredJob;
import dev.awa.TraceContext;
import dev.awa.Unique;
import dev.awa.client.Awa;
import dev.awa.support.Schema;
import dev.awa.support.TestServer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.util.PSQLException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Bad input is refused: every way to enqueue refuses the same, in the same words, and writes
 * nothing; and what only looks bad is plain text that comes back as it went in.
 */
@Tag("every-postgres")
final class BadInputTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String PARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
  private static final Job<?> GOOD = Job.of("good", 1);

  private static DataSource database;
  private static Awa awa;

  @BeforeAll
  static void install() throws SQLException {
    database = TestServer.newDatabase();
    try (Connection connection = database.getConnection()) {
      Schema.install(connection);
    }
    awa = Awa.of(database);
  }

  static Stream<BadInput> saidInJava() {
    return BadInput.all().filter(input -> input.job() != null);
  }

  static Stream<BadInput> saidInSql() {
    return BadInput.all().filter(input -> input.arguments() != null);
  }

  @ParameterizedTest
  @MethodSource("saidInJava")
  void oneJobIsRefused(BadInput input) throws SQLException {
    long before = written();
    assertRefused(input, refusal(() -> awa.enqueue(input.job())), "");
    assertThat(written()).isEqualTo(before);
  }

  @ParameterizedTest
  @MethodSource("saidInJava")
  void aBatchWithOneBadJobIsRefused(BadInput input) throws SQLException {
    long before = written();
    assertRefused(input, refusal(() -> awa.enqueueAll(List.of(GOOD, input.job()))), "jobs[1]: ");
    assertThat(written()).isEqualTo(before);
  }

  @ParameterizedTest
  @MethodSource("saidInJava")
  void aCopyWithOneBadJobIsRefused(BadInput input) throws SQLException {
    long before = written();
    List<Job<?>> jobs = List.of(GOOD, input.job());
    assertRefused(input, refusal(() -> awa.copy(jobs.iterator(), answer -> {})), "jobs[1]: ");
    assertThat(written()).isEqualTo(before);
  }

  @ParameterizedTest
  @MethodSource("saidInSql")
  void theSqlFunctionRefusesIt(BadInput input) throws SQLException {
    long before = written();
    PSQLException refusal = sqlRefusal(input.arguments());
    assertThat(refusal.getSQLState()).as(refusal.getMessage()).isEqualTo("AW001");
    var error = Objects.requireNonNull(refusal.getServerErrorMessage());
    JsonNode detail = JSON.readTree(error.getDetail());
    assertThat(detail.get("field").asString()).isEqualTo(input.field());
    assertThat(detail.get("rule").asString()).isEqualTo(input.rule());
    assertThat(error.getMessage())
        .isEqualTo(
            input.field() + ": " + input.rule() + ", got " + shown(detail.get("value").asString()));
    assertThat(detail.get("value").asString().length()).isLessThanOrEqualTo(200);
    assertThat(written()).isEqualTo(before);
  }

  private static String shown(String value) {
    return value.isEmpty() ? "\"\"" : value;
  }

  private static InvalidJobException refusal(Runnable call) {
    return catchThrowableOfType(InvalidJobException.class, call::run);
  }

  private static void assertRefused(BadInput input, InvalidJobException refusal, String place) {
    assertThat(refusal).isNotNull();
    assertThat(refusal.field()).isEqualTo(input.field());
    assertThat(refusal.rule()).isEqualTo(input.rule());
    assertThat(refusal)
        .hasMessage(
            place + input.field() + ": " + input.rule() + ", got " + shown(refusal.value()));
  }

  @Test
  void aRefusalLeavesTheCallersTransactionAsItWas() throws SQLException {
    try (Connection tx = database.getConnection()) {
      tx.setAutoCommit(false);
      long first = awa.enqueue(tx, GOOD).id();
      assertThat(refusal(() -> awa.enqueue(tx, GOOD.withPriority(9)))).isNotNull();
      long second = awa.enqueue(tx, GOOD).id();
      tx.commit();
      assertThat(awa.jobs().find(first)).isPresent();
      assertThat(awa.jobs().find(second)).isPresent();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        " ",
        "\t\n",
        "'; DROP TABLE awa.queues; --",
        "\"quoted\"",
        "$$dollar$$",
        "$function$",
        "\\",
        "%s %_ ?",
        "{curly,braces}",
        "a,b",
        "NULL",
        "$(rm -rf /) `id` | & > < *",
        "../../etc/passwd",
        "<img src=x onerror=alert(1)>",
        "\u202Eright to left",
        "e\u0301 and \u00e9",
        "\uD83D\uDE00",
        "\u0001\u007f\uFFFF"
      })
  void hostileNamesAreOnlyText(String name) throws SQLException {
    Job<?> job =
        Job.of(name, name)
            .withQueue(name)
            .withTags(name, name)
            .withMetadata(Map.of(name, name))
            .withOrderingKey(name)
            .withUnique(Unique.byText(name).withinQueue());
    Enqueued inJava = awa.enqueue(job);
    assertThat(enqueueByName(name)).isEqualTo(new Enqueued(inJava.id(), true));
    assertStored(awa.jobs().find(inJava.id()).orElseThrow(), name);
    assertThat(awa.queues().list()).extracting("queue").contains(name);
  }

  private static void assertStored(StoredJob stored, String name) {
    assertThat(stored.kind()).isEqualTo(name);
    assertThat(stored.queue()).isEqualTo(name);
    assertThat(JSON.readTree(stored.args()).asString()).isEqualTo(name);
    JsonNode ext = JSON.readTree(stored.ext());
    assertThat(ext.get("tags").get(1).asString()).isEqualTo(name);
    assertThat(ext.get("metadata").get(name).asString()).isEqualTo(name);
    assertThat(ext.get("ordering_key").asString()).isEqualTo(name);
  }

  @Test
  void whatIsJustWithinTheLimitsIsTakenByAll() throws SQLException {
    String name = "\uD83D\uDE00".repeat(200);
    String args = "[".repeat(500) + "1e131071" + "]".repeat(500);
    Job<?> job =
        Job.of(name, new RawJson(args)).withQueue(name).withOrderingKey(name).withTags(name);
    for (Enqueued answer : awa.enqueueAll(List.of(job, job.withDelay(Duration.ofDays(3650))))) {
      assertThat(awa.jobs().find(answer.id()).orElseThrow().args()).isEqualTo(args);
    }
    long inSql =
        enqueueInSql(
                """
                repeat('%1$s', 200), (repeat('[', 500) || '1e131071' || repeat(']', 500))::json,
                repeat('%1$s', 200), ordering_key => repeat('%1$s', 200), delay => '3650 days'\
                """
                    .formatted("\uD83D\uDE00"))
            .id();
    assertThat(awa.jobs().find(inSql).orElseThrow().args()).isEqualTo(args);
  }

  @Test
  void javaAndSqlWriteTheSameJob() throws SQLException {
    Job<?> job =
        Job.of("k", new RawJson("{\"b\": 1.50, \"a\": 2, \"a\": 3}"))
            .withTags("a", "b c")
            .withMetadata(Map.of("m", 1))
            .withDeadline(Duration.ofMillis(1500))
            .withOrderingKey("o")
            .withTraceContext(TraceContext.of(PARENT, "v=1, w@x=\"\\"));
    StoredJob inJava = awa.jobs().find(awa.enqueue(job).id()).orElseThrow();
    Enqueued answer =
        enqueueInSql(
            """
            'k', '{"b": 1.50, "a": 2, "a": 3}', tags => '{a,b c}', metadata => '{"m": 1}',
            deadline => '1.5 seconds', ordering_key => 'o', tracestate => 'v=1, w@x="\\',
            traceparent => '%s'\
            """
                .formatted(PARENT));
    Enqueued many =
        enqueuedByMany(
                """
                [{"kind": "k", "args": {"b": 1.50, "a": 2, "a": 3}, "tags": ["a", "b c"],
                  "metadata": {"m": 1}, "deadline": 1.5, "ordering_key": "o",
                  "traceparent": "%s", "tracestate": "v=1, w@x=\\"\\\\"}]\
                """
                    .formatted(PARENT))
            .getFirst();
    for (long id : List.of(answer.id(), many.id())) {
      StoredJob inSql = awa.jobs().find(id).orElseThrow();
      assertThat(inSql.args()).isEqualTo(inJava.args());
      assertThat(inSql.ext()).isEqualTo(inJava.ext().replace("\"m\":1", "\"m\": 1"));
      assertThat(inSql.queue()).isEqualTo(inJava.queue());
      assertThat(inSql.priority()).isEqualTo(inJava.priority());
      assertThat(inSql.maxAttempts()).isEqualTo(inJava.maxAttempts());
    }
  }

  // --- many, from SQL ---

  @Test
  void manyAreAnsweredInOrder() throws SQLException {
    List<Enqueued> answers =
        enqueuedByMany(
            """
            [{"kind": "many", "args": 1, "unique": {"args": true}},
             {"kind": "many", "args": "later", "delay": "1 hour", "priority": null},
             {"kind": "many", "args": null, "run_at": "2020-01-01T00:00:00Z"},
             {"kind": "many", "args": 1, "unique": {"args": true}}]\
            """);
    assertThat(answers).extracting(Enqueued::duplicate).containsExactly(false, false, false, true);
    assertThat(answers.get(3).id()).isEqualTo(answers.get(0).id());
    assertThat(awa.jobs().find(answers.get(1).id()).orElseThrow().state())
        .isEqualTo(JobState.SCHEDULED);
    StoredJob due = awa.jobs().find(answers.get(2).id()).orElseThrow();
    assertThat(due.state()).isEqualTo(JobState.AVAILABLE);
    assertThat(due.args()).isEqualTo("null");
    assertThat(enqueuedByMany("[]")).isEmpty();
  }

  /** Each by a chunk of its own, as the unique keys of all of them are taken before. */
  @Test
  void moreThanAChunkOfThemKeepsTheirOrder() throws SQLException {
    String jobs =
        IntStream.range(0, 2500)
            .mapToObj(i ->
                String.format(
                    Locale.ROOT,
                    "{\"kind\": \"chunks\", \"args\": %d, \"unique\": {\"key\": \"%d\"}}",
                    i,
                    i % 2400))
            .collect(Collectors.joining(", ", "[", "]"));
    List<Enqueued> answers = enqueuedByMany(jobs);
    assertThat(answers.subList(0, 2400))
        .isSortedAccordingTo(Comparator.comparingLong(Enqueued::id));
    assertThat(answers.subList(2400, 2500))
        .extracting(Enqueued::id)
        .isEqualTo(answers.subList(0, 100).stream().map(Enqueued::id).toList());
    for (int i : List.of(0, 999, 1000, 2399)) {
      assertThat(awa.jobs().find(answers.get(i).id()).orElseThrow().args())
          .isEqualTo(String.valueOf(i));
    }
  }

  @Test
  void oneBadJobOfManyRefusesThemAllAndIsNamed() {
    String good = "{\"kind\": \"k\", \"args\": {}}";
    Map<String, String> refusals = new LinkedHashMap<>();
    refusals.put("\"priority\": 9", "AW001 jobs[1]: priority: must be 1 to 4, got 9");
    refusals.put("\"queue\": \"\"", "AW001 jobs[1]: queue: must be 1 to 200 characters, got ");
    refusals.put("\"tags\": [\"\"]", "AW001 jobs[1]: tags[0]: must be 1 to 200 characters, got ");
    refusals.put(
        "\"deadline\": 0", "AW001 jobs[1]: deadline: must be 1 ms to 7 days, got 00:00:00");
    refusals.put("\"colour\": \"red\"", "AW001 jobs[1]: colour: must be left out: a job has kind,");
    refusals.put(
        "\"priority\": \"high\"", "22P02 jobs[1]: priority: invalid input syntax for type integer");
    refusals.put("\"queue\": [\"a\"]", "AW001 jobs[1]: queue: must be a JSON string, got [\"a\"]");
    refusals.put("\"ordering_key\": {}", "AW001 jobs[1]: ordering_key: must be a JSON string, got");
    refusals.put(
        "\"tags\": [\"a\", {\"b\": 1}]",
        "AW001 jobs[1]: tags: must be an array of JSON strings, got [\"a\", {\"b\": 1}]");
    refusals.put("\"tags\": {}", "22P02 jobs[1]: tags: expected JSON array");
    refusals.put(
        "\"priority\": 1, \"run_at\": \"2030-02-30\"",
        "22008 jobs[1]: run_at: date/time field value out of range: \"2030-02-30\"");
    refusals.put("\"metadata\": 5", "AW001 jobs[1]: metadata: must be a JSON object, got 5");
    refusals.put(
        "\"metadata\": {\"a\": \"\\u0000\"}",
        "AW001 jobs[1]: job: must not contain NUL characters, got ");
    refusals.put(
        "\"run_at\": \"2030-01-01\", \"delay\": 5",
        "AW001 jobs[1]: delay: must not be given together with a time to run at, got 00:00:05");
    refusals.forEach((fields, words) -> {
      String bad = "{\"kind\": \"k\", \"args\": {}, " + fields + "}";
      assertThat(refusalOfMany("[" + good + ", " + bad + "]")).as(fields).startsWith(words);
    });
    assertThat(refusalOfMany("[" + good + ", 5]"))
        .isEqualTo("AW001 jobs[1]: job: must be a JSON object, got 5");
    assertThat(refusalOfMany("[{\"kind\": \"k\"}]"))
        .isEqualTo("AW001 jobs[0]: args: must be valid JSON, got null");
    assertThat(refusalOfMany(good)).startsWith("AW001 jobs: must be a JSON array of objects, got ");
    assertThat(refusalOfMany("[" + "1,".repeat(100_000) + "1]"))
        .isEqualTo("AW001 jobs: must be at most 100000 jobs, got 100001 jobs");
  }

  /** By halves: in each place it may have, and where others behind it are bad too. */
  @Test
  void theFirstBadJobOfManyIsNamedWhereverItStands() {
    String good = "{\"kind\": \"k\", \"args\": {}}";
    String bad = "{\"kind\": \"k\", \"args\": {}, \"priority\": 9}";
    for (int first = 0; first < 7; first++) {
      List<String> jobs = new ArrayList<>(Collections.nCopies(7, good));
      jobs.set(first, bad);
      assertThat(refusalOfMany(jobs.toString())).startsWith("AW001 jobs[" + first + "]: priority");
      jobs.set(6, "{\"kind\": 5}");
      jobs.set(first, bad);
      assertThat(refusalOfMany(jobs.toString())).startsWith("AW001 jobs[" + first + "]: priority");
    }
  }

  @Test
  void oneDuplicateOfManyRefusesThemAllWhenItsRuleSaysSo() throws SQLException {
    String once =
        """
        {"kind": "o", "args": %d, "unique": {"args": true, "on_conflict": "fail"}}\
        """;
    String first = String.format(Locale.ROOT, once, 1);
    String second = String.format(Locale.ROOT, once, 2);
    long id = enqueuedByMany("[" + first + "]").getFirst().id();
    assertThat(refusalOfMany("[" + second + ", " + first + "]"))
        .isEqualTo("AW003 jobs[1]: the job is a duplicate of job " + id + "; nothing was enqueued");
    assertThat(refusalOfMany("[" + second + ", " + second + "]"))
        .isEqualTo(
            "AW003 jobs[1]: the job is a duplicate of an earlier job of the call; nothing was"
                + " enqueued");
    assertThat(enqueuedByMany("[" + second + "]").getFirst().duplicate()).isFalse();
  }

  private static String refusalOfMany(String jobs) {
    PSQLException refusal =
        Objects.requireNonNull(
            catchThrowableOfType(PSQLException.class, () -> enqueuedByMany(jobs)), jobs);
    return refusal.getSQLState()
        + ' '
        + Objects.requireNonNull(refusal.getServerErrorMessage()).getMessage();
  }

  /** What it answers, which is a row a job, counted from 0. */
  private static List<Enqueued> enqueuedByMany(String jobs) throws SQLException {
    List<Enqueued> answers = new ArrayList<>();
    try (Connection connection = database.getConnection();
        PreparedStatement statement =
            connection.prepareStatement(
                "SELECT job_id, duplicate, index FROM awa.enqueue_many(?::json)")) {
      statement.setString(1, jobs);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          assertThat(rows.getInt("index")).isEqualTo(answers.size());
          answers.add(new Enqueued(rows.getLong("job_id"), rows.getBoolean("duplicate")));
        }
      }
    }
    return answers;
  }

  // --- duplicates ---

  @Test
  void aDuplicateIsRefusedByNameWhenItsRuleSaysSo() throws SQLException {
    String arguments = "'once', '1', \"unique\" => '{\"args\": true, \"on_conflict\": \"fail\"}'";
    long id = enqueueInSql(arguments).id();
    PSQLException refusal = sqlRefusal(arguments);
    assertThat(refusal.getSQLState()).isEqualTo("AW003");
    var error = Objects.requireNonNull(refusal.getServerErrorMessage());
    assertThat(error.getMessage())
        .isEqualTo("the job is a duplicate of job " + id + "; nothing was enqueued");
    assertThat(JSON.readTree(error.getDetail()).get("job_id").asLong()).isEqualTo(id);
  }

  private static PSQLException sqlRefusal(String arguments) {
    return Objects.requireNonNull(
        catchThrowableOfType(PSQLException.class, () -> enqueueInSql(arguments)), arguments);
  }

  private static Enqueued enqueueInSql(String arguments) throws SQLException {
    String sql = "SELECT job_id, duplicate FROM awa.enqueue(" + arguments + ")";
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      return enqueued(statement.executeQuery(sql));
    }
  }

  /** The job that is called this everywhere it can be, unless Java has enqueued it. */
  private static Enqueued enqueueByName(String name) throws SQLException {
    String sql =
        """
        SELECT e.job_id, e.duplicate
        FROM CAST(? AS text) AS n,
             awa.enqueue(n, to_json(n), n, tags => ARRAY[n, n], metadata => json_build_object(n, n), ordering_key => n,
                         "unique" => jsonb_build_object('queue', true, 'key', n)) AS e\
        """;
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, name);
      return enqueued(statement.executeQuery());
    }
  }

  private static Enqueued enqueued(ResultSet row) throws SQLException {
    row.next();
    return new Enqueued(row.getLong("job_id"), row.getBoolean("duplicate"));
  }

  /** How many rows there are that enqueueing writes. */
  private static long written() throws SQLException {
    String sql =
        """
        SELECT (SELECT count(*) FROM awa.ready_entries) + (SELECT count(*) FROM awa.deferred_jobs)
             + (SELECT count(*) FROM awa.lanes) + (SELECT count(*) FROM awa.unique_keys)\
        """;
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }
}
