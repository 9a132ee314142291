package dev.awa.worker;

import dev.awa.JobProgress;
import dev.awa.Limits;
import dev.awa.engine.PlainText;
import dev.awa.engine.Report;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What an attempt tells while it runs, and how much of that is stored. Progress and checkpoint are
 * one value each: the newest replaces the one before, and nobody waits. The heart asks for what is
 * new with each beat; the end of the attempt takes the rest.
 */
final class Telling {
  private static final int PRINTED_CHARACTERS = 2 * Limits.OUTPUT_BYTES;

  private final ReentrantLock lock = new ReentrantLock();
  private final LogTail log = new LogTail();
  private final StringBuilder printed = new StringBuilder(0);
  private volatile @Nullable JobProgress progress;
  private volatile Report.@Nullable Checkpoint checkpoint;
  private @Nullable JobProgress storedProgress;
  private Report.@Nullable Checkpoint storedCheckpoint;
  private int reports;

  void progress(JobProgress newest) {
    progress = newest;
  }

  void checkpoint(Report.Checkpoint newest) {
    checkpoint = newest;
  }

  /** The newest of this attempt; null when it has none. */
  Report.@Nullable Checkpoint checkpoint() {
    return checkpoint;
  }

  void log(String line) {
    lock.lock();
    try {
      log.add(line);
    } finally {
      lock.unlock();
    }
  }

  void print(String text) {
    lock.lock();
    try {
      printed.append(text);
      if (printed.length() > PRINTED_CHARACTERS) {
        printed.delete(0, printed.length() - PRINTED_CHARACTERS / 2);
      }
    } finally {
      lock.unlock();
    }
  }

  /** The end of what was printed; null when nothing was. */
  @Nullable String output() {
    lock.lock();
    try {
      return printed.isEmpty() ? null : PlainText.tail(printed.toString());
    } finally {
      lock.unlock();
    }
  }

  /** What is not stored yet; null when all is. Until {@link #stored} it is told again each time. */
  @Nullable Report news() {
    lock.lock();
    try {
      JobProgress newest = progress;
      Report.Checkpoint kept = checkpoint;
      boolean moved = newest != null && !newest.equals(storedProgress);
      boolean changed = kept != null && !kept.equals(storedCheckpoint);
      List<Report.Line> lines = log.news();
      return moved || changed || !lines.isEmpty()
          ? new Report(++reports, moved ? newest : null, changed ? kept : null, lines)
          : null;
    } finally {
      lock.unlock();
    }
  }

  /** A report is stored. */
  void stored(Report report) {
    lock.lock();
    try {
      if (report.progress() != null) {
        storedProgress = report.progress();
      }
      if (report.checkpoint() != null) {
        storedCheckpoint = report.checkpoint();
      }
      if (!report.lines().isEmpty()) {
        log.stored(report.lines().getLast().no());
      }
    } finally {
      lock.unlock();
    }
  }

  /** The last words: the newest progress and checkpoint, stored or not, and the rest of the log. */
  @Nullable Report last() {
    lock.lock();
    try {
      JobProgress newest = progress;
      Report.Checkpoint kept = checkpoint;
      List<Report.Line> lines = log.news();
      return newest == null && kept == null && lines.isEmpty()
          ? null
          : new Report(++reports, newest, kept, lines);
    } finally {
      lock.unlock();
    }
  }
}
