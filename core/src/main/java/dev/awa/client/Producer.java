package dev.awa.client;

import dev.awa.DuplicateJobException;
import dev.awa.Enqueued;
import dev.awa.InvalidJobException;
import dev.awa.Job;
import dev.awa.engine.JobCheck;
import dev.awa.engine.NewJob;
import dev.awa.engine.ReadyLog;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;

/** Checks jobs and hands them to the ready log, chunk by chunk. */
final class Producer {
  private final ReadyLog readyLog;
  private final JobCheck check;

  Producer(ReadyLog readyLog, JobCheck check) {
    this.readyLog = readyLog;
    this.check = check;
  }

  /** The job in the form the engine takes. */
  NewJob check(Job<?> job) {
    return check.check(job);
  }

  /** Appends jobs; all of them are checked before the first is written. */
  List<Enqueued> append(Connection tx, List<? extends Job<?>> jobs) throws SQLException {
    List<NewJob> checked = checked(jobs);
    List<Enqueued> answers = new ArrayList<>(checked.size());
    try (Undo undo = Undo.of(tx, checked.size() > ReadyLog.CHUNK)) {
      for (int from = 0; from < checked.size(); from += ReadyLog.CHUNK) {
        List<NewJob> chunk = checked.subList(from, Math.min(checked.size(), from + ReadyLog.CHUNK));
        answers.addAll(append(tx, chunk, from));
      }
      undo.notNeeded();
    }
    return answers;
  }

  private List<Enqueued> append(Connection tx, List<NewJob> chunk, int from) throws SQLException {
    try {
      return readyLog.append(tx, chunk);
    } catch (DuplicateJobException e) {
      throw new DuplicateJobException(from + e.index(), e.existingId());
    }
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
    try (Undo undo = Undo.of(tx, true)) {
      List<NewJob> chunk = new ArrayList<>(ReadyLog.CHUNK);
      while (jobs.hasNext()) {
        chunk.add(checked(jobs.next(), read++, true));
        if (chunk.size() == ReadyLog.CHUNK) {
          enqueued += copied(tx, chunk, read - chunk.size(), answers);
          chunk.clear();
        }
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
    return some.stream().filter(answer -> !answer.duplicate()).count();
  }

  private List<Enqueued> copy(Connection tx, List<NewJob> chunk, long from) throws SQLException {
    try {
      return readyLog.copy(tx, chunk);
    } catch (DuplicateJobException e) {
      throw new DuplicateJobException((int) (from + e.index()), e.existingId());
    }
  }
}
