package dev.awa.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.engine.Footprints.Way;
import dev.awa.support.TestQueue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * What the model Writes says of who may update and delete what is so: each statement of the engine,
 * run in a life of jobs, writes to the tables that the model names and to no other, as PostgreSQL
 * counts it.
 */
final class WritesTest {
  private static final Path MODEL = Path.of("../correctness/models/Writes.tla");
  private static final Pattern MAY =
      Pattern.compile("(?m)^  S\\(\"(\\w+)\", \\{(.*)}, \\{(.*)}, \\{(.*)}, \\{(.*)}\\),?$");
  private static final Pattern READS = Pattern.compile("(?m)^  R\\(\"(\\w+)\", \\{(.*)}\\),?$");
  private static final List<Way> WRITES = List.of(Way.INSERT, Way.UPDATE, Way.DELETE, Way.TRUNCATE);

  /** Keeps everybody out, and begins the queue anew in another cluster. */
  private static final String REBASE = "rebase";

  private final TestQueue queue = TestQueue.create();
  private final Footprints footprints = footprints(queue);
  private final TestQueue watched = TestQueue.of(footprints.dataSource());

  private static Footprints footprints(TestQueue queue) {
    try {
      return new Footprints(queue.dataSource());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void everyStatementWritesWhatTheModelSaysAndReadsNoMoreForAJob() throws Exception {
    new EveryStatement(watched).live();
    Map<String, Map<Way, Set<String>>> may = may();
    assertThat(footprints.found().keySet()).containsAll(may.keySet());
    assertThat(footprints.found()).containsKey(REBASE);
    assertThat(notAllowed(may)).isEmpty();
    assertThat(notRead(reads())).isEmpty();
    assertThat(footprints.found().get("claim")).containsKey(Way.INSERT);
    assertThat(footprints.found().get("flush")).containsKeys(Way.INSERT, Way.DELETE);
    assertThat(footprints.found().get("beat")).containsKey(Way.UPDATE);
    assertThat(footprints.found().get("carry")).containsKey(Way.TRUNCATE);
    assertThat(footprints.found().get("copy")).containsKey(Way.INSERT);
  }

  /** So the test above can fail. */
  @Test
  void aClaimThatMarksItsLaneIsFound() throws Exception {
    queue.sql(
        "CREATE FUNCTION awa.mark() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN UPDATE awa.lanes SET"
            + " retired_at = NULL WHERE lane = NEW.lane; RETURN NEW; END'");
    queue.sql(
        "CREATE TRIGGER mark AFTER INSERT ON awa.claims FOR EACH ROW EXECUTE FUNCTION awa.mark()");
    queue.enqueue("q", 1);
    assertThat(watched.claim(queue.worker(), "q", 1).runs()).isEqualTo(1);
    assertThat(notAllowed(may())).containsExactly("claim: UPDATE lanes");
  }

  private List<String> notAllowed(Map<String, Map<Way, Set<String>>> may) {
    List<String> found = new ArrayList<>();
    footprints
        .found()
        .forEach((verb, ways) -> {
          for (Way way : WRITES) {
            Set<String> allowed = may.getOrDefault(verb, Map.of()).getOrDefault(way, Set.of());
            ways.getOrDefault(way, Set.of()).stream()
                .filter(table -> !verb.equals(REBASE) && !allowed.contains(table))
                .forEach(table -> found.add(verb + ": " + way + " " + table));
          }
        });
    return found;
  }

  private List<String> notRead(Map<String, Set<String>> reads) {
    List<String> found = new ArrayList<>();
    reads.forEach((verb, tables) ->
        Objects.requireNonNull(footprints.found().get(verb), verb)
            .getOrDefault(Way.READ, Set.of())
            .stream()
            .filter(table -> !tables.contains(table))
            .forEach(table -> found.add(verb + " reads " + table)));
    return found;
  }

  // --- the model ---

  private static Map<String, Map<Way, Set<String>>> may() throws IOException {
    Map<String, Map<Way, Set<String>>> may = new TreeMap<>();
    for (MatchResult line : lines(MAY)) {
      Map<Way, Set<String>> ways = new TreeMap<>();
      for (int i = 0; i < WRITES.size(); i++) {
        ways.put(WRITES.get(i), names(line.group(2 + i)));
      }
      assertThat(may.put(line.group(1), ways)).as(line.group(1)).isNull();
    }
    assertThat(may).hasSizeGreaterThan(40).containsKeys("claim", "flush", "prune");
    return may;
  }

  private static Map<String, Set<String>> reads() throws IOException {
    Map<String, Set<String>> reads =
        lines(READS).stream()
            .collect(Collectors.toMap(line -> line.group(1), line -> names(line.group(2))));
    assertThat(reads).containsKeys("append_one", "claim", "flush");
    return reads;
  }

  private static List<MatchResult> lines(Pattern pattern) throws IOException {
    return pattern.matcher(Files.readString(MODEL)).results().toList();
  }

  private static Set<String> names(String list) {
    return Pattern.compile("\\w+")
        .matcher(list)
        .results()
        .map(MatchResult::group)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
