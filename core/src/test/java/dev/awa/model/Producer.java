package dev.awa.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.DuplicateJobException;
import dev.awa.Enqueued;
import dev.awa.engine.Engine;
import dev.awa.engine.NewJob;
import dev.awa.engine.Queues;
import dev.awa.engine.Ring;
import dev.awa.model.Model.Wish;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Somebody with one transaction after the other, each open for a while. */
final class Producer implements AutoCloseable {
  /** What it has enqueued and not committed. */
  final Model.Open open = new Model.Open();

  private final World world;
  private final Dice dice;
  private final Story story;
  private final Engine engine;
  private final Model model;
  private final Wishes wishes;
  private final int number;
  private final Connection connection;
  private final Deque<Savepoint> savepoints = new ArrayDeque<>();
  private final Deque<Integer> marks = new ArrayDeque<>();
  private final Set<String> touched = new HashSet<>();
  private boolean old;

  Producer(World world, Wishes wishes, int number) throws SQLException {
    this.world = world;
    this.wishes = wishes;
    dice = world.dice;
    story = world.story;
    engine = world.engine;
    model = world.model;
    connection = world.connect();
    this.number = number;
    connection.setAutoCommit(false);
  }

  void step() throws SQLException {
    int roll = dice.nextInt(100);
    if (roll < 50) {
      enqueue();
    } else if (roll < 58) {
      mark();
    } else if (roll < 65) {
      backToMark();
    } else if (roll < 93) {
      commit();
    } else {
      rollBack();
    }
  }

  private void mark() throws SQLException {
    story.tell("savepoint of producer " + number);
    savepoints.push(connection.setSavepoint());
    marks.push(open.size());
  }

  private void backToMark() throws SQLException {
    if (!savepoints.isEmpty()) {
      story.tell("rollback-to-savepoint of producer " + number + " to " + marks.peek());
      connection.rollback(savepoints.pop());
      model.rollBack(open, marks.pop());
    }
  }

  void commit() throws SQLException {
    story.tell("commit of producer " + number + ": " + open.size() + " jobs");
    connection.commit();
    model.commit(open);
    begin();
  }

  private void rollBack() throws SQLException {
    story.tell("rollback of producer " + number + ": " + open.size() + " jobs");
    connection.rollback();
    model.rollBack(open, 0);
    begin();
  }

  private void begin() throws SQLException {
    savepoints.clear();
    marks.clear();
    touched.clear();
    old = dice.once(5);
    connection.setTransactionIsolation(
        old ? Connection.TRANSACTION_REPEATABLE_READ : Connection.TRANSACTION_READ_COMMITTED);
  }

  private void enqueue() throws SQLException {
    List<Wish> asked = new ArrayList<>();
    int n = dice.once(8) ? 1 + dice.nextInt(40) : 1 + dice.nextInt(4);
    for (int i = 0; i < n; i++) {
      asked.add(wishes.any(this));
    }
    story.tell("enqueue of producer " + number + ": " + n);
    List<NewJob> jobs = asked.stream().map(Wishes::newJob).toList();
    int refused = wishes.refused(asked);
    List<Enqueued> answers;
    try {
      answers = call(jobs);
    } catch (DuplicateJobException e) {
      assertThat(e.index()).as("the job that was refused").isEqualTo(refused);
      // the call has taken the other keys and given them back: others see that at the commit
      asked.stream().map(Wish::key).filter(Objects::nonNull).forEach(touched::add);
      return;
    }
    assertThat(refused).as("a duplicate that should have been refused").isEqualTo(-1);
    accept(asked, answers);
  }

  private List<Enqueued> call(List<NewJob> jobs) throws SQLException {
    return dice.once(2)
        ? engine.readyLog().append(connection, jobs)
        : engine.readyLog().copy(connection, jobs);
  }

  private void accept(List<Wish> asked, List<Enqueued> answers) throws SQLException {
    Map<Long, Model.Job> added = new HashMap<>();
    for (int i = 0; i < answers.size(); i++) {
      Wish wish = asked.get(i);
      Long holder = wish.key() == null ? null : model.holders.get(wish.key());
      Enqueued answer = answers.get(i);
      assertThat(answer.duplicate()).as("duplicate of %s", holder).isEqualTo(holder != null);
      if (holder != null) {
        assertThat(answer.id()).as("who holds %s", wish.key()).isEqualTo(holder);
      } else {
        Model.Job job = new Model.Job(answer.id(), wish);
        model.enqueue(open, job);
        added.put(job.id, job);
      }
    }
    place(added, asked);
  }

  /** Where the engine put the jobs: the lane and the transaction are its own choice. */
  private void place(Map<Long, Model.Job> added, List<Wish> asked) throws SQLException {
    String sql =
        """
        SELECT job_id, lane, xid::text::bigint FROM awa.ready_entries_%d WHERE job_id = ANY (?)
        UNION ALL
        SELECT job_id, lane, 0 FROM awa.deferred_jobs WHERE job_id = ANY (?)
        """
            .formatted(world.headGeneration % Ring.SLOTS); // a look at all would hold up prunes
    Long[] ids = added.keySet().toArray(Long[]::new);
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setArray(1, connection.createArrayOf("int8", ids));
      statement.setArray(2, connection.createArrayOf("int8", ids));
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          Model.Job job = World.known(added, row.getLong(1));
          assertThat(row.getLong(3) == 0).as("%s is deferred", job).isEqualTo(job.isDeferred());
          job.lane = row.getInt(2);
          job.xid = row.getLong(3);
        }
      }
    }
    for (Model.Job job : added.values()) {
      checkLane(job, asked);
    }
  }

  private void checkLane(Model.Job job, List<Wish> asked) throws SQLException {
    if (!world.lanes.containsKey(job.lane)) {
      engine
          .queues()
          .lanes(connection, World.QUEUES)
          .forEach(lane -> world.lanes.put(lane.lane(), lane));
    }
    Queues.Lane lane = World.known(world.lanes, job.lane);
    assertThat(lane.queue()).isEqualTo(job.queue);
    assertThat(lane.priority()).isEqualTo(job.priority);
    for (Wish wish : asked) {
      if (wish.args().equals(job.args) && wish.orderingKey() != null) {
        int stripe =
            wishes.stripesOfKeys.computeIfAbsent(
                job.queue + "/" + wish.orderingKey(), key -> lane.stripe());
        assertThat(lane.stripe()).as("jobs of one key share a stripe").isEqualTo(stripe);
      }
    }
  }

  /** Whether a key is taken in the transaction, so that others wait for its end. */
  boolean hasTaken(String key) {
    return open.holds(key) || touched.contains(key);
  }

  /** Whether its transaction sees the database as it was when it began. */
  boolean isOld() {
    return old;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
