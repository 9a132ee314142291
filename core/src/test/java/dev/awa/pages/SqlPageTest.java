package dev.awa.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.lab.Page;
import dev.awa.support.TestQueue;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * docs/reference/sql.md has the functions, views and tables of the schema: from their comments in a
 * database that was migrated. To write it anew: {@code -Dawa.page.update=true}.
 */
final class SqlPageTest {
  private static final Page PAGE = Page.of("docs/reference/sql.md");

  /** What people and other programs call; all other functions belong to the library. */
  private static final List<String> CALLED =
      List.of(
          "enqueue",
          "enqueue_many",
          "find_job",
          "list_jobs",
          "list_ended",
          "cancel",
          "edit",
          "retry",
          "retry_changed",
          "move_to_dead_letters",
          "purge",
          "purge_queue",
          "delete_job",
          "split",
          "pause",
          "set_queue",
          "set_kind",
          "read_queues",
          "submit_operation",
          "preview_operation",
          "stop_operation",
          "pause_schedule",
          "resume_schedule",
          "trigger_schedule",
          "retire_schedule",
          "restore_schedule",
          "adopt_schedule",
          "delete_schedule",
          "retire_owner",
          "restore_owner",
          "timings_of",
          "percentile",
          "schema_version");

  private static final String FUNCTION =
      """
      SELECT concat_ws(chr(10), '### awa.' || proname, '', '```text',
               'awa.' || proname || '(',
               '  ' || replace(pg_get_function_arguments(oid), ', ', ',' || chr(10) || '  ') || ')',
               'returns ' || pg_get_function_result(oid), '```', '', '```text',
               obj_description(oid, 'pg_proc'), '```', '')
      FROM pg_proc WHERE pronamespace = 'awa'::regnamespace AND proname = ?
      """;

  private static final String RELATIONS =
      """
      SELECT concat('| `', relname, '` | ',
                    replace(replace(obj_description(oid, 'pg_class'), chr(10), ' '), '|', '\\|'),
                    ' |')
      FROM pg_class
      WHERE relnamespace = 'awa'::regnamespace AND NOT relispartition AND strpos(?, relkind) > 0
      ORDER BY relname
      """;

  private final TestQueue queue = TestQueue.create();

  @Test
  void thePageHasWhatPeopleCall() throws SQLException {
    StringBuilder made = new StringBuilder();
    for (String name : CALLED) {
      List<String> found = queue.texts(FUNCTION, name);
      assertThat(found).as(name).hasSize(1);
      made.append(found.getFirst().replace("(\n  )", "()")).append('\n');
    }
    PAGE.has("functions", made.toString());
  }

  @Test
  void thePageHasTheViews() throws SQLException {
    PAGE.has("views", "| view | what |\n| --- | --- |\n" + relations("v"));
  }

  @Test
  void thePageHasTheTables() throws SQLException {
    PAGE.has("tables", "| table | what |\n| --- | --- |\n" + relations("rp"));
  }

  private String relations(String kinds) throws SQLException {
    List<String> rows = queue.texts(RELATIONS, kinds);
    assertThat(rows).isNotEmpty();
    return String.join("\n", rows);
  }
}
