package dev.awa.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.JobFilter;
import dev.awa.JobPage;
import dev.awa.JobState;
import dev.awa.StoredJob;
import dev.awa.engine.Engine;
import dev.awa.engine.Queues;
import dev.awa.support.TestQueue;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Compares what can be seen of the engine with the model. */
final class Comparison {
  private final World world;
  private final Dice dice;
  private final Engine engine;
  private final Model model;
  private final Connection connection;
  private final Set<Long> purged = new HashSet<>();

  Comparison(World world) {
    this.world = world;
    dice = world.dice;
    engine = world.engine;
    model = world.model;
    connection = world.connection;
  }

  /** Everything that can be seen of the engine is what the model says. */
  void compare() throws SQLException {
    compareJobs();
    for (String name : World.QUEUES) {
      var stats = engine.queues().stats(connection, name);
      var expected = model.stats(name);
      assertThat(stats.toString().replaceAll("oldestReadyAt=[^,]*", ""))
          .as("CountsExact")
          .isEqualTo(expected.toString().replaceAll("oldestReadyAt=[^,]*", ""));
      assertThat(stats.oldestReadyAt() == null).isEqualTo(stats.available() == 0);
      compareRunning(name);
    }
    compareKeys();
    comparePoll();
  }

  private void compareJobs() throws SQLException {
    Map<Long, String> found = new TreeMap<>();
    String sql = "SELECT id, queue, state, priority, attempt, max_attempts, run_no FROM awa.jobs";
    try (PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        String text = "";
        for (int i = 2; i <= 7; i++) {
          text += " " + row.getString(i);
        }
        String before = found.put(row.getLong(1), text);
        assertThat(before).as("OneLiveRun: job %d is also%s", row.getLong(1), text).isNull();
      }
    }
    forgetWhatIsNotKept(found.keySet());
    Map<Long, String> expected = new TreeMap<>();
    model.jobs.values().forEach(job -> expected.put(job.id, text(job)));
    assertThat(found).as("NoLoss, OneLiveRun: the jobs and their states").isEqualTo(expected);
  }

  private static String text(Model.Job job) {
    int attempt = job.attempts + (job.state == JobState.RUNNING ? 1 : 0);
    return " %s %s %d %d %d %d"
        .formatted(job.queue, job.state.word(), job.priority, attempt, job.maxAttempts, job.lease);
  }

  /** Completed jobs are kept as long as their segments; what is gone never comes back. */
  private void forgetWhatIsNotKept(Set<Long> found) {
    List<Model.Job> gone =
        model.jobs.values().stream()
            .filter(job -> job.state == JobState.COMPLETED && !found.contains(job.id))
            .toList();
    assertThat(gone.isEmpty() || world.emptiedSome).as("NoLoss: completed jobs are kept").isTrue();
    for (Model.Job job : gone) {
      model.forget(job.id);
      purged.add(job.id);
    }
    assertThat(purged.stream().filter(found::contains)).as("what is gone comes back").isEmpty();
  }

  private void compareRunning(String queue) throws SQLException {
    Set<Long> expected = new TreeSet<>();
    for (Model.Job job : model.jobs.values()) {
      if (job.queue.equals(queue) && job.state == JobState.RUNNING) {
        expected.add(job.id);
      }
    }
    JobFilter filter = JobFilter.newest(1).withQueue(queue);
    assertThat(engine.jobs().running(connection, filter))
        .as("OpenKnown: the jobs that run")
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  private void compareKeys() throws SQLException {
    Set<String> keys = new TreeSet<>();
    model.holders.values().forEach(id -> keys.add(String.valueOf(id)));
    Set<String> uncommitted = new TreeSet<>();
    world.producers.forEach(
        producer -> producer.open.ids().forEach(id -> uncommitted.add("" + id)));
    keys.removeAll(uncommitted);
    assertThat(
            new TreeSet<>(TestQueue.texts(connection, "SELECT job_id::text FROM awa.unique_keys")))
        .as("who holds keys")
        .isEqualTo(keys);
  }

  private void comparePoll() throws SQLException {
    Set<String> expected = new TreeSet<>();
    for (Queues.Lane lane : world.lanes.values()) {
      if (!world.paused.contains(lane.queue()) && !model.next(lane.lane()).isEmpty()) {
        expected.add(lane.queue() + "/" + lane.stripe());
      }
    }
    Set<String> found = new TreeSet<>();
    engine
        .claimLog()
        .poll(connection, World.QUEUES)
        .forEach(stripe -> found.add(stripe.queue() + "/" + stripe.number()));
    assertThat(found).as("NoLoss: the stripes that have work").isEqualTo(expected);
  }

  /** Some jobs, page by page. */
  void listSome() throws SQLException {
    JobState state = dice.once(3) ? null : dice.any(List.of(JobState.values()));
    String name = dice.once(3) ? null : dice.any(World.QUEUES);
    JobFilter filter = JobFilter.newest(1 + dice.nextInt(9)).withState(state).withQueue(name);
    List<Long> listed = new ArrayList<>();
    JobPage page = engine.jobs().list(connection, filter);
    page.jobs().forEach(job -> listed.add(job.id()));
    while (page.older().isPresent()) {
      page = engine.jobs().list(connection, filter.withOlderThan(page.older().get()));
      page.jobs().forEach(job -> listed.add(job.id()));
    }
    assertThat(listed)
        .as("NoLoss, OneLiveRun: what is listed, %s", filter)
        .containsExactlyElementsOf(
            model.jobs.values().stream()
                .filter(job -> state == null || job.state == state)
                .filter(job -> name == null || job.queue.equals(name))
                .map(job -> job.id)
                .sorted(Comparator.reverseOrder())
                .toList());
  }

  /** One job, as it is found by its id. */
  void findSome() throws SQLException {
    for (Model.Job job : model.jobs.values()) {
      if (dice.once(10)) {
        Optional<StoredJob> found = engine.jobs().find(connection, job.id);
        assertThat(found.map(StoredJob::state)).as("%s", job).contains(job.state);
      }
    }
    List<String> otherwise =
        TestQueue.texts(
            connection,
            """
            SELECT to_jsonb(j)::text || ' found: ' || coalesce(to_jsonb(f)::text, 'nothing')
            FROM awa.jobs j
            LEFT JOIN LATERAL awa.find_job(j.id) AS f ON true
            WHERE j.id % 10 = 3 AND to_jsonb(j) IS DISTINCT FROM to_jsonb(f)
            """);
    assertThat(otherwise).as("jobs that are found otherwise than awa.jobs shows them").isEmpty();
  }
}
