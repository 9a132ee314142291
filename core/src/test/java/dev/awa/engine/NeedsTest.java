package dev.awa.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.Duty;
import dev.awa.engine.Needs.Right;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Each statement, view and function says in the last line of its head which duties need it. What
 * statements say is decided; what functions say follows from who calls them, and is held to that.
 */
final class NeedsTest {
  private static final Path LIST = Reached.SQL.resolve("rights/functions.txt");
  private static final Pattern HEAD =
      Pattern.compile("(?m)\\A(?:--.*\\n)*?-- For: ([a-z, ]+)\\.\\n(?!--)");

  /** All but the migrator, who owns what is granted. */
  private static final List<Duty> GRANTED =
      List.of(Duty.PRODUCER, Duty.READER, Duty.OPERATOR, Duty.WORKER);

  /** Called by people, and by no statement of a client, for what these duties do. */
  private static final Map<String, Set<Duty>> BY_PEOPLE =
      Map.of(
          "enqueue", Set.of(Duty.PRODUCER, Duty.OPERATOR, Duty.WORKER),
          "enqueue_many", Set.of(Duty.PRODUCER, Duty.OPERATOR, Duty.WORKER),
          "retry", Set.of(Duty.OPERATOR),
          "purge", Set.of(Duty.OPERATOR),
          "move_to_dead_letters", Set.of(Duty.OPERATOR),
          "percentile", Set.of(Duty.READER, Duty.OPERATOR, Duty.WORKER),
          "schema_version", Set.of(Duty.READER, Duty.OPERATOR, Duty.WORKER));

  /** Looked at by people, though no statement of a client reads it or all of it. */
  private static final Set<String> FOR_PEOPLE =
      Set.of("schema_history", "members", "sleepers", "lanes_lane_seq", "timings_by_bucket");

  /** The duties in the order in which a head names them; the migrator alone, where no other is. */
  static List<Duty> said(String file) throws IOException {
    Matcher head = HEAD.matcher(Files.readString(Reached.SQL.resolve(file)));
    assertThat(head.find()).as("%s says in the last line of its head: -- For: ...", file).isTrue();
    List<Duty> duties =
        Stream.of(head.group(1).split(", ", -1))
            .map(word -> Duty.valueOf(word.toUpperCase(Locale.ROOT)))
            .toList();
    assertThat(duties).as(file).isSorted().doesNotHaveDuplicates();
    assertThat(duties.size() == 1 || !duties.contains(Duty.MIGRATOR)).as(file).isTrue();
    return duties;
  }

  private static Set<String> files() throws IOException {
    Set<String> files = SqlFilesTest.statements();
    Installed.files().stream().filter(file -> file.startsWith("views/")).forEach(files::add);
    return files;
  }

  /** What a role of the duty comes to, with its own rights. */
  private static Reached reached(Duty duty) throws IOException {
    List<String> roots = new ArrayList<>();
    BY_PEOPLE.forEach((function, duties) -> {
      if (duties.contains(duty)) {
        roots.add(function);
      }
    });
    for (String file : files()) {
      if (said(file).contains(duty)) {
        roots.add(file);
      }
    }
    return Reached.from(roots, true);
  }

  @Test
  void aFunctionIsForThoseWhoComeToItAndForNobodyElse() throws IOException {
    Map<String, List<Duty>> expected = new TreeMap<>();
    Map<String, List<Duty>> found = new TreeMap<>();
    for (String file : SqlFilesTest.functions().values()) {
      expected.put(file, new ArrayList<>());
      found.put(file, said(file));
    }
    for (Duty duty : GRANTED) {
      for (String function : reached(duty).called()) {
        expected.merge(
            SqlFilesTest.functions().getOrDefault(function, function),
            List.of(duty),
            NeedsTest::both);
      }
    }
    expected.replaceAll((file, duties) -> duties.isEmpty() ? List.of(Duty.MIGRATOR) : duties);
    assertThat(found).hasSizeGreaterThan(400).isEqualTo(expected);
  }

  private static List<Duty> both(List<Duty> some, List<Duty> others) {
    return Stream.concat(some.stream(), others.stream()).toList();
  }

  @Test
  void theListSaysWhatTheHeadsSay() throws IOException {
    Map<String, List<String>> byDuties = new TreeMap<>();
    for (Map.Entry<String, String> function : SqlFilesTest.functions().entrySet()) {
      List<Duty> duties = said(function.getValue());
      if (!duties.contains(Duty.MIGRATOR)) {
        byDuties
            .computeIfAbsent(
                duties.stream().map(Duty::toString).collect(Collectors.joining(", ")),
                some -> new ArrayList<>())
            .add(function.getKey());
      }
    }
    StringBuilder text =
        new StringBuilder(
            """
            # Which duties need EXECUTE on which functions: what the heads of their files say (-- For: ...).
            # Written by NeedsTest with -Dawa.page.update=true. Nobody needs it of a function that is not here.
            """);
    byDuties.forEach((duties, names) -> text.append(wrapped(duties + ":", names)));
    if (Boolean.getBoolean("awa.page.update")) {
      Files.writeString(LIST, text);
    }
    assertThat(LIST).as("write it anew with -Dawa.page.update=true").hasContent(text.toString());
  }

  private static String wrapped(String begin, Collection<String> words) {
    StringBuilder text = new StringBuilder();
    StringBuilder line = new StringBuilder(begin);
    for (String word : words) {
      if (line.length() + 1 + word.length() > 100) {
        text.append(line).append('\n');
        line = new StringBuilder(" ");
      }
      line.append(' ').append(word);
    }
    return text.append(line).append('\n').toString();
  }

  /** Whether a role lacks one of a table, EachDutyLivesTest finds out on a server. */
  @Test
  void noRightIsGrantedThatNoTextUses() throws IOException {
    Set<String> unused = new TreeSet<>();
    for (Duty duty : GRANTED) {
      Collection<String> texts = reached(duty).texts().values();
      for (Right right : Needs.of(duty)) {
        boolean isTable = right.kind().equals("TABLE") || right.kind().equals("SEQUENCE");
        if (isTable && texts.stream().noneMatch(text -> uses(text, right))) {
          unused.add(duty + ": " + right);
        }
      }
    }
    assertThat(unused).isEmpty();
  }

  private static boolean uses(String text, Right right) {
    String table = right.name().replaceFirst("_\\d+$", "");
    boolean isSlot = !table.equals(right.name());
    if (right.privilege().equals("SELECT") && FOR_PEOPLE.contains(table)) {
      return true;
    }
    String named = "\\bawa\\." + table + "\\b";
    String how =
        switch (right.privilege()) {
          case "INSERT" ->
              isSlot
                  ? "LOCK TABLE ONLY %s IN ROW EXCLUSIVE|awa\\.partition_of\\('ready_entries'"
                  : "INSERT INTO " + named;
          case "UPDATE" ->
              right.kind().equals("SEQUENCE")
                  ? "setval\\('awa\\." + table
                  : "UPDATE "
                      + named
                      + "|INTO "
                      + named
                      + "[^;]*DO UPDATE|"
                      + named
                      + "[^;]*FOR (UPDATE|SHARE)";
          case "DELETE" -> "DELETE FROM (ONLY )?" + named;
          case "TRUNCATE" ->
              isSlot
                  ? "(?s)'" + table + "'.*EXECUTE 'TRUNCATE |TRUNCATE awa\\.%I', '" + table + "_'"
                  : "TRUNCATE [^;]*" + named;
          case "USAGE" -> "nextval\\('awa\\." + table;
          default -> named;
        };
    return Pattern.compile(how).matcher(text).find();
  }
}
