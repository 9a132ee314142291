package dev.awa;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.client.Awa;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documents say of the code is so. */
final class DocumentsTest {
  private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();
  private static final Path SQL = REPOSITORY.resolve("core/src/main/resources/dev/awa/engine");
  private static final Path ENGINE_README =
      REPOSITORY.resolve("core/src/main/java/dev/awa/engine/README.md");

  private static final Pattern LINK = Pattern.compile("\\[[^\\]]*]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ +(.*)$");
  private static final Pattern PROPERTY =
      Pattern.compile("@DefaultValue\\(\"[^\"]*\"\\) \\w+ (\\w+)");
  private static final Pattern OF_SCHEMA = Pattern.compile("`awa\\.([A-Za-z_]+)[^`]*`");
  private static final Pattern CREATED =
      Pattern.compile(
          "CREATE (?:OR REPLACE )?(?:FUNCTION|PROCEDURE|VIEW|TABLE|TYPE|DOMAIN|SEQUENCE)"
              + " (?:IF NOT EXISTS )?awa\\.(\\w+)");
  private static final Pattern TABLE =
      Pattern.compile("(?m)^CREATE (?:UNLOGGED )?TABLE awa\\.(\\w+) \\((?!.*PARTITION OF)");
  private static final Pattern SEQUENCE = Pattern.compile("(?m)^CREATE SEQUENCE awa\\.(\\w+)");
  private static final Pattern LOCK_ORDER = Pattern.compile("Lock order: ([^.]*)\\.");

  // --- links ---

  @Test
  void everyLinkLeadsSomewhere() {
    List<String> broken = new ArrayList<>();
    for (Path document : documents()) {
      for (String target : found(LINK, prose(document))) {
        if (!target.matches("[a-z]+:.*") && !leadsSomewhere(document, target)) {
          broken.add(REPOSITORY.relativize(document) + ": " + target);
        }
      }
    }
    assertThat(broken).isEmpty();
  }

  private static boolean leadsSomewhere(Path document, String target) {
    String[] parts = target.split("#", 2);
    Path file = parts[0].isEmpty() ? document : document.resolveSibling(parts[0]).normalize();
    return Files.exists(file)
        && (parts.length == 1
            || found(HEADING, prose(file)).stream()
                .map(DocumentsTest::anchor)
                .anyMatch(parts[1]::equals));
  }

  private static String anchor(String heading) {
    return heading
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{Alnum} _-]", "")
        .strip()
        .replace(' ', '-');
  }

  // --- names ---

  @Test
  void everyNameOfTheSchemaThatIsMentionedExists() {
    Set<String> known = new TreeSet<>();
    files(SQL, ".sql").forEach(file -> known.addAll(found(CREATED, text(file))));
    Arrays.stream(Awa.class.getMethods()).map(Method::getName).forEach(known::add);
    for (String module : List.of("core", "metrics", "spring")) {
      files(REPOSITORY.resolve(module + "/src/main/java"), ".java")
          .forEach(file -> known.addAll(found(Pattern.compile("\"awa\\.(\\w+)"), text(file))));
    }
    Path properties = REPOSITORY.resolve("spring/src/main/java/dev/awa/spring/AwaProperties.java");
    known.addAll(found(PROPERTY, text(properties)));
    known.addAll(found(Pattern.compile("@param ([a-z]+)"), text(properties)));
    assertThat(mentioned(OF_SCHEMA, name -> known.contains(name))).isEmpty();
  }

  @Test
  void everyTestAndEveryFileOfSqlThatIsMentionedExists() {
    Set<String> tests =
        files(REPOSITORY, "Test.java").stream()
            .map(file -> file.getFileName().toString().replace(".java", ""))
            .collect(Collectors.toSet());
    Set<String> sql =
        files(SQL, ".sql").stream()
            .map(file -> file.getFileName().toString())
            .collect(Collectors.toSet());
    assertThat(mentioned(Pattern.compile("`([A-Z]\\w+Test)\\b[^`]*`"), tests::contains)).isEmpty();
    assertThat(mentioned(Pattern.compile("`(?:\\w+/)*(\\w+\\.sql)`"), sql::contains)).isEmpty();
  }

  @Test
  void everyModuleThatACommandNamesExists() {
    Predicate<String> exists = module -> Files.exists(REPOSITORY.resolve(module + "/pom.xml"));
    assertThat(mentioned(Pattern.compile("`(\\w+): \\w+Test\\b"), exists)).isEmpty();
    assertThat(mentioned(Pattern.compile("-pl ([\\w-]+)"), exists)).isEmpty();
  }

  private static List<String> mentioned(Pattern pattern, Predicate<String> exists) {
    List<String> missing = new ArrayList<>();
    for (Path document : documents()) {
      found(pattern, text(document)).stream()
          .filter(name -> !exists.test(name))
          .map(name -> REPOSITORY.relativize(document) + ": " + name)
          .forEach(missing::add);
    }
    return missing;
  }

  @Test
  void theTableOfTablesHasThemAll() {
    Set<String> tables = new TreeSet<>();
    for (Path migration : files(SQL.resolve("migrations"), ".sql")) {
      tables.addAll(found(TABLE, text(migration)));
      tables.addAll(found(SEQUENCE, text(migration)));
    }
    Set<String> told =
        section(ENGINE_README, "The tables")
            .lines()
            .filter(line -> line.startsWith("| `"))
            .flatMap(line -> found(Pattern.compile("`(\\w+)`"), line.split("\\|", 3)[1]).stream())
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(tables).hasSizeGreaterThan(20);
    assertThat(told).containsAll(tables);
  }

  @Test
  void everyPublicExceptionIsThrown() {
    List<Path> sources = files(REPOSITORY.resolve("core/src/main/java/dev/awa"), ".java");
    for (Path exception :
        sources.stream().filter(file -> file.toString().endsWith("Exception.java")).toList()) {
      String name = exception.getFileName().toString().replace(".java", "");
      assertThat(sources)
          .as("some code throws %s", name)
          .anyMatch(file -> text(file).contains("new " + name + "("));
    }
  }

  @Test
  void thePageOfSeedsCountsItsRows() {
    String page = text(REPOSITORY.resolve("docs/seeds.md"));
    for (String seed : found(Pattern.compile("(?m)^## (\\d+):"), page)) {
      List<String> proofs =
          found(Pattern.compile("(?m)^\\| " + seed + "\\.\\d+ \\| [^|]* \\| ([^|]*) \\|"), page);
      long partly = proofs.stream().filter(proof -> proof.startsWith("partly")).count();
      long notYet = proofs.stream().filter(proof -> proof.startsWith("**not yet**")).count();
      long moot = proofs.stream().filter(proof -> proof.startsWith("moot")).count();
      long proved = proofs.size() - partly - notYet - moot;
      assertThat(page)
          .containsPattern(
              "(?m)^\\| %s: .* \\| %d \\| %d \\| %d \\| %d \\|$"
                  .formatted(seed, proved, partly, notYet, moot));
    }
  }

  // --- the lock order ---

  /** What the headers of functions call what the list calls by its name. */
  private static String inList(String word) {
    return switch (word) {
      case "ready" -> "ready_entries";
      case "tombstones" -> "ready_tombstones";
      case "outputs" -> "attempt_outputs";
      case "stripes" -> "stripe";
      default -> word;
    };
  }

  /** Each lock with the number that the list gives it. */
  private static List<Set<String>> lockOrder() {
    return section(ENGINE_README, "Lock order")
        .lines()
        .filter(line -> line.matches("\\d+\\. .*"))
        .<Set<String>>map(
            line -> new TreeSet<>(found(Pattern.compile("(?:^\\d+\\. |`)(\\w+)[:`]"), line)))
        .toList();
  }

  private static int place(List<Set<String>> order, String lock) {
    for (int i = 0; i < order.size(); i++) {
      if (order.get(i).contains(inList(lock))) {
        return i;
      }
    }
    throw new AssertionError("not in the lock order: " + lock);
  }

  @Test
  void everyFunctionTakesItsLocksInTheOrderThatIsWrittenDown() {
    List<Set<String>> order = lockOrder();
    assertThat(order).hasSizeGreaterThan(7);
    int checked = 0;
    for (Path file : files(SQL, ".sql")) {
      String text = text(file).replaceAll("\n--", "");
      List<String> said = found(LOCK_ORDER, text);
      if (!said.isEmpty() && !said.getFirst().matches(".*\\b(as|carry)\\b.*")) {
        List<Integer> places =
            Stream.of(said.getFirst().split(",|:", -1))
                .map(part -> part.replaceAll("\\(.*?\\)|\\(|\\)", " ").strip().split(" ", 2)[0])
                .filter(word -> !word.matches("then|each|its|the|"))
                .map(word -> place(order, word))
                .toList();
        assertThat(places).as(file.getFileName().toString()).isSorted();
        checked++;
      }
    }
    assertThat(checked).isGreaterThan(7);
  }

  @Test
  void whoeverLocksTablesDoesSoInTheOrderThatIsWrittenDown() {
    List<Set<String>> order = lockOrder();
    String locks = text(SQL.resolve("rebase/helpers/lock_logs.sql"));
    List<Integer> places =
        found(Pattern.compile("LOCK TABLE ([^;]*?) IN "), locks).stream()
            .flatMap(list -> found(Pattern.compile("awa\\.(\\w+)"), list).stream())
            .map(table -> place(order, table))
            .toList();
    assertThat(places).hasSizeGreaterThan(10).isSorted();
    String logs = text(SQL.resolve("ring/helpers/relations_of.sql"));
    assertThat(
            found(Pattern.compile("'(\\w+)'"), logs.substring(logs.indexOf("unnest"))).stream()
                .map(log -> place(order, log))
                .toList())
        .hasSize(6)
        .isSorted();
  }

  // --- files ---

  /** All Markdown of the project. */
  private static List<Path> documents() {
    List<Path> documents = files(REPOSITORY, ".md");
    assertThat(documents).hasSizeGreaterThan(10);
    return documents;
  }

  private static List<Path> files(Path folder, String ending) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.toString().endsWith(ending))
          .filter(file ->
              !REPOSITORY.relativize(file).toString().matches("(.*/)?(target|node_modules)/.*"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A document without what it quotes. */
  private static String prose(Path document) {
    return text(document).replaceAll("(?s)```.*?```", "");
  }

  /** What stands between a heading and the next one of its kind. */
  private static String section(Path document, String heading) {
    String text = text(document);
    int begin = text.indexOf("\n## " + heading + "\n");
    assertThat(begin).as("%s has a section %s", document.getFileName(), heading).isNotNegative();
    int end = text.indexOf("\n## ", begin + 1);
    return text.substring(begin, end < 0 ? text.length() : end);
  }

  private static List<String> found(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(DocumentsTest::first).toList();
  }

  private static String first(MatchResult result) {
    return result.group(1);
  }
}
