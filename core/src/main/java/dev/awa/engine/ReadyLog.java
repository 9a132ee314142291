package dev.awa.engine;

import dev.awa.DuplicateJobException;
import dev.awa.Enqueued;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** The ready log: producers append jobs to it, with no lock and no counter, in any transaction. */
public final class ReadyLog {
  /** How many jobs one call takes at most. */
  public static final int CHUNK = 1000;

  /**
   * How many bytes the texts of one call may have, unless it is a single job. The driver and the
   * server hold a call several times over, and the server takes none of 1 GiB.
   */
  public static final int CHUNK_BYTES = 8 * 1024 * 1024;

  private final Sql append;
  private final Sql appendHeld;
  private final Sql appendOne;
  private final Sql appendReady;
  private final Sql reserve;
  private final Sql wake;
  private final Sql notifyNobody;
  private final Sql copy;
  private final Sql summarize;

  ReadyLog(String schema) {
    append = Sql.of(schema, "ready/append.sql");
    appendHeld = Sql.of(schema, "ready/append_held.sql");
    appendOne = Sql.of(schema, "ready/append_one.sql");
    appendReady = Sql.of(schema, "ready/append_ready.sql");
    reserve = Sql.of(schema, "ready/reserve.sql");
    wake = Sql.of(schema, "sleepers/wake.sql");
    notifyNobody = Sql.of(schema, "ready/notify_nobody.sql");
    copy = Sql.of(schema, "ready/copy.sql");
    summarize = Sql.of(schema, "ready/summarize.sql");
  }

  /** Where the chunk ends that begins at {@code from}; at the size of the list at the latest. */
  public static int endOfChunk(List<NewJob> jobs, int from) {
    int end = from;
    long bytes = 0;
    while (end < jobs.size() && hasRoom(end - from, bytes, jobs.get(end))) {
      bytes += jobs.get(end).bytesAtMost();
      end++;
    }
    return end;
  }

  /** Whether a chunk that has so many jobs, of so many bytes, takes another one. */
  public static boolean hasRoom(int jobs, long bytes, NewJob another) {
    return jobs == 0 || (jobs < CHUNK && bytes + another.bytesAtMost() <= CHUNK_BYTES);
  }

  /**
   * Appends a chunk of jobs in one statement: to the ready log, or to the deferred jobs when they
   * are due later. Duplicates are answered with the job that is there already, or replace that job.
   *
   * @return one answer for each job, in order
   * @throws DuplicateJobException when a duplicate's rule is to fail; nothing was written then and
   *     the transaction is as good as before
   */
  public List<Enqueued> append(Connection tx, List<NewJob> jobs) throws SQLException {
    if (jobs.stream().allMatch(NewJob::isPlain)) {
      return enqueued(jobs.size() == 1 ? appendOne(tx, jobs.getFirst()) : appendReady(tx, jobs));
    }
    List<Answer> answers =
        append.list(
            tx,
            row -> {
              Columns columns = new Columns(row);
              return new Answer(columns.integer(), columns.big(), columns.text());
            },
            columns(jobs).toArray());
    Answer first = answers.getFirst();
    if (first.verdict().equals("refused")) {
      throw new DuplicateJobException(first.ordinal() - 1, first.jobId());
    }
    return answers.stream()
        .map(answer -> new Enqueued(answer.jobId(), Enqueued.Verdict.of(answer.verdict())))
        .toList();
  }

  /**
   * Appends the jobs from {@code from} up to, but not including, {@code to} of a call whose unique
   * keys were taken for all of it; at most a chunk. What each job is answered, the holding tells.
   */
  public void append(Connection tx, Holding holding, int from, int to) throws SQLException {
    List<NewJob> jobs = holding.jobs.subList(from, to);
    List<Object> columns = columns(jobs);
    columns.add(Arrays.copyOfRange(holding.ids, from, to));
    columns.add(Arrays.copyOfRange(holding.keys, from, to));
    columns.add(Arrays.copyOfRange(holding.owners, from, to));
    Long[] replaced =
        appendHeld.one(tx, row -> (Long[]) row.getArray(1).getArray(), columns.toArray());
    holding.replaced.addAll(List.of(replaced));
  }

  private List<Long> appendOne(Connection tx, NewJob job) throws SQLException {
    return appendOne.list(
        tx,
        row -> row.getLong(1),
        job.queue(),
        job.priority(),
        job.orderingKey(),
        job.kind(),
        job.args(),
        job.ext(),
        job.maxAttempts());
  }

  private List<Long> appendReady(Connection tx, List<NewJob> jobs) throws SQLException {
    return appendReady.one(
        tx, row -> List.of((Long[]) row.getArray(1).getArray()), plainColumns(jobs).toArray());
  }

  /** Jobs that may be due later, or are unique, a list of each of their parts. */
  private static List<Object> columns(List<NewJob> jobs) {
    List<Object> columns = new ArrayList<>(plainColumns(jobs));
    columns.add(Columns.strings(jobs, job -> Columns.text(job.runAt())));
    columns.add(Columns.strings(jobs, job -> Columns.text(job.delayMicros())));
    columns.add(Columns.strings(jobs, NewJob::unique));
    return columns;
  }

  private static List<Object> plainColumns(List<NewJob> jobs) {
    return List.of(
        Columns.strings(jobs, NewJob::queue),
        Columns.shorts(jobs, NewJob::priority),
        Columns.strings(jobs, NewJob::orderingKey),
        Columns.strings(jobs, NewJob::kind),
        Columns.strings(jobs, NewJob::args),
        Columns.strings(jobs, NewJob::ext),
        Columns.shorts(jobs, NewJob::maxAttempts));
  }

  private static List<Enqueued> enqueued(List<Long> ids) {
    return ids.stream().map(id -> new Enqueued(id, Enqueued.Verdict.ENQUEUED)).toList();
  }

  private record Answer(int ordinal, long jobId, String verdict) {}

  /**
   * Appends a chunk of jobs by COPY. Jobs that COPY can't place (scheduled ones, unique ones) make
   * the chunk go through {@link #append} instead, so that the order of the chunk holds.
   *
   * @return one answer for each job, in order
   */
  public List<Enqueued> copy(Connection tx, List<NewJob> jobs) throws SQLException {
    if (!jobs.stream().allMatch(NewJob::isPlain)) {
      return append(tx, jobs);
    }
    Map<Place, Integer> places = new LinkedHashMap<>();
    int[] placeOf = new int[jobs.size()];
    for (int i = 0; i < placeOf.length; i++) {
      placeOf[i] = places.computeIfAbsent(Place.of(jobs.get(i)), place -> places.size());
    }
    Reserved reserved = reserve(tx, jobs.size(), List.copyOf(places.keySet()));
    CopyRows rows = new CopyRows();
    for (int i = 0; i < placeOf.length; i++) {
      rows.add(reserved.lanes().get(placeOf[i]), reserved.ids().get(i), jobs.get(i));
    }
    send(tx, reserved.slot(), rows);
    wake(tx, places.keySet().stream().map(Place::queue).distinct().toList());
    return enqueued(reserved.ids());
  }

  /** What a job's lane follows from. */
  private record Place(String queue, int priority, @Nullable String orderingKey) {
    static Place of(NewJob job) {
      return new Place(job.queue(), job.priority(), job.orderingKey());
    }
  }

  private record Reserved(int slot, List<Integer> lanes, List<Long> ids) {}

  private Reserved reserve(Connection tx, int n, List<Place> places) throws SQLException {
    return reserve.one(
        tx,
        row ->
            new Reserved(
                row.getInt("slot"),
                List.of((Integer[]) row.getArray("lanes").getArray()),
                List.of((Long[]) row.getArray("ids").getArray())),
        n,
        Columns.strings(places, Place::queue),
        Columns.shorts(places, Place::priority),
        Columns.strings(places, Place::orderingKey));
  }

  private void send(Connection tx, int slot, CopyRows rows) throws SQLException {
    CopyIn in =
        tx.unwrap(PGConnection.class)
            .getCopyAPI()
            .copyIn(copy.text().replace("ready_entries_%d", "ready_entries_" + slot));
    try {
      in.writeToCopy(rows.bytes(), 0, rows.finish());
      in.endCopy();
    } catch (Throwable e) {
      cancel(in, e);
      throw e;
    }
  }

  private static void cancel(CopyIn in, Throwable cause) {
    try {
      if (in.isActive()) {
        in.cancelCopy();
      }
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }

  /** Tells sleeping workers of these queues, when the transaction commits. */
  public void wake(Connection tx, List<String> queues) throws SQLException {
    wake.list(tx, row -> "", (Object) queues.toArray(String[]::new));
  }

  /** Nobody is told of what this transaction enqueues from here on. */
  public void notifyNobody(Connection tx) throws SQLException {
    notifyNobody.list(tx, row -> "");
  }

  /** Brings the index that finds jobs by id up to date. Answers how many block ranges were new. */
  public long summarize(Connection tx) throws SQLException {
    return summarize.one(tx, row -> row.getLong(1));
  }
}
