package dev.awa.admin.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.client.Awa;
import dev.awa.support.TestQueue;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Names have any characters; what is printed runs as it is. */
final class QuotedTest {
  private final TestQueue queue = TestQueue.create();

  private List<Finding> by(Exam exam, String schema) throws SQLException {
    Awa awa = Awa.of(queue.dataSource(), schema);
    try (Connection connection = queue.begin()) {
      TestQueue.sql(connection, "SET LOCAL search_path = pg_catalog");
      return exam.on(new Patient(queue.dataSource(), awa, schema, connection));
    }
  }

  @Test
  void whatIsPlainStaysAsItIs() {
    assertThat(Quoted.identifier("shop_2")).isEqualTo("shop_2");
    assertThat(Quoted.identifier("my-role")).isEqualTo("\"my-role\"");
    assertThat(Quoted.identifier("Weird\"")).isEqualTo("\"Weird\"\"\"");
    assertThat(Quoted.identifier("user")).isEqualTo("\"user\"");
    assertThat(Quoted.setting("my.Setting")).isEqualTo("my.\"Setting\"");
    assertThat(Quoted.word("nightly:eu")).isEqualTo("nightly:eu");
    assertThat(Quoted.word("it's $(id)")).isEqualTo("'it'\\''s $(id)'");
    assertThat(Quoted.condition("kind", "send_receipt")).isEqualTo("kind:send_receipt");
    assertThat(Quoted.condition("kind", "a \"b\"")).isEqualTo("'kind:\"a \\\"b\\\"\"'");
  }

  /** Whatever PostgreSQL reserves must be quoted, also what a newer one reserves. */
  @Test
  void nothingThatTheServerReservesIsPlain() throws SQLException {
    List<String> words =
        queue.texts("SELECT word FROM pg_get_keywords() WHERE catcode IN ('R', 'T')");
    assertThat(words).hasSizeGreaterThan(70).contains("user");
    for (String word : words) {
      assertThat(queue.texts("SELECT quote_ident(?)", word)).containsExactly('"' + word + '"');
    }
    // those of type T can name a table, a schema or a role
    for (String word : queue.texts("SELECT word FROM pg_get_keywords() WHERE catcode = 'R'")) {
      assertThat(Quoted.identifier(word)).isEqualTo('"' + word + '"');
    }
  }

  @Test
  void theSettingOfARoleWithAnyNameIsTakenBackByWhatIsPrinted() throws SQLException {
    String name = "Wei\"rd-rôle " + TestQueue.nonce();
    String role = Quoted.identifier(name);
    queue.sql("CREATE ROLE " + role);
    try {
      queue.sql("GRANT USAGE ON SCHEMA awa TO " + role);
      queue.sql("ALTER ROLE " + role + " SET statement_timeout = '50ms'");
      List<Finding> findings = ofRole(name);
      assertThat(findings).hasSize(1);
      queue.sql(findings.getFirst().remedy());
      assertThat(ofRole(name)).isEmpty();
    } finally {
      queue.sql("DROP OWNED BY " + role);
      queue.sql("DROP ROLE " + role);
    }
  }

  private List<Finding> ofRole(String name) throws SQLException {
    return by(new SessionExam(), "awa").stream()
        .filter(finding -> finding.evidence().contains(name))
        .toList();
  }

  @Test
  void anIndexInASchemaWithAnyNameIsMadeAnewByWhatIsPrinted() throws SQLException {
    String schema = "My-Shop";
    Awa.of(queue.dataSource(), schema).migrate();
    queue.sql(
        "UPDATE pg_index SET indisvalid = false WHERE indexrelid ="
            + " '\"My-Shop\".operations_at_work'::regclass");
    List<Finding> findings = by(new SchemaExam(), schema);
    assertThat(findings).hasSize(1);
    queue.sql(findings.getFirst().remedy());
    assertThat(by(new SchemaExam(), schema)).isEmpty();
  }
}
