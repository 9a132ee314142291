package dev.awa.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.awa.support.TestQueue;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which types of PostgreSQL the functions that enqueue take. */
@Tag("every-postgres")
final class SqlArgumentTypesTest {
  private static final String MANY = "[{\"kind\": \"k\", \"args\": {\"n\": 1}}]";

  private TestQueue queue;

  @BeforeEach
  void create() {
    queue = TestQueue.create();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "awa.enqueue('k', '{\"n\": 1}')",
        "awa.enqueue('k', json_build_object('n', 1))",
        "awa.enqueue('k', jsonb_build_object('n', 1)::json)",
        "awa.enqueue('k', '{}', metadata => jsonb_build_object('n', 1)::json)",
        "awa.enqueue_many('" + MANY + "')",
        "awa.enqueue_many('" + MANY + "'::jsonb::json)"
      })
  void jsonIsTakenAndTextThatHasNoTypeYet(String call) throws SQLException {
    assertThat(queue.texts("SELECT duplicate FROM " + call)).containsExactly("f");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "awa.enqueue('k', jsonb_build_object('n', 1))",
        "awa.enqueue('k', '{}', metadata => jsonb_build_object('n', 1))",
        "awa.enqueue_many('" + MANY + "'::jsonb)"
      })
  void jsonbIsRefusedByTheServerWhichPointsToACast(String call) {
    assertThatThrownBy(() -> queue.texts("SELECT duplicate FROM " + call))
        .asInstanceOf(type(SQLException.class))
        .satisfies(e -> {
          assertThat(e.getSQLState()).isEqualTo("42883");
          assertThat(e.getMessage()).contains("explicit type casts");
        });
  }

  /** Why there is no second function: it would take the call that everybody writes away. */
  @Test
  void aSecondFunctionForJsonbWouldMakeTextAmbiguous() throws SQLException {
    queue.sql("CREATE FUNCTION awa.enqueue_many(jobs jsonb) RETURNS integer LANGUAGE sql RETURN 1");
    assertThatThrownBy(() -> queue.texts("SELECT * FROM awa.enqueue_many('" + MANY + "')"))
        .asInstanceOf(type(SQLException.class))
        .extracting(SQLException::getSQLState)
        .isEqualTo("42725");
  }
}
