package dev.awa.chaos.lab;

import dev.awa.AwaException;
import dev.awa.Enqueued;
import dev.awa.Job;
import dev.awa.Unique;
import dev.awa.chaos.ledger.Ledger;
import dev.awa.chaos.ledger.What;
import dev.awa.client.Awa;
import dev.awa.lab.Eventually;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Enqueues unique jobs in transactions of one isolation level until it is closed, alone and among
 * nine ordinary ones. There are few keys, so each is taken again and again; now and then the
 * transaction has read something, and its key is let go before it enqueues: its snapshot shows a
 * holder that has ended. What is aborted for others (serialization failure, deadlock) is tried
 * again, as an application does.
 */
public final class UniqueLoad implements AutoCloseable {
  /** All that hold a key were enqueued by one of these. */
  public static final class Told {
    private final Set<Long> taken = Collections.synchronizedSet(new HashSet<>());
    private final Set<Long> owners = Collections.synchronizedSet(new TreeSet<>());
    private final List<String> ended = Collections.synchronizedList(new ArrayList<>());
    private final List<String> misanswered = Collections.synchronizedList(new ArrayList<>());

    /** How many unique jobs were taken. */
    public int taken() {
      return taken.size();
    }

    /** How many jobs were named as owner of a key to somebody who was a duplicate. */
    public int owners() {
      return owners.size();
    }

    /** Those among them that nobody has enqueued. */
    public List<Long> ownersThatAreNoJob() {
      return owners.stream().filter(owner -> !taken.contains(owner)).toList();
    }

    /** Who was called a duplicate of a job that had ended before. */
    public List<String> duplicatesOfTheEnded() {
      return List.copyOf(ended);
    }

    /** Batches in which not every job had an answer of its own. */
    public List<String> misanswered() {
      return List.copyOf(misanswered);
    }
  }

  private static final int KEYS = 12;
  private static final int ORDINARY = 9;
  private static final int TRIES = 50;
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final Duration ENDED_WITHIN = Duration.ofSeconds(2);
  private static final Set<String> AGAIN = Set.of("40001", "40P01");

  private final DataSource dataSource;
  private final Awa awa;
  private final Ledger ledger;
  private final Promised promised;
  private final Told told;
  private final int isolation;
  private final Random random;
  private final Map<String, Long> holders = new HashMap<>();
  private final Thread thread;
  private volatile boolean closed;

  UniqueLoad(DataSource dataSource, Ledger ledger, Promised promised, Told told, int isolation) {
    this.dataSource = dataSource;
    this.awa = Awa.of(dataSource);
    this.ledger = ledger;
    this.promised = promised;
    this.told = told;
    this.isolation = isolation;
    this.random = new Random(isolation);
    this.thread = Thread.ofPlatform().name("unique-load-" + isolation).start(this::run);
  }

  private void run() {
    while (!closed) {
      String key = "key" + random.nextInt(KEYS);
      Attempt attempt = new Attempt(key, works(), random.nextBoolean());
      for (int i = 0; i < TRIES && !attempt.isOver(); i++) {
        attempt.run();
      }
      attempt.giveUp();
      Wait.pass(PAUSE);
    }
  }

  /** The first is unique. */
  private List<Work> works() {
    List<Work> works = new ArrayList<>();
    int ordinary = random.nextInt(3) == 0 ? ORDINARY : 0;
    for (int i = 0; i <= ordinary; i++) {
      works.add(Work.slow(Producer.newId(), random.nextInt(300)));
    }
    return works;
  }

  /** One transaction, however often it is tried. */
  private final class Attempt {
    private final String key;
    private final List<Work> works;
    private final boolean afterTheHolder;
    private final AtomicBoolean over = new AtomicBoolean();
    private long ended;

    Attempt(String key, List<Work> works, boolean afterTheHolder) {
      this.key = key;
      this.works = works;
      this.afterTheHolder = afterTheHolder;
      works.forEach(work -> ledger.produced(What.TRIED, work.id(), 0));
    }

    boolean isOver() {
      return over.get();
    }

    void giveUp() {
      if (over.compareAndSet(false, true)) {
        works.forEach(work -> ledger.produced(What.REFUSED, work.id(), 0));
      }
    }

    void run() {
      try (Connection tx = dataSource.getConnection()) {
        tx.setTransactionIsolation(isolation);
        tx.setAutoCommit(false);
        read(tx);
        if (afterTheHolder) {
          awaitEndOfHolder();
        }
        List<Enqueued> answers = awa.enqueueAll(tx, jobs());
        tx.commit();
        over.set(true);
        answered(answers);
      } catch (AwaException e) {
        refused(e, e.getCause() instanceof SQLException cause ? cause : null);
      } catch (SQLException e) {
        refused(e, e);
      }
    }

    /** The snapshot of the transaction, where it has one of its own, is taken now. */
    private void read(Connection tx) throws SQLException {
      try (Statement statement = tx.createStatement()) {
        statement.execute("SELECT count(*) FROM awa.unique_keys");
      }
    }

    private void awaitEndOfHolder() {
      long holder = holders.getOrDefault(key, 0L);
      if (holder == 0) {
        return;
      }
      try {
        Eventually.holds("the holder has ended", ENDED_WITHIN, () -> hasEnded(holder));
        ended = holder;
      } catch (IllegalStateException e) {
        ended = 0; // it takes longer: this is an ordinary duplicate then
      }
    }

    private boolean hasEnded(long holder) {
      return awa.jobs().find(holder).filter(job -> !job.state().isFinished()).isEmpty();
    }

    private List<Job<Work>> jobs() {
      List<Job<Work>> jobs = new ArrayList<>();
      works.forEach(work -> jobs.add(Producer.job(Lab.QUEUE, work)));
      jobs.set(0, jobs.getFirst().withUnique(Unique.byText(key)));
      return jobs;
    }

    private void answered(List<Enqueued> answers) {
      long own = answers.stream().map(Enqueued::id).distinct().count();
      if (answers.size() != works.size() || own != works.size()) {
        told.misanswered.add(works.getFirst().id() + ": " + answers);
      }
      for (int i = 0; i < works.size(); i++) {
        answered(works.get(i), answers.get(Math.min(i, answers.size() - 1)));
      }
    }

    private void answered(Work work, Enqueued answer) {
      if (answer.duplicate()) {
        ledger.produced(What.REFUSED, work.id(), 0);
        told.owners.add(answer.id());
        if (answer.id() == ended) {
          told.ended.add(work.id());
        }
      } else {
        ledger.produced(What.ACKED, work.id(), answer.id());
        promised.taken(work);
        if (work.equals(works.getFirst())) {
          told.taken.add(answer.id());
        }
      }
      if (work.equals(works.getFirst())) {
        holders.put(key, answer.id());
      }
    }

    private void refused(Exception e, @Nullable SQLException cause) {
      if (cause == null || !AGAIN.contains(String.valueOf(cause.getSQLState()))) {
        System.out.println("  a unique job was refused: " + e);
        giveUp();
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
