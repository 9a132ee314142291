package dev.awa.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.support.TestQueue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * A producer's transaction may be of any isolation level and its snapshot of yesterday. What its
 * statements read is written down in {@code producer-reads.txt}, with what an old answer would do:
 * whoever adds a read has to say that too.
 */
final class ProducerReadsTest {
  private static final Path SQL = Reached.SQL;
  private static final Path WRITTEN = Path.of("src/test/resources/producer-reads.txt");

  /** Statements of the families that producers use which no producer sends. */
  private static final Set<String> NOT_PRODUCING =
      Set.of(
          "ready/summarize.sql",
          "unique/holder.sql",
          "unique/let_go_generation.sql",
          "unique/let_go_periods.sql",
          "unique/let_go_strays.sql");

  private static final Pattern NAME = Pattern.compile("(?<!INTO )\\bawa\\.([a-z_0-9]+)\\b");

  @Test
  void everyReadOfAProducerIsWrittenDownWithWhatAnOldAnswerDoes() throws Exception {
    Map<String, String> written = new TreeMap<>();
    for (String line : Files.readAllLines(WRITTEN)) {
      if (!line.isBlank() && !line.startsWith("#")) {
        String[] words = line.split("\\s+", 5);
        assertThat(words).as(line).hasSize(5);
        assertThat(words[3]).as(line).isIn("past", "guarded", "harmless");
        assertThat(words[4]).as("why: %s", line).isNotBlank();
        written.put(words[0] + " reads " + words[1] + ", times", words[2]);
      }
    }
    assertThat(reads()).isEqualTo(written);
  }

  @Test
  void theFunctionsThatProducersCallAreFound() throws Exception {
    assertThat(called().keySet())
        .contains(
            "append",
            "append_one",
            "append_ready",
            "append_held",
            "append_deferred",
            "reserve",
            "enqueue",
            "hold_unique_key",
            "lane",
            "wake",
            "refuse_pruned",
            "note_states");
  }

  private Map<String, String> reads() throws IOException, SQLException {
    Set<String> relations =
        new TreeSet<>(
            TestQueue.create()
                .texts(
                    "SELECT relname FROM pg_class WHERE relnamespace = 'awa'::regnamespace"
                        + " AND relkind IN ('r', 'p', 'v', 'm', 'S')"));
    Map<String, Integer> times = new TreeMap<>();
    for (Map.Entry<String, String> one : called().entrySet()) {
      NAME.matcher(one.getValue())
          .results()
          .map(found -> found.group(1))
          .filter(relations::contains)
          .forEach(
              name -> times.merge(one.getKey() + " reads " + name + ", times", 1, Integer::sum));
    }
    Map<String, String> reads = new TreeMap<>();
    times.forEach((read, n) -> reads.put(read, n.toString()));
    return reads;
  }

  /** The statements that producers send and the functions that these call, with their text. */
  private static Map<String, String> called() throws IOException {
    List<String> roots = new ArrayList<>(List.of("enqueue", "enqueue_many", "sleepers/wake.sql"));
    for (String folder : List.of("ready", "unique")) {
      try (Stream<Path> files = Files.list(SQL.resolve(folder))) {
        files
            .map(file -> SQL.relativize(file).toString())
            .filter(file -> file.endsWith(".sql") && !NOT_PRODUCING.contains(file))
            .forEach(roots::add);
      }
    }
    return Reached.from(roots, false).texts();
  }
}
