package dev.awa.client;

import dev.awa.AwaException;
import dev.awa.DuplicateJobException;
import dev.awa.Enqueued;
import dev.awa.InvalidJobException;
import dev.awa.Job;
import dev.awa.engine.Holding;
import dev.awa.engine.JobCheck;
import dev.awa.engine.NewJob;
import dev.awa.engine.ReadyLog;
import dev.awa.engine.Surrounding;
import dev.awa.engine.UniqueKeys;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;

/** Checks jobs and hands them to the ready log, chunk by chunk. */
final class Producer {
  private final ReadyLog readyLog;
  private final UniqueKeys uniqueKeys;
  private final JobCheck check;
  private final boolean silent;

  Producer(ReadyLog readyLog, UniqueKeys uniqueKeys, JobCheck check) {
    this(readyLog, uniqueKeys, check, false);
  }

  private Producer(ReadyLog readyLog, UniqueKeys uniqueKeys, JobCheck check, boolean silent) {
    this.readyLog = readyLog;
    this.uniqueKeys = uniqueKeys;
    this.check = check;
    this.silent = silent;
  }

  /** The same that notifies nobody. */
  Producer silent() {
    return new Producer(readyLog, uniqueKeys, check, true);
  }

  /** The same with another check. */
  Producer checking(JobCheck other) {
    return new Producer(readyLog, uniqueKeys, other, silent);
  }

  /** The job in the form the engine takes. */
  NewJob check(Job<?> job) {
    return check.check(job);
  }

  /** Appends jobs; all of them are checked before the first is written. */
  List<Enqueued> append(Connection tx, List<? extends Job<?>> jobs) throws SQLException {
    List<NewJob> checked = checked(jobs);
    if (checked.isEmpty()) {
      return List.of();
    }
    refuseReadOnly(tx);
    if (ReadyLog.endOfChunk(checked, 0) == checked.size()) {
      return silent ? appendSilently(tx, checked) : readyLog.append(tx, checked);
    }
    try (AllOrNothing undo = AllOrNothing.of(tx)) {
      hush(tx);
      List<Enqueued> answers =
          checked.stream().allMatch(job -> job.unique() == null)
              ? inChunks(tx, checked)
              : inChunks(tx, uniqueKeys.hold(tx, checked));
      undo.notNeeded();
      return answers;
    }
  }

  /** The server would refuse, too, and with that end the caller's transaction. */
  private static void refuseReadOnly(Connection tx) throws SQLException {
    if (Surrounding.isReadOnly(tx)) {
      throw new AwaException(
          "could not enqueue: the transaction is read-only. Nothing was done, and it goes on."
              + " Enqueue in a transaction that may write (in Spring one that is not readOnly, or"
              + " REQUIRES_NEW)");
    }
  }

  private List<Enqueued> appendSilently(Connection tx, List<NewJob> jobs) throws SQLException {
    try (AllOrNothing undo = AllOrNothing.ofTheLast(tx)) {
      hush(tx);
      List<Enqueued> answers = readyLog.append(tx, jobs);
      undo.notNeeded();
      return answers;
    }
  }

  private void hush(Connection tx) throws SQLException {
    if (silent) {
      readyLog.notifyNobody(tx);
    }
  }

  private List<Enqueued> inChunks(Connection tx, List<NewJob> jobs) throws SQLException {
    List<Enqueued> answers = new ArrayList<>(jobs.size());
    int end;
    for (int from = 0; from < jobs.size(); from = end) {
      end = ReadyLog.endOfChunk(jobs, from);
      answers.addAll(readyLog.append(tx, jobs.subList(from, end)));
    }
    return answers;
  }

  private List<Enqueued> inChunks(Connection tx, Holding jobs) throws SQLException {
    int end;
    for (int from = 0; from < jobs.size(); from = end) {
      end = jobs.endOfChunk(from);
      readyLog.append(tx, jobs, from, end);
    }
    return jobs.answers();
  }

  private List<NewJob> checked(List<? extends Job<?>> jobs) {
    List<NewJob> checked = new ArrayList<>(jobs.size());
    for (Job<?> job : jobs) {
      checked.add(checked(job, checked.size(), jobs.size() > 1));
    }
    return checked;
  }

  private NewJob checked(Job<?> job, long index, boolean inBatch) {
    try {
      return check.check(job);
    } catch (InvalidJobException e) {
      throw inBatch ? e.at(index) : e;
    }
  }

  /** Appends jobs by COPY, holding one chunk in memory; answers how many were enqueued. */
  long copy(Connection tx, Iterator<? extends Job<?>> jobs, Consumer<Enqueued> answers)
      throws SQLException {
    long read = 0;
    long enqueued = 0;
    refuseReadOnly(tx);
    try (AllOrNothing undo = AllOrNothing.of(tx)) {
      hush(tx);
      List<NewJob> chunk = new ArrayList<>();
      long bytes = 0;
      while (jobs.hasNext()) {
        NewJob job = checked(jobs.next(), read, true);
        if (!ReadyLog.hasRoom(chunk.size(), bytes, job)) {
          enqueued += copied(tx, chunk, read - chunk.size(), answers);
          chunk.clear();
          bytes = 0;
        }
        chunk.add(job);
        bytes += job.bytesAtMost();
        read++;
      }
      if (!chunk.isEmpty()) {
        enqueued += copied(tx, chunk, read - chunk.size(), answers);
      }
      undo.notNeeded();
    }
    return enqueued;
  }

  private long copied(Connection tx, List<NewJob> chunk, long from, Consumer<Enqueued> answers)
      throws SQLException {
    List<Enqueued> some = copy(tx, chunk, from);
    some.forEach(answers);
    return some.stream().filter(answer -> answer.verdict() == Enqueued.Verdict.ENQUEUED).count();
  }

  private List<Enqueued> copy(Connection tx, List<NewJob> chunk, long from) throws SQLException {
    try {
      return readyLog.copy(tx, chunk);
    } catch (DuplicateJobException e) {
      throw new DuplicateJobException((int) (from + e.index()), e.existingId());
    }
  }
}
