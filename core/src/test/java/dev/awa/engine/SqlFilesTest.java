package dev.awa.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.support.TestQueue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

/**
 * The SQL files: each one is used, each one is good SQL on every supported server, and what is
 * called from outside of the schema does not depend on the caller's search path.
 */
@Tag("every-postgres")
final class SqlFilesTest {
  private static final Path SQL = Path.of("src/main/resources/dev/awa/engine");
  private static final Path JAVA = Path.of("src/main/java/dev/awa/engine");
  private static final Pattern LOADED = Pattern.compile("\"([a-z_]+/[a-z0-9_]+\\.sql)\"");
  private static final Pattern CALLED = Pattern.compile("\\bawa\\.([a-z_]+)\\s*\\(");

  /** Parts of scripts, and the COPY; they have no plan that could be prepared. */
  private static final Set<String> NOT_PREPARED =
      Set.of(
          "schema/migration_begins.sql",
          "schema/migration_ends.sql",
          "ready/copy.sql",
          "rights/own_schema.sql",
          "rights/roles_begin.sql",
          "rights/roles_end.sql",
          "rights/take_rights.sql");

  /** The contract for every program that speaks SQL. */
  private static final Set<String> CALLED_BY_PEOPLE =
      Set.of("enqueue", "enqueue_many", "move_to_dead_letters", "percentile", "purge", "retry");

  /** The last line of installed.txt before what may come in any order. */
  private static final String ANY_ORDER =
      "# The rest in any order, for bodies are not checked: by name.";

  /**
   * Called from outside without a search path of their own, which would keep them from being
   * inlined.
   */
  private static final Map<String, String> INLINED =
      Map.of(
          "epoch_of", "workers/beat.sql: one expression over its parameter, inlined in prune too");

  /** They put rows where no writer's look at the head decides, under locks of their own. */
  private static final Set<String> NOT_AIMING = Set.of("carry_open", "carry_waiting", "rebase");

  /** Its caller has looked, and calls it with the generation. */
  private static final Map<String, String> TOLD_ITS_AIM =
      Map.of("run_again", "end_runs", "run_kept", "retry_changed");

  private final TestQueue queue = TestQueue.create();

  // --- files ---

  /** What {@code ring.since} promises: see {@code awa.write_gen}. */
  @Test
  void whoeverWritesToTheReadyLogHasAnIdBeforeItLooksAtTheHead() throws IOException {
    Map<String, String> functions = functions();
    for (String name : functions.keySet()) {
      String text = Files.readString(SQL.resolve(functions.get(name)));
      if (text.contains("INTO awa.ready_entries") && !NOT_AIMING.contains(name)) {
        String aims = functions.get(TOLD_ITS_AIM.getOrDefault(name, name));
        assertThat(Files.readString(SQL.resolve(aims)))
            .as(name)
            .contains("awa.write_gen()")
            .doesNotContain("awa.head_gen()");
      }
    }
    assertThat(Files.readString(SQL.resolve("ready/functions/reserve.sql")))
        .as("what a COPY follows")
        .contains("awa.write_gen()");
  }

  /** With standard_conforming_strings = off it escapes in the literals without an E as well. */
  @Test
  void aBackslashStandsInLiteralsWithAnEOnly() throws IOException {
    for (Path file : files(SQL, ".sql")) {
      String rest =
          Files.readString(file)
              .replaceAll("(?m)--.*$", "")
              .replaceAll("\\bE'(?:[^'\\\\]|\\\\.|'')*'", "");
      assertThat(rest).as("%s", file).doesNotContain("\\");
    }
  }

  @Test
  void everyStatementFileIsLoadedBySomeClass() throws IOException {
    Set<String> loaded = new TreeSet<>();
    for (Path source : files(JAVA, ".java")) {
      LOADED.matcher(Files.readString(source)).results().forEach(r -> loaded.add(r.group(1)));
    }
    assertThat(statements()).isEqualTo(loaded);
  }

  @Test
  void theIndexesListExactlyTheFilesThereAre() throws IOException {
    Set<String> installed = new TreeSet<>(functions().values());
    installed.addAll(all("views"));
    installed.addAll(all("triggers"));
    assertThat(Installed.files())
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(installed);
    List<String> lines = Sql.lines("installed.txt");
    assertThat(lines.subList(1 + lines.lastIndexOf(ANY_ORDER), lines.size()))
        .as("what may come in any order")
        .hasSizeGreaterThan(200)
        .isSorted();
    assertThat(Sql.lines("migrations/index.txt"))
        .isSorted()
        .extracting(file -> "migrations/" + file)
        .containsExactlyInAnyOrderElementsOf(all("migrations"));
  }

  /** Otherwise a queue would keep its old functions. */
  @Test
  void theBuildHasWrittenTheDigestOfWhatIsInstalled() {
    assertThat(Installed.digest()).isEqualTo(Installed.digested()).hasSize(64);
  }

  @Test
  void aFunctionIsCalledLikeItsFile() throws IOException {
    Map<String, String> functions = functions();
    for (String name : functions.keySet()) {
      assertThat(Files.readString(SQL.resolve(functions.get(name))))
          .as(functions.get(name))
          .startsWith("-- ")
          .containsOnlyOnce("CREATE OR REPLACE FUNCTION awa." + name + "(");
    }
    assertThat(Installed.functions()).containsExactlyInAnyOrderElementsOf(functions.keySet());
  }

  /** A statement, a view, a trigger or a person calls it, or other functions do. */
  @Test
  void whatIsCalledFromOutsideLiesInFunctionsAndTheRestInHelpers() throws IOException {
    Set<String> called = calledFromOutside();
    Map<String, String> misplaced = new TreeMap<>(functions());
    misplaced
        .entrySet()
        .removeIf(function ->
            function
                .getValue()
                .contains(called.contains(function.getKey()) ? "/functions/" : "/helpers/"));
    assertThat(misplaced).isEmpty();
  }

  @Test
  void everyFunctionIsCalledBySomebody() throws IOException {
    Set<String> called = new TreeSet<>();
    for (Path file : files(SQL, ".sql")) {
      calls(Files.readString(file)).forEach(called::add);
    }
    Set<String> uncalled = new TreeSet<>(functions().keySet());
    uncalled.removeAll(called);
    uncalled.removeAll(CALLED_BY_PEOPLE);
    assertThat(uncalled).isEmpty();
  }

  /** Flyway replaces such a place by what it was told, or fails. */
  @Test
  void noFileHoldsAPlaceholderOfAnotherTool() throws IOException {
    for (Path file : files(SQL, ".sql")) {
      assertThat(Files.readString(file)).as(file.toString()).doesNotContain("${");
    }
  }

  /** The name of the schema may have a percent sign: only before {@code %I} is that doubled. */
  @Test
  void noFormatNamesATableOfTheSchema() throws IOException {
    Pattern named = Pattern.compile("format\\(\\s*'[^']*\\bawa\\.[a-z]");
    for (Path file : files(Path.of("src/main/resources"), ".sql")) {
      assertThat(named.matcher(Files.readString(file)).results().map(MatchResult::group))
          .as("%s: write awa.%%I", file)
          .isEmpty();
    }
  }

  @Test
  void noLineIsLongerThanAHundredColumns() throws IOException {
    for (Path file : files(Path.of("src/main/resources"), ".sql")) {
      assertThat(Files.readAllLines(file))
          .as("%s", file)
          .allSatisfy(line -> assertThat(line.length()).as(line).isLessThanOrEqualTo(100));
    }
  }

  /** A column that comes in between must not shift what is read; one alone needs no name. */
  @Test
  void columnsAreReadByName() throws IOException {
    Pattern counted = Pattern.compile("\\(row, \\d+\\)|row\\.get\\w+\\((?:[2-9]|1\\d)[,)]");
    for (Path source : files(JAVA, ".java")) {
      assertThat(Files.readString(source)).as(source.toString()).doesNotContainPattern(counted);
    }
  }

  // --- on a server ---

  /** What {@code \df+ awa.*} and {@code \d+} show is the head of the file. */
  @Test
  void whatIsInTheSchemaHasACommentThatSaysMoreThanItsName() throws SQLException {
    String described = "coalesce(array_length(regexp_split_to_array(%s, '[^a-z]+'), 1), 0) < 5";
    assertThat(
            queue.texts(
                "SELECT proname FROM pg_proc WHERE pronamespace = 'awa'::regnamespace AND "
                    + String.format(Locale.ROOT, described, "obj_description(oid, 'pg_proc')")))
        .as("functions that nothing is said about")
        .isEmpty();
    assertThat(
            queue.texts(
                "SELECT relname FROM pg_class WHERE relnamespace = 'awa'::regnamespace"
                    + " AND relkind IN ('r', 'p', 'v') AND NOT relispartition AND "
                    + String.format(Locale.ROOT, described, "obj_description(oid, 'pg_class')")))
        .as("tables and views that nothing is said about")
        .isEmpty();
    assertThat(queue.texts("SELECT obj_description('awa.append_one'::regproc)"))
        .first()
        .asString()
        .startsWith("Appends one job that is ready at once")
        .contains("awa.append_ready");
  }

  @Test
  void commentsNameTheSchemaAsItIsCalled() {
    String script =
        """
        -- It's like awa.claim, in words of dev.awa.Job:
        --   more.
        CREATE OR REPLACE FUNCTION "odd one".some(a text) RETURNS void
        """;
    assertThat(Headers.comments("odd one", script))
        .isEqualTo(
            """
            COMMENT ON FUNCTION "odd one".some IS 'It''s like "odd one".claim, in words of dev.awa.Job:
              more.';
            """);
  }

  /** A CASE without such a word answers NULL, so a wrong word would compare with nothing. */
  @Test
  void outcomesHaveTheirNumbersInOnePlace() throws IOException, SQLException {
    Set<String> words = new TreeSet<>();
    for (Closure closure : Closure.values()) {
      words.add(closure.word());
      assertThat(queue.texts("SELECT awa.outcome('" + closure.word() + "')"))
          .containsExactly(String.valueOf(closure.code()));
    }
    for (String file : all("")) {
      String text = Files.readString(SQL.resolve(file));
      assertThat(arguments("outcome", text)).as(file).isSubsetOf(words);
      assertThat(arguments("flush_of", text)).as(file).isSubsetOf("rescue", "cancellation");
      assertThat(text).as(file).doesNotContainPattern("\\boutcome (=|<>|IN) \\(?\\d");
    }
  }

  private static List<String> arguments(String function, String text) {
    return Pattern.compile("awa\\." + function + "\\('(\\w+)'\\)")
        .matcher(text)
        .results()
        .map(call -> call.group(1))
        .toList();
  }

  @Test
  void everyStatementPrepares() throws IOException, SQLException {
    Map<String, String> refused = new TreeMap<>();
    try (Connection connection = queue.connect()) {
      for (String file : statements()) {
        if (!NOT_PREPARED.contains(file)) {
          prepare(connection, file, refused);
        }
      }
    }
    assertThat(refused).isEmpty();
  }

  private static void prepare(Connection connection, String file, Map<String, String> refused) {
    String text = Sql.of(Engine.DEFAULT_SCHEMA, file).text();
    try (PreparedStatement statement = connection.prepareStatement(text)) {
      statement.getParameterMetaData(); // asks the server to parse
    } catch (SQLException e) {
      refused.put(file, String.valueOf(e.getMessage()));
    }
  }

  @Test
  void theCopyFitsEveryPartition() throws SQLException {
    String copy = Sql.of(Engine.DEFAULT_SCHEMA, "ready/copy.sql").text();
    try (Connection connection = queue.connect()) {
      for (int slot = 0; slot < Ring.SLOTS; slot++) {
        String text = copy.replace("%d", String.valueOf(slot));
        connection.unwrap(PGConnection.class).getCopyAPI().copyIn(text).cancelCopy();
      }
    }
  }

  @Test
  void everyFunctionPassesTheServersOwnCheck() throws IOException, SQLException {
    List<String> refused = new ArrayList<>();
    try (Connection connection = queue.connect()) {
      TestQueue.sql(connection, "SET check_function_bodies = on");
      for (String file : Installed.files()) {
        try {
          TestQueue.script(connection, Files.readString(SQL.resolve(file)));
        } catch (SQLException e) {
          refused.add(file + ": " + e.getMessage());
        }
      }
    }
    assertThat(refused).isEmpty();
  }

  @Test
  void whatIsCalledFromOutsideHasASearchPathOfItsOwn() throws IOException, SQLException {
    Set<String> without =
        new TreeSet<>(
            queue.texts(
                """
                SELECT proname FROM pg_proc
                WHERE pronamespace = 'awa'::regnamespace
                  AND coalesce(array_to_string(proconfig, ' '), '') NOT LIKE '%search_path=%'
                """));
    without.retainAll(calledFromOutside());
    assertThat(without)
        .as("functions without SET search_path that statements and views call")
        .isEqualTo(INLINED.keySet());
  }

  @Test
  void everySearchPathEndsWithTheTemporarySchema() throws SQLException {
    assertThat(
            queue.texts(
                """
                SELECT DISTINCT setting FROM pg_proc, unnest(proconfig) AS setting
                WHERE pronamespace = 'awa'::regnamespace AND setting LIKE 'search_path=%'
                """))
        .containsExactly("search_path=pg_catalog, pg_temp");
  }

  /** A stock server compiles what looks costly: see docs/decisions.md. */
  @Test
  void whatIsCalledFromOutsideOrForbidsScansIsNeverCompiled() throws IOException, SQLException {
    Set<String> compiled = calledToAct();
    compiled.addAll(functionsWhere("'enable_seqscan=off' = ANY (proconfig)"));
    compiled.removeAll(functionsWhere("'jit=off' = ANY (proconfig)"));
    assertThat(compiled).as("functions without SET jit = off").isEqualTo(INLINED.keySet());
  }

  private List<String> functionsWhere(String condition) throws SQLException {
    return queue.texts(
        "SELECT proname FROM pg_proc WHERE pronamespace = 'awa'::regnamespace AND " + condition);
  }

  /** Under {@code enable_seqscan = off} a scan of one costs more than any query of a person. */
  @Test
  void sequencesAreReadWithoutAScan() throws IOException {
    for (Path file : files(SQL, ".sql")) {
      assertThat(Files.readString(file))
          .as(SQL.relativize(file).toString())
          .doesNotContainIgnoringCase("last_value FROM");
    }
  }

  /** What statements and views call, and what people call. */
  private static Set<String> calledFromOutside() throws IOException {
    Set<String> called = calledToAct();
    called.addAll(calledBy(all("views")));
    return called;
  }

  /** What statements and triggers call, and what people call. */
  private static Set<String> calledToAct() throws IOException {
    Set<String> called = new TreeSet<>(CALLED_BY_PEOPLE);
    called.addAll(calledBy(statements()));
    called.addAll(calledBy(all("triggers")));
    return called;
  }

  private static Set<String> calledBy(Collection<String> files) throws IOException {
    Set<String> called = new TreeSet<>();
    for (String file : files) {
      calls(Files.readString(SQL.resolve(file))).forEach(called::add);
    }
    called.retainAll(functions().keySet());
    return called;
  }

  private static Stream<String> calls(String text) {
    String code = text.replaceAll("(?m)--.*$", "").replaceAll("REPLACE FUNCTION awa\\.[a-z_]+", "");
    return CALLED.matcher(code).results().map(MatchResult::group).map(SqlFilesTest::name);
  }

  private static String name(String call) {
    return call.substring("awa.".length(), call.length() - 1).strip();
  }

  // --- listing ---

  /** The files that hold one statement each, as they are named in Java. */
  static Set<String> statements() throws IOException {
    Set<String> statements = new TreeSet<>();
    for (Path file : files(SQL, ".sql")) {
      statements.add(SQL.relativize(file).toString());
    }
    statements.removeIf(
        file -> file.matches("(views|triggers|migrations)/.*|.*/(functions|helpers)/.*"));
    return statements;
  }

  /** The server functions, each with its file. */
  static Map<String, String> functions() throws IOException {
    Map<String, String> functions = new TreeMap<>();
    for (String path : all("")) {
      if (path.matches(".*/(functions|helpers)/.*")) {
        String name = path.substring(path.lastIndexOf('/') + 1, path.length() - ".sql".length());
        assertThat(functions.put(name, path)).as("another file of %s", path).isNull();
      }
    }
    return functions;
  }

  private static List<String> all(String folder) throws IOException {
    return files(SQL.resolve(folder), ".sql").stream()
        .map(file -> SQL.relativize(file).toString())
        .toList();
  }

  private static List<Path> files(Path folder, String ending) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    }
  }
}
