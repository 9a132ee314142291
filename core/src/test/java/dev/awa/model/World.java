package dev.awa.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.engine.Engine;
import dev.awa.engine.Lead;
import dev.awa.engine.Queues;
import dev.awa.support.TestQueue;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What all have in common who take part in one life of a queue: the engine, the model, the dice.
 */
final class World implements AutoCloseable {
  static final List<String> QUEUES = List.of("plain", "striped", "brief");
  static final Duration LATER = Duration.ofHours(1);

  final Dice dice;
  final Story story = new Story();
  final Model model = new Model(Set.of("brief"));
  final Lead lead = new Lead(1, 1);
  final List<Producer> producers = new ArrayList<>();
  final List<ModelWorker> workers = new ArrayList<>();
  final Map<Integer, Queues.Lane> lanes = new HashMap<>();
  final Set<String> paused = new HashSet<>();

  /** The runs that were claimed, for nobody may claim one again. */
  final Set<String> claimed = new HashSet<>();

  final Engine engine;

  /** The newest claim without members of each lane. */
  private final Map<Integer, Long> passed = new HashMap<>();

  /** For calls of workers and leaders, in autocommit. */
  final Connection connection;

  /** The newest generation, as producers see it. */
  long headGeneration;

  /** Whether a segment was emptied, and with it what is not kept. */
  boolean emptiedSome;

  private final TestQueue queue = TestQueue.create();

  World(long seed) throws SQLException {
    dice = new Dice(seed);
    engine = queue.engine();
    queue.sql("UPDATE awa.storage_state SET rotate_after = '0', keep_history = '0'");
    queue.sql(
        "INSERT INTO awa.queues (name, stripes, aging, dead_letters) VALUES ('plain', 1, '0',"
            + " true), ('striped', 3, '0', true), ('brief', 1, '0', false)");
    connection = connect();
    engine.leadership().lead(connection, lead.workerId(), Duration.ofDays(1));
  }

  /** A connection on which the server's own dice fall as the seed says. */
  Connection connect() throws SQLException {
    Connection made = queue.connect();
    TestQueue.sql(made, "SET statement_timeout = '30s'"); // nobody waits for anybody
    TestQueue.texts(made, "SELECT setseed(" + dice.nextDouble() + ")::text");
    return made;
  }

  /** Does it in a transaction; answers that transaction's id, 0 when it wrote nothing. */
  long inTransaction(boolean commit, TestQueue.Action action) throws SQLException {
    connection.setAutoCommit(false);
    try {
      action.on(connection);
      return xid(connection);
    } finally {
      if (commit) {
        connection.commit();
      } else {
        connection.rollback();
      }
      connection.setAutoCommit(true);
    }
  }

  private static long xid(Connection tx) throws SQLException {
    return TestQueue.number(
        tx, "SELECT coalesce(pg_current_xact_id_if_assigned()::text::bigint, 0)");
  }

  /** Looks whether a cursor was moved past tombstones: by a claim without members. */
  void notePassed() throws SQLException {
    String sql =
        "SELECT lane, max(claim_no) AS claim_no FROM awa.claims WHERE members = '{}' GROUP BY lane";
    try (PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        Long before = passed.put(row.getInt(1), row.getLong(2));
        if (before == null || before < row.getLong(2)) {
          model.pass(row.getInt(1));
        }
      }
    }
  }

  /** The lane in which a job waits now, by its newest run or as a deferred one. */
  int laneOf(Model.Job job) throws SQLException {
    int lane =
        (int)
            TestQueue.number(
                connection,
                "SELECT lane FROM (SELECT lane, run_no FROM awa.ready_entries WHERE job_id = ?"
                    + " UNION ALL SELECT lane, run_no FROM awa.deferred_jobs WHERE job_id = ?) AS r"
                    + " ORDER BY run_no DESC LIMIT 1",
                job.id,
                job.id);
    if (!lanes.containsKey(lane)) {
      engine.queues().lanes(connection, QUEUES).forEach(one -> lanes.put(one.lane(), one));
    }
    assertThat(known(lanes, lane).queue()).isEqualTo(job.queue);
    assertThat(known(lanes, lane).priority()).isEqualTo(job.priority);
    return lane;
  }

  /** What the engine speaks of is known to the model. */
  static <K, V> V known(Map<K, V> all, K key) {
    V one = all.get(key);
    if (one == null) {
      throw new AssertionError("NoLoss, ClaimOnce: " + key + " is not among " + all.keySet());
    }
    return one;
  }

  @Override
  public void close() throws SQLException {
    for (Producer producer : producers) {
      producer.close();
    }
    connection.close();
  }
}
