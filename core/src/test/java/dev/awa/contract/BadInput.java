package dev.awa.contract;

import dev.awa.Job;
import dev.awa.RawJson;
import dev.awa.ReadyTime;
import dev.awa.Unique;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with a job, in Java and in SQL.
 *
 * @param field what the refusal names
 * @param rule the rule it names
 * @param job null when Java can't say it
 * @param arguments of {@code awa.enqueue}; null when SQL can't say it
 */
record BadInput(String field, String rule, @Nullable Job<?> job, @Nullable String arguments) {
  private static final String NAME = "must be 1 to 200 characters";
  private static final String NUL = "must not contain NUL characters";
  private static final String SURROGATE = "must not contain lone surrogates";
  private static final String NUMERIC =
      "must hold only numbers of at most 131072 digits before and 16383 after the decimal point";
  private static final String TIME = "must be from 1970-01-01T00:00:00Z to 3650 days ahead";

  private static final Job<?> JOB = Job.of("k", 1);
  private static final String LONE = "a\ud800b";

  record Amount(double value) {}

  static Stream<BadInput> all() {
    return Stream.of(
            names(), numbers(), args(), tags(), metadata(), traces(), times(), uniqueRules())
        .flatMap(List::stream);
  }

  private static List<BadInput> names() {
    String emoji = "\uD83D\uDE00";
    return List.of(
        both("kind", NAME, Job.of("", 1), "'', '1'"),
        both("kind", NAME, Job.of("x".repeat(201), 1), "repeat('x', 201), '1'"),
        both("kind", NAME, Job.of(emoji.repeat(201), 1), "repeat('" + emoji + "', 201), '1'"),
        inSql("kind", NAME, "NULL, '1'"),
        inJava("kind", NUL, Job.of("a\0b", 1)),
        inJava("kind", SURROGATE, Job.of(LONE, 1)),
        both("queue", NAME, JOB.withQueue(""), "'k', '1', queue => ''"),
        both("queue", NAME, JOB.withQueue("x".repeat(201)), "'k', '1', repeat('x', 201)"),
        inSql("queue", NAME, "'k', '1', NULL"),
        inJava("queue", NUL, JOB.withQueue("\0")),
        inJava("queue", SURROGATE, JOB.withQueue(LONE)),
        both("orderingKey", NAME, JOB.withOrderingKey(""), "'k', '1', ordering_key => ''"),
        both(
            "orderingKey",
            NAME,
            JOB.withOrderingKey("x".repeat(201)),
            "'k', '1', ordering_key => repeat('x', 201)"),
        inJava("orderingKey", NUL, JOB.withOrderingKey("\0")),
        inJava("orderingKey", SURROGATE, JOB.withOrderingKey(LONE)));
  }

  private static List<BadInput> numbers() {
    String priority = "must be 1 to 4";
    String attempts = "must be 1 to 1000";
    return List.of(
        both("priority", priority, JOB.withPriority(0), "'k', '1', priority => 0"),
        both("priority", priority, JOB.withPriority(5), "'k', '1', priority => 5"),
        both(
            "priority",
            priority,
            JOB.withPriority(Integer.MIN_VALUE),
            "'k', '1', priority => -2147483648"),
        inSql("priority", priority, "'k', '1', priority => NULL"),
        both("maxAttempts", attempts, JOB.withMaxAttempts(0), "'k', '1', max_attempts => 0"),
        both("maxAttempts", attempts, JOB.withMaxAttempts(1001), "'k', '1', max_attempts => 1001"),
        both(
            "maxAttempts",
            attempts,
            JOB.withMaxAttempts(65_537),
            "'k', '1', max_attempts => 65537"));
  }

  private static List<BadInput> args() {
    String size = "must be at most 1048576 bytes of JSON";
    String depth = "must nest at most 500 levels deep";
    return List.of(
        both("args", NUL, Job.of("k", "a\0b"), "'k', '\"a\\u0000b\"'"),
        both("args", NUL, Job.of("k", Map.of("\0", 1)), "'k', '{\"\\u0000\": 1}'"),
        both("args", SURROGATE, Job.of("k", LONE), "'k', '\"a\\ud800b\"'"),
        both("args", SURROGATE, Job.of("k", Map.of(LONE, 1)), "'k', '{\"a\\ud800b\": 1}'"),
        both("args", SURROGATE, raw("\"\\ude00\\ud83d\""), "'k', '\"\\ude00\\ud83d\"'"),
        both("args", NUMERIC, Job.of("k", new BigDecimal("1e131073")), "'k', '1e131073'"),
        both("args", NUMERIC, raw("[1e-16384]"), "'k', '[1e-16384]'"),
        inJava("args", "must hold only finite numbers", Job.of(new Amount(Double.NaN))),
        inJava("args", "must hold only finite numbers", raw("[Infinity]")),
        inJava("args", "must be valid JSON", raw("{bad")),
        inJava("args", "must be valid JSON", raw("")),
        inSql("args", "must be valid JSON", "'k', NULL"),
        both("args", size, Job.of("k", "x".repeat(1 << 20)), "'k', to_json(repeat('x', 1048576))"),
        both("args", size, Job.of("k", "ä".repeat(1 << 19)), "'k', to_json(repeat('ä', 524288))"),
        both(
            "args",
            depth,
            raw("[".repeat(501) + "]".repeat(501)),
            "'k', (repeat('[', 501) || repeat(']', 501))::json"),
        both(
            "args",
            depth,
            raw("{\"a\\\"]\": ".repeat(501) + "1" + "}".repeat(501)),
            "'k', (repeat('{\"a\\\"]\": ', 501) || '1' || repeat('}', 501))::json"),
        both(
            "args",
            depth,
            raw("{\"a\": " + "[".repeat(500) + "]".repeat(500) + ", \"a\": 1}"),
            "'k', ('{\"a\": ' || repeat('[', 500) || repeat(']', 500) || ', \"a\": 1}')::json"));
  }

  private static BadInput both(String field, String rule, Job<?> job, String arguments) {
    return new BadInput(field, rule, job, arguments);
  }

  private static BadInput inJava(String field, String rule, Job<?> job) {
    return new BadInput(field, rule, job, null);
  }

  private static BadInput inSql(String field, String rule, String arguments) {
    return new BadInput(field, rule, null, arguments);
  }

  private static Job<?> raw(String json) {
    return Job.of("k", new RawJson(json));
  }

  private static List<BadInput> tags() {
    String[] tooMany = new String[21];
    Arrays.fill(tooMany, "a");
    return List.of(
        both(
            "tags",
            "must be at most 20 tags",
            JOB.withTags(tooMany),
            "'k', '1', tags => array_fill('a'::text, ARRAY[21])"),
        both("tags[0]", NAME, JOB.withTags(""), "'k', '1', tags => '{\"\"}'"),
        both(
            "tags[3]",
            NAME,
            JOB.withTags("a", "b", "c", "x".repeat(201)),
            "'k', '1', tags => ARRAY['a', 'b', 'c', repeat('x', 201)]"),
        inJava("tags[1]", NUL, JOB.withTags("a", "\0")),
        inJava("tags[1]", SURROGATE, JOB.withTags("a", LONE)),
        inSql("tags[1]", NAME, "'k', '1', tags => '{a,NULL}'"),
        inSql("tags", "must be a list of texts", "'k', '1', tags => '{{a,b},{c,d}}'"),
        inSql("tags", "must be a list of texts", "'k', '1', tags => NULL"));
  }

  private static List<BadInput> metadata() {
    return List.of(
        inSql("metadata", "must be a JSON object", "'k', '1', metadata => '[]'"),
        inSql("metadata", "must be a JSON object", "'k', '1', metadata => 'null'"),
        inSql("metadata", "must be valid JSON", "'k', '1', metadata => NULL"),
        both(
            "metadata",
            NUL,
            JOB.withMetadata(Map.of("a", "\0")),
            "'k', '1', metadata => '{\"a\": \"\\u0000\"}'"),
        both(
            "metadata",
            SURROGATE,
            JOB.withMetadata(Map.of(LONE, 1)),
            "'k', '1', metadata => '{\"a\\ud800b\": 1}'"),
        inJava(
            "metadata",
            "must hold only finite numbers",
            JOB.withMetadata(Map.of("a", Double.NEGATIVE_INFINITY))),
        both(
            "metadata",
            "must be at most 65536 bytes of JSON",
            JOB.withMetadata(Map.of("a", "x".repeat(65_536))),
            "'k', '1', metadata => json_build_object('a', repeat('x', 65536))"));
  }

  /** In Java there is no trace context that is bad: TraceContextTest. */
  private static List<BadInput> traces() {
    String parent =
        "must be a traceparent of W3C Trace Context, as"
            + " 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    String state =
        "must be a tracestate of W3C Trace Context: at most 32 entries key=value and 512"
            + " characters";
    String good = "'k', '1', traceparent => '00-" + "a".repeat(32) + "-" + "b".repeat(16) + "-01'";
    return List.of(
        inSql("traceparent", parent, "'k', '1', traceparent => ''"),
        inSql("traceparent", parent, "'k', '1', traceparent => 'broken'"),
        inSql("traceparent", parent, "'k', '1', tracestate => 'a=b'"),
        inSql("tracestate", state, good + ", tracestate => 'no entry'"),
        inSql("tracestate", state, good + ", tracestate => 'a=' || repeat('b', 511)"));
  }

  private static List<BadInput> times() {
    String delay = "must be 0 to 3650 days";
    String deadline = "must be 1 ms to 7 days";
    Duration tooLong = Duration.ofDays(3650).plusNanos(1_000);
    return List.of(
        both("delay", delay, JOB.withDelay(Duration.ofNanos(-1_000)), delay("-1 microsecond")),
        both("delay", delay, JOB.withDelay(tooLong), delay("3650 days 0.000001 seconds")),
        both(
            "delay",
            delay,
            JOB.withDelay(Duration.ofSeconds(Long.MAX_VALUE)),
            delay("100000 years")),
        both(
            "deadline",
            deadline,
            JOB.withDeadline(Duration.ofNanos(999_000)),
            "'k', '1', deadline => '999 microseconds'"),
        both(
            "deadline",
            deadline,
            JOB.withDeadline(Duration.ofDays(7).plusNanos(1_000)),
            "'k', '1', deadline => '7 days 0.000001 seconds'"),
        both(
            "runAt",
            TIME,
            JOB.withReadyTime(new ReadyTime.At(Instant.now().plus(Duration.ofDays(3651)))),
            "'k', '1', run_at => now() + interval '3651 days'"),
        both(
            "runAt",
            TIME,
            JOB.withRunAt(Instant.EPOCH.minusSeconds(1)),
            "'k', '1', run_at => '1969-12-31 23:59:59+00'"),
        both("runAt", TIME, JOB.withRunAt(Instant.MAX), "'k', '1', run_at => 'infinity'"),
        both("runAt", TIME, JOB.withRunAt(Instant.MIN), "'k', '1', run_at => '-infinity'"),
        inSql(
            "delay",
            "must not be given together with a time to run at",
            "'k', '1', delay => '1 s', run_at => now()"));
  }

  private static String delay(String interval) {
    return "'k', '1', delay => '" + interval + "'";
  }

  private static List<BadInput> uniqueRules() {
    String period = "must be 1 s to 3650 days";
    return List.of(
        both("unique.key", NAME, unique(Unique.byText("")), unique("{\"key\": \"\"}")),
        inJava("unique.key", NUL, unique(Unique.byText("\0"))),
        inJava("unique.key", SURROGATE, unique(Unique.byText(LONE))),
        both(
            "unique.fields[0]",
            NAME,
            unique(Unique.byFields("", "a")),
            unique("{\"args\": [\"\", \"a\"]}")),
        both(
            "unique.fields[1]",
            NAME,
            unique(Unique.byFields("a", "x".repeat(201))),
            unique("{\"args\": [\"a\", \"" + "x".repeat(201) + "\"]}")),
        inJava("unique.fields[1]", SURROGATE, unique(Unique.byFields("a", LONE))),
        both(
            "unique.fields[0]",
            "must be a field of args, which is no object",
            unique(Unique.byFields("a")),
            unique("{\"args\": [\"a\"]}")),
        both(
            "unique.fields[1]",
            "must be a field of args, which has to, amount",
            uniqueOf(EMAIL, Unique.byFields("to", "email")),
            uniqueOf(EMAIL, "{\"args\": [\"to\", \"email\"]}")),
        both(
            "unique.fields[0]",
            "must be a field of args, which has none",
            uniqueOf("{}", Unique.byFields("to")),
            uniqueOf("{}", "{\"args\": [\"to\"]}")),
        both(
            "unique.fields[0]",
            "must be a field of args, which has " + MANY_TOLD,
            uniqueOf(MANY, Unique.byFields("x")),
            uniqueOf(MANY, "{\"args\": [\"x\"]}")),
        inJava(
            "unique.fields[0]",
            "must be a field of args, which has value",
            Job.of(new Amount(1)).withUnique(Unique.byFields("valu"))),
        both(
            "unique.period",
            period,
            unique(Unique.byKind().oncePer(Duration.ofMillis(999))),
            unique("{\"period\": 0.999}")),
        both(
            "unique.period",
            period,
            unique(Unique.byKind().oncePer(Duration.ofDays(3651))),
            unique("{\"period\": 315446400}")),
        inSql("unique", "must be a JSON object", unique("[]")),
        inSql(
            "unique",
            "must have no parts but queue, args, key, period, hold, on_conflict and longest_wait",
            unique("{\"arguments\": true}")),
        inSql("unique.queue", "must be true or false", unique("{\"queue\": \"mail\"}")),
        inSql(
            "unique.fields", "must be true, or a list of field names", unique("{\"args\": null}")),
        inSql("unique.fields", "must be true, or a list of field names", unique("{\"args\": []}")),
        inSql("unique.fields[0]", "must be a text", unique("{\"args\": [1]}")),
        inSql("unique.key", "must be a text", unique("{\"key\": 1}")),
        inSql("unique.period", "must be a number of seconds", unique("{\"period\": \"1 hour\"}")),
        inSql("unique.heldAfter", "must be a list of states", unique("{\"hold\": \"failed\"}")),
        inSql(
            "unique.heldAfter",
            "must be completed, failed or cancelled: live jobs always hold their key",
            unique("{\"hold\": [\"completed\", \"running\"]}")),
        inSql(
            "unique.onConflict",
            "must be return, fail or replace",
            unique("{\"on_conflict\": \"last\"}")),
        both(
            "unique.onConflict",
            "must not be used without a delay or a time to run at: a job is replaced while it waits"
                + " for its time",
            unique(Unique.byKind().orReplace()),
            unique("{\"on_conflict\": \"replace\"}")),
        both(
            "unique.longestWait",
            "must be left out unless a duplicate replaces the job that waits",
            unique(Unique.byKind().withLongestWait(Duration.ofSeconds(5))),
            unique("{\"longest_wait\": 5}")),
        both(
            "unique.longestWait",
            period,
            unique(Unique.byKind().orReplace().withLongestWait(Duration.ofMillis(999))),
            unique("{\"on_conflict\": \"replace\", \"longest_wait\": 0.999}")),
        inSql(
            "unique.longestWait",
            "must be a number of seconds",
            unique("{\"on_conflict\": \"replace\", \"longest_wait\": \"5 minutes\"}")));
  }

  private static final String EMAIL = "{\"to\": \"a\", \"amount\": null}";

  /** Eleven fields, one of a name that is too long to be told. */
  private static final String MANY =
      IntStream.range(0, 11)
          .mapToObj(i -> '"' + "ä".repeat(i == 3 ? 41 : 1) + i + "\": 1")
          .collect(Collectors.joining(", ", "{", "}"));

  private static final String MANY_TOLD =
      "ä0, ä1, ä2, " + "ä".repeat(40) + "..., ä4, ä5, ä6, ä7, ä8, ä9, ...";

  private static Job<?> uniqueOf(String args, Unique rule) {
    return Job.of("k", new RawJson(args)).withUnique(rule);
  }

  private static String uniqueOf(String args, String rule) {
    return "'k', '" + args + "', \"unique\" => '" + rule + "'";
  }

  private static Job<?> unique(Unique rule) {
    return JOB.withUnique(rule);
  }

  private static String unique(String rule) {
    return "'k', '1', \"unique\" => '" + rule + "'";
  }

  @Override
  public String toString() {
    String how = arguments == null ? "Java only" : arguments;
    return field + ": " + rule + " (" + how.substring(0, Math.min(60, how.length())) + ")";
  }
}
