package dev.awa.race;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.Job;
import dev.awa.Outcome;
import dev.awa.RawJson;
import dev.awa.client.Awa;
import dev.awa.lab.Eventually;
import dev.awa.support.TestQueue;
import dev.awa.worker.Backoff;
import dev.awa.worker.Worker;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * The number of stripes is changed, up and down: nothing is lost, nothing is claimed twice, and
 * jobs of one ordering key are claimed in order as far as they were enqueued under one number.
 */
final class SplitTest {
  private static final int PRODUCERS = 3;
  private static final int KEYS = 4;
  private static final int JOBS_A_NUMBER = 150 * Integer.getInteger("awa.stress", 1);
  private static final List<Integer> NUMBERS = List.of(4, 64, 2, 8, 1, 3, 64, 1);

  /** While the number changes: what is committed then is of no era. */
  private static final int BETWEEN = -1;

  private final long seed = Long.getLong("awa.seed", System.nanoTime());
  private final TestQueue queue = TestQueue.create();
  private final Awa awa = queue.awa();
  private final Map<Long, Integer> runs = new ConcurrentHashMap<>();
  private final AtomicInteger committed = new AtomicInteger();
  private volatile int era;
  private volatile boolean over;

  /** A job of an ordering key, and the era it was enqueued in from begin to commit. */
  private record Keyed(long id, String key, int era) {}

  /** Where a run was claimed. Claims of a lane have numbers that grow. */
  private record Place(int lane, int stripe, long claim, int ordinal) {
    boolean isBefore(Place other) {
      return claim < other.claim || (claim == other.claim && ordinal < other.ordinal);
    }
  }

  private Worker worker() throws SQLException {
    return Worker.of(queue.dataSource())
        .queue("q", 20)
        .handler(
            "test",
            RawJson.class,
            (args, context) -> {
              runs.merge(context.job().id(), 1, Integer::sum);
              return Outcome.complete();
            },
            Backoff.exponential())
        .start();
  }

  @Test
  void nothingIsLostOrTwiceAndAKeyKeepsItsOrderUnderOneNumber() throws Exception {
    System.out.println("seed: -Dawa.seed=" + seed);
    List<Keyed> jobs = new ArrayList<>();
    try (Worker one = worker();
        Worker other = worker();
        ExecutorService threads = Executors.newCachedThreadPool()) {
      List<Future<List<Keyed>>> producers = new ArrayList<>();
      for (int i = 0; i < PRODUCERS; i++) {
        int number = i;
        Callable<List<Keyed>> produce = () -> produce(number);
        producers.add(threads.submit(produce));
      }
      try {
        changeTheNumber(producers);
      } finally {
        over = true;
      }
      for (Future<List<Keyed>> producer : producers) {
        jobs.addAll(producer.get());
      }
      Eventually.holds(
          () -> (committed.get() - runs.size()) + " of " + committed + " never ran, seed " + seed,
          () -> runs.size() == committed.get());
      assertThat(one.isHearing() || other.isHearing()).isTrue();
    }
    assertThat(runs.values()).as("no job ran twice, seed %d", seed).containsOnly(1);
    assertThat(awa.queues().stats("q"))
        .satisfies(stats -> assertThat(stats.completed()).isEqualTo(committed.get()))
        .satisfies(stats -> assertThat(stats.available() + stats.running()).isZero());
    assertThat(queue.number("SELECT count(DISTINCT stripe) FROM awa.lanes"))
        .as("more than eight stripes were in use")
        .isGreaterThan(8);
    assertInOrder(jobs);
  }

  private void changeTheNumber(List<Future<List<Keyed>>> producers) {
    for (int number : NUMBERS) {
      int next = era + 1;
      era = BETWEEN;
      awa.queues().split("q", number, "jo");
      era = next;
      int upTo = committed.get() + JOBS_A_NUMBER;
      Eventually.holds(
          "producers go on",
          () -> committed.get() >= upTo || producers.stream().anyMatch(Future::isDone));
    }
  }

  /** One or a few jobs a transaction, of keys that only this producer uses, or of none. */
  private List<Keyed> produce(int producer) throws SQLException {
    Random random = new Random(seed + producer);
    List<Keyed> jobs = new ArrayList<>();
    try (Connection tx = queue.begin()) {
      while (!over) {
        int before = era;
        List<Keyed> some = new ArrayList<>();
        int count = 1 + random.nextInt(5);
        for (int i = 0; i < count; i++) {
          String key = producer + " " + random.nextInt(KEYS);
          Job<?> job = TestQueue.job("q", i);
          Job<?> keyed = i == 4 ? job : job.withOrderingKey(key);
          some.add(new Keyed(awa.enqueue(tx, keyed).id(), i == 4 ? "" : key, before));
        }
        tx.commit();
        int after = era;
        committed.addAndGet(count);
        for (Keyed job : some) {
          jobs.add(new Keyed(job.id(), job.key(), before == after ? before : BETWEEN));
        }
      }
    }
    return jobs;
  }

  private void assertInOrder(List<Keyed> jobs) throws SQLException {
    Map<Long, Place> places = places();
    Map<String, Integer> stripes = new HashMap<>();
    Map<String, Place> last = new HashMap<>();
    for (Keyed job : jobs) {
      if (job.era() != BETWEEN && !job.key().isEmpty()) {
        Place place = places.get(job.id());
        String stream = "key " + job.key() + " of era " + job.era();
        assertThat(stripes.computeIfAbsent(stream, any -> place.stripe()))
            .as("%s is in one stripe, seed %d", stream, seed)
            .isEqualTo(place.stripe());
        Place before = last.put(stream + " in lane " + place.lane(), place);
        assertThat(before == null || before.isBefore(place))
            .as("%s: %s was claimed before %s, seed %d", stream, before, place, seed)
            .isTrue();
      }
    }
    assertThat(stripes.size()).as("keys and eras").isGreaterThan(NUMBERS.size());
  }

  private Map<Long, Place> places() throws SQLException {
    Map<Long, Place> places = new HashMap<>();
    try (Connection connection = queue.connect();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT m.job_id, l.lane, l.stripe, c.claim_no, m.ord FROM awa.claims c"
                    + " JOIN awa.lanes l USING (lane)"
                    + " CROSS JOIN LATERAL unnest(c.members) WITH ORDINALITY AS m (job_id, ord)")) {
      while (row.next()) {
        Place place = new Place(row.getInt(2), row.getInt(3), row.getLong(4), row.getInt(5));
        assertThat(places.put(row.getLong(1), place)).as("claimed once").isNull();
      }
    }
    return places;
  }

  @Test
  void whatWaitsInStripesThatAreGoneIsClaimedByAWorkerThatKnewOne() throws Exception {
    try (Worker idle = worker()) {
      awa.enqueue(TestQueue.job("q", 0));
      Eventually.holds("the first job runs", () -> runs.size() == 1);
      awa.queues().pause("q", "test");
      awa.queues().split("q", 64, "jo");
      List<Job<?>> jobs = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        jobs.add(TestQueue.job("q", i).withOrderingKey("key " + i));
      }
      awa.enqueueAll(jobs);
      awa.queues().split("q", 1, "jo");
      queue.enqueue("q", 10);
      assertThat(queue.number("SELECT count(DISTINCT stripe) FROM awa.lanes")).isGreaterThan(32);
      awa.queues().resume("q", "test");
      Eventually.holds(() -> runs.size() + " of 211 ran", () -> runs.size() == 211);
      assertThat(idle.isHearing()).isTrue();
    }
    assertThat(runs.values()).containsOnly(1);
  }

  @Test
  void theNumberIsPartOfTheCallersTransaction() throws SQLException {
    try (Connection tx = queue.begin()) {
      TestQueue.sql(tx, "SELECT awa.split('q', 7)");
      tx.rollback();
    }
    assertThat(awa.queues().list()).isEmpty();
    awa.queues().pause("q", "test");
    awa.queues().split("q", 64, "jo");
    assertThat(awa.queues().list())
        .singleElement()
        .satisfies(one -> assertThat(one.stripes()).isEqualTo(64))
        .satisfies(one -> assertThat(one.paused()).isTrue());
  }
}
