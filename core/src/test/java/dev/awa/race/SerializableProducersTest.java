package dev.awa.race;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.Job;
import dev.awa.Unique;
import dev.awa.support.TestQueue;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * SERIALIZABLE producers that have nothing to do with each other don't fail because of each other:
 * to take a key nobody reads the keys, so the server sees no reader whom another one's key could
 * contradict.
 */
@Tag("every-postgres")
final class SerializableProducersTest {
  private final TestQueue queue = TestQueue.create();

  @BeforeEach
  void useTheQueueOnce() {
    queue.awa().enqueueAll(uniques(0, 10)); // few keys, that all lie on one page
  }

  private static List<Job<?>> uniques(int from, int to) {
    return IntStream.range(from, to)
        .<Job<?>>mapToObj(n -> TestQueue.job("q", n).withUnique(Unique.byArguments()))
        .toList();
  }

  private Connection begin() throws SQLException {
    Connection tx = queue.connect();
    tx.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
    tx.setAutoCommit(false);
    return tx;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 20, 1001})
  void allOfThemCommitInWhateverOrder(int jobs) throws SQLException {
    for (boolean firstCommitsFirst : List.of(true, false)) {
      int from = firstCommitsFirst ? 1_000_000 : 2_000_000;
      try (Connection first = begin();
          Connection second = begin();
          Connection third = begin()) {
        queue.awa().enqueueAll(first, uniques(from, from + jobs));
        queue.awa().enqueueAll(second, uniques(from + 10_000, from + 10_000 + jobs));
        queue.awa().enqueueAll(third, uniques(from + 20_000, from + 20_000 + jobs));
        queue.awa().enqueueAll(first, uniques(from + 30_000, from + 30_000 + jobs));
        (firstCommitsFirst ? first : third).commit();
        second.commit();
        (firstCommitsFirst ? third : first).commit();
      }
    }
  }

  @Test
  void whoTakesAKeyReadsNone() throws SQLException {
    try (Connection tx = begin()) {
      queue.awa().enqueueAll(tx, uniques(100, 120));
      assertThat(
              TestQueue.texts(
                  tx,
                  """
                  SELECT DISTINCT relation::regclass::text FROM pg_locks
                  WHERE mode = 'SIReadLock' AND pid = pg_backend_pid()
                  """))
          .doesNotContain("awa.unique_keys", "awa.unique_keys_pkey");
    }
  }
}
