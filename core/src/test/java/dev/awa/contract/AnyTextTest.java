package dev.awa.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.awa.Enqueued;
import dev.awa.InvalidJobException;
import dev.awa.Job;
import dev.awa.JsonCodec;
import dev.awa.RawJson;
import dev.awa.StoredJob;
import dev.awa.Unique;
import dev.awa.client.Awa;
import dev.awa.engine.Run;
import dev.awa.json.JacksonCodec;
import dev.awa.support.TestQueue;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.util.PSQLException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Text that means something to a format on the way (CSV, COPY, arrays, JSON, SQL) means nothing to
 * a queue: it comes back as it was given, from every place of a job that holds text, by every way.
 */
@Tag("every-postgres")
final class AnyTextTest {
  private static final JsonCodec CODEC = JacksonCodec.standard();
  private static final JsonMapper JSON = new JsonMapper();

  private static final List<String> TEXTS =
      List.of(
          ",",
          "\"",
          "'",
          "\n",
          "\r",
          "\r\n",
          "\t",
          "\b\f\u000B\u001F\u007F",
          "\\",
          "\\\\",
          "\\N",
          "\\.",
          "\\.\n",
          "\\x41",
          "\\u0041",
          "NULL",
          "null",
          "{}",
          "{NULL,\"a,b\"}",
          "(a,\"b\"\"c\")",
          "$1 ? :name ${x} %s {d '2026-01-01'}",
          " ",
          " a ",
          "a,\"b\"\\c\n\td'e",
          "\u00E4\u6F22\uD83C\uDF0A\u2028\uFEFF");

  private final TestQueue queue = TestQueue.create();
  private final Awa awa = queue.awa();

  /** Every way to hand jobs in. */
  enum Way {
    ONE {
      @Override
      List<Enqueued> enqueue(Awa awa, Connection tx, List<Job<?>> jobs) {
        return jobs.stream().map(job -> awa.enqueue(tx, job)).toList();
      }
    },
    MANY {
      @Override
      List<Enqueued> enqueue(Awa awa, Connection tx, List<Job<?>> jobs) {
        return awa.enqueueAll(tx, jobs);
      }
    },
    COPY {
      @Override
      List<Enqueued> enqueue(Awa awa, Connection tx, List<Job<?>> jobs) {
        List<Enqueued> answers = new ArrayList<>();
        awa.copy(tx, jobs.iterator(), answers::add);
        return answers;
      }
    },
    SQL {
      @Override
      List<Enqueued> enqueue(Awa awa, Connection tx, List<Job<?>> jobs) throws SQLException {
        List<Enqueued> answers = new ArrayList<>();
        for (Job<?> job : jobs) {
          answers.add(enqueue(tx, job));
        }
        return answers;
      }

      private static Enqueued enqueue(Connection tx, Job<?> job) throws SQLException {
        try (PreparedStatement statement =
            tx.prepareStatement(
                "SELECT job_id, duplicate FROM awa.enqueue(?, ?::json, queue => ?, tags => ?,"
                    + " metadata => ?::json, ordering_key => ?, \"unique\" => ?::jsonb)")) {
          Unique unique = job.unique();
          statement.setString(1, job.kind());
          statement.setString(2, ((RawJson) job.args()).text());
          statement.setString(3, job.queue());
          statement.setArray(4, tx.createArrayOf("text", job.tags().toArray()));
          statement.setString(5, CODEC.write(job.metadata()));
          statement.setString(6, job.orderingKey());
          statement.setString(7, unique == null ? null : CODEC.write(Map.of("key", unique.key())));
          try (ResultSet row = statement.executeQuery()) {
            row.next();
            return new Enqueued(row.getLong(1), row.getBoolean(2));
          }
        }
      }
    };

    abstract List<Enqueued> enqueue(Awa awa, Connection tx, List<Job<?>> jobs) throws SQLException;
  }

  /** A job that has the text wherever it can. */
  private static Job<RawJson> everywhere(String text) {
    RawJson args = new RawJson(CODEC.write(Map.of(text, List.of(text, Map.of("in", text)))));
    return Job.of(text, args)
        .withQueue(text)
        .withTags(text, "after", text)
        .withMetadata(Map.of(text, text))
        .withOrderingKey(text);
  }

  private List<Long> enqueued(Way way, List<Job<?>> jobs) throws SQLException {
    try (Connection tx = queue.begin()) {
      List<Enqueued> answers = way.enqueue(awa, tx, jobs);
      tx.commit();
      assertThat(answers).extracting(Enqueued::duplicate).doesNotContain(true);
      return answers.stream().map(Enqueued::id).toList();
    }
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void comesBackAsItWasGiven(Way way) throws SQLException {
    List<Job<?>> jobs = new ArrayList<>();
    TEXTS.forEach(text -> jobs.add(everywhere(text)));
    List<Long> ids = enqueued(way, jobs);
    long worker = queue.worker();
    for (int i = 0; i < ids.size(); i++) {
      String text = TEXTS.get(i);
      StoredJob job = awa.jobs().find(ids.get(i)).orElseThrow();
      assertThat(job.kind()).isEqualTo(text);
      assertThat(job.queue()).isEqualTo(text);
      assertIs(text, job.args(), job.ext());
      assertThat(TestQueue.runs(queue.claim(worker, text, 10)))
          .as("claimed from queue %s", text)
          .singleElement()
          .satisfies(run -> assertThat(run.jobId()).isEqualTo(job.id()))
          .satisfies(run -> assertThat(run.kind()).isEqualTo(text))
          .satisfies(run -> assertIs(text, run));
    }
    assertThat(awa.queues().list()).hasSize(TEXTS.size());
  }

  private static void assertIs(String text, Run run) {
    assertIs(text, run.args(), run.ext());
  }

  private static void assertIs(String text, String argsText, String extText) {
    JsonNode args = JSON.readTree(argsText);
    assertThat(args.get(text).get(0).asString()).isEqualTo(text);
    assertThat(args.get(text).get(1).get("in").asString()).isEqualTo(text);
    JsonNode ext = JSON.readTree(extText);
    assertThat(ext.get("tags")).hasSize(3);
    assertThat(ext.get("tags").get(0).asString()).isEqualTo(text);
    assertThat(ext.get("tags").get(2).asString()).isEqualTo(text);
    assertThat(ext.get("metadata")).hasSize(1);
    assertThat(ext.get("metadata").get(text).asString()).isEqualTo(text);
    assertThat(ext.get("ordering_key").asString()).isEqualTo(text);
  }

  /** What one way has taken the others find, so the key is the same by all of them. */
  @ParameterizedTest
  @EnumSource(Way.class)
  void aUniqueTextIsItselfByEveryWay(Way way) throws SQLException {
    List<Job<?>> jobs = new ArrayList<>();
    TEXTS.forEach(text -> jobs.add(TestQueue.job("q", 1).withUnique(Unique.byText(text))));
    List<Long> ids = enqueued(way, jobs);
    assertThat(ids).doesNotHaveDuplicates();
    try (Connection tx = queue.begin()) {
      for (Way other : Way.values()) {
        assertThat(other.enqueue(awa, tx, jobs))
            .as(other.name())
            .containsExactlyElementsOf(ids.stream().map(id -> new Enqueued(id, true)).toList());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void nothingIsAText(Way way) throws SQLException {
    Job<RawJson> job =
        Job.of("test", new RawJson("{\"\": \"\"}")).withMetadata(Map.of("", "")).withQueue("q");
    StoredJob stored = awa.jobs().find(enqueued(way, List.of(job)).getFirst()).orElseThrow();
    assertThat(JSON.readTree(stored.args())).isEqualTo(JSON.readTree("{\"\": \"\"}"));
    assertThat(JSON.readTree(stored.ext())).isEqualTo(JSON.readTree("{\"metadata\":{\"\":\"\"}}"));
    for (Job<?> refused :
        List.<Job<?>>of(
            Job.of("", new RawJson("1")),
            job.withQueue(""),
            job.withTags("a", ""),
            job.withOrderingKey(""),
            job.withUnique(Unique.byText("")))) {
      assertRefused(way, refused, "must be 1 to 200 characters, got ", "AW001");
    }
  }

  /** The server's own refusal meets it where the function never sees it. */
  @ParameterizedTest
  @EnumSource(Way.class)
  void aCharacterZeroIsRefusedEverywhere(Way way) throws SQLException {
    Job<RawJson> job = TestQueue.job("q", 1);
    for (Job<?> refused :
        List.<Job<?>>of(
            Job.of("a\0b", new RawJson("1")),
            job.withQueue("a\0b"),
            job.withTags("a\0b"),
            job.withOrderingKey("a\0b"))) {
      assertRefused(way, refused, "must not contain NUL characters", "22021");
    }
    for (Job<?> refused :
        List.<Job<?>>of(
            Job.of("test", new RawJson("\"a\\u0000b\"")),
            Job.of("test", new RawJson("{\"a\\u0000b\": 1}")),
            job.withMetadata(Map.of("a\0b", 1)),
            job.withMetadata(Map.of("a", "a\0b")))) {
      assertRefused(way, refused, "must not contain NUL characters", "AW001");
    }
    assertThat(queue.number("SELECT count(*) FROM awa.ready_entries")).isZero();
  }

  private void assertRefused(Way way, Job<?> job, String rule, String state) throws SQLException {
    try (Connection tx = queue.begin()) {
      if (way == Way.SQL) {
        assertThatThrownBy(() -> way.enqueue(awa, tx, List.of(job)))
            .isInstanceOfSatisfying(
                PSQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(state))
            .hasMessageContaining(state.equals("AW001") ? rule : "");
      } else {
        assertThatThrownBy(() -> way.enqueue(awa, tx, List.of(job)))
            .isInstanceOf(InvalidJobException.class)
            .hasMessageContaining(rule);
      }
    }
  }

  /** No tags and an empty list of tags are the same; a list of one text "NULL" is another. */
  @ParameterizedTest
  @EnumSource(Way.class)
  void anEmptyListOfTagsIsNone(Way way) throws SQLException {
    Job<RawJson> job = TestQueue.job("q", 1);
    List<Long> ids =
        enqueued(way, List.of(job, job.withTags(), job.withTags("NULL"), job.withTags("{}")));
    assertThat(ids.stream().map(id -> awa.jobs().find(id).orElseThrow().ext()))
        .extracting(ext -> ext.replace(" ", ""))
        .containsExactly("{}", "{}", "{\"tags\":[\"NULL\"]}", "{\"tags\":[\"{}\"]}");
  }

  @Test
  void inSqlATagThatIsNullIsRefused() {
    assertThatThrownBy(() -> queue.sql("SELECT awa.enqueue('test', '1', tags => '{a,NULL}')"))
        .isInstanceOfSatisfying(
            PSQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("AW001"))
        .hasMessageContaining("tags[1]: must be 1 to 200 characters, got null");
    assertThatThrownBy(() -> queue.sql("SELECT awa.enqueue('test', '1', tags => NULL)"))
        .hasMessageContaining("tags: must be a list of texts, got null");
  }
}
