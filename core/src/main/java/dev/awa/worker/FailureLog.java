package dev.awa.worker;

import dev.awa.RunningJob;
import dev.awa.engine.Ending;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Tells the log of attempts that failed: WARN when the job goes on, ERROR when it is a dead letter,
 * with what the handler has thrown. Of a kind that fails again and again it tells the first, and
 * then one in ten seconds (of dead letters a hundred), with how many it has withheld. Used by the
 * threads of attempts, since what was thrown is the application's. Throws nothing.
 */
final class FailureLog {
  private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
  private static final long INTERVAL_NANOS = Duration.ofSeconds(10).toNanos();
  private static final int WARNINGS = 1;
  private static final int ERRORS = 100;

  /** Kinds are few; whoever makes them up as he goes shares one account for the rest. */
  private static final int MOST_KINDS = 1000;

  private final Map<String, Account> accounts = new ConcurrentHashMap<>();

  /** What was told of one kind lately. */
  private static final class Account {
    private long sinceNanos = System.nanoTime();
    private int told;
    private long withheld;

    /** How many were withheld before this one; less than nothing when this one is, too. */
    synchronized long tell(int most) {
      long now = System.nanoTime();
      if (now - sinceNanos > INTERVAL_NANOS) {
        sinceNanos = now;
        told = 0;
      }
      if (told >= most) {
        withheld++;
        return -1;
      }
      told++;
      long before = withheld;
      withheld = 0;
      return before;
    }
  }

  /** An attempt has failed. */
  void failed(RunningJob job, Duration took, Ending ending, @Nullable Throwable thrown) {
    try {
      if (ending.next() instanceof Ending.Next.Failed failed) {
        long withheld = account("dead " + job.kind()).tell(ERRORS);
        if (withheld >= 0) {
          String what = words(job, took) + " for good (" + failed.reason() + ")";
          tell(Level.ERROR, what, ending, withheld, thrown);
        }
      } else {
        long withheld = account(job.kind()).tell(WARNINGS);
        if (withheld >= 0) {
          String what = words(job, took) + ", again in " + span(ending.delay());
          tell(Level.WARN, what, ending, withheld, thrown);
        }
      }
    } catch (Throwable e) {
      // the log fails: that is no reason for the attempt to
    }
  }

  private Account account(String kind) {
    boolean isKnown = accounts.size() < MOST_KINDS || accounts.containsKey(kind);
    return accounts.computeIfAbsent(isKnown ? kind : "", k -> new Account());
  }

  private static String words(RunningJob job, Duration took) {
    return String.format(
        Locale.ROOT,
        "job %d (%s, queue %s): attempt %d of %d failed after %d ms",
        job.id(),
        job.kind(),
        job.queue(),
        job.attempt(),
        job.maxAttempts(),
        took.toMillis());
  }

  private static String span(Duration time) {
    return time.toSeconds() < 10 ? time.toMillis() + " ms" : time.toSeconds() + " s";
  }

  private static void tell(
      Level level, String what, Ending ending, long withheld, @Nullable Throwable thrown) {
    try {
      LOG.atLevel(level).setCause(thrown).log(line(what, ending, withheld, thrown));
    } catch (Throwable e) {
      LOG.atLevel(level).log("{}: {}", what, ending.error()); // what was thrown can't be printed
    }
  }

  private static String line(
      String what, Ending ending, long withheld, @Nullable Throwable thrown) {
    String before = withheld == 0 ? "" : " (" + withheld + " like it were not told of before)";
    return thrown == null ? what + before + ": " + ending.error() : what + before;
  }
}
