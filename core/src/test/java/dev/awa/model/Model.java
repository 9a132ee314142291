package dev.awa.model;

import dev.awa.JobState;
import dev.awa.QueueStats;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the engine promises, without any of its means: no log, no snapshot, no segment. A job is in
 * one state, a lane gives its runs window by window, a key has one holder.
 */
final class Model {
  /** What a handler, a worker's death or somebody outside does to an open run. */
  enum End {
    COMPLETE,
    RETRY,
    EXPIRE,
    SNOOZE,
    RELEASE,
    CANCEL,
    FAIL,
    RESCUE
  }

  /** A job, as everybody sees it once it is committed. */
  static final class Job {
    final long id;
    final String args;
    String queue;
    int priority;
    int maxAttempts;
    final @Nullable String key;
    final Set<JobState> heldAfter;
    int lane;
    long xid;
    JobState state = JobState.AVAILABLE;
    int attempts;
    int lease = 1;

    /** Its place among the deferred jobs that are due; null while it is not due. */
    @Nullable Long due;

    /** The nonce of the claim that has it open; null when none has. */
    @Nullable Long claimedBy;

    boolean deadLetter;

    Job(long id, Wish wish) {
      this.id = id;
      args = wish.args();
      queue = wish.queue();
      priority = wish.priority();
      maxAttempts = wish.maxAttempts();
      key = wish.key();
      heldAfter = wish.heldAfter();
      state = wish.later() ? JobState.SCHEDULED : JobState.AVAILABLE;
    }

    boolean isDeferred() {
      return state == JobState.SCHEDULED || state == JobState.RETRYABLE;
    }

    @Override
    public String toString() {
      return id + " " + state.word() + " run " + lease + " of lane " + lane;
    }
  }

  /** What is asked for when a job is enqueued. */
  record Wish(
      String args,
      String queue,
      int priority,
      int maxAttempts,
      boolean later,
      @Nullable String key,
      Set<JobState> heldAfter,
      boolean orFail,
      @Nullable String orderingKey) {}

  /** A lane: what is left of its window, and what was committed since that was opened. */
  private static final class Lane {
    private static final Comparator<Job> PLACE =
        Comparator.<Job>comparingLong(job -> job.xid).thenComparingLong(job -> job.id);

    NavigableSet<Job> window = new TreeSet<>(PLACE);
    NavigableSet<Job> later = new TreeSet<>(PLACE);
    long taken;
  }

  /** A transaction that has not ended: its jobs exist for nobody else. */
  static final class Open {
    private final List<Job> jobs = new ArrayList<>();

    int size() {
      return jobs.size();
    }

    long first() {
      return jobs.getFirst().id;
    }

    List<Long> ids() {
      return jobs.stream().map(job -> job.id).toList();
    }

    boolean holds(String key) {
      return jobs.stream().anyMatch(job -> key.equals(job.key));
    }
  }

  final Map<Long, Job> jobs = new TreeMap<>();
  final Map<String, Long> holders = new HashMap<>();
  private final Map<Integer, Lane> lanes = new TreeMap<>();
  private final Map<String, Long> completed = new HashMap<>();
  private final Map<String, Long> letGoAt = new HashMap<>();
  private final Set<String> keepsNoDeadLetters;

  Model(Set<String> keepsNoDeadLetters) {
    this.keepsNoDeadLetters = keepsNoDeadLetters;
  }

  // --- producing ---

  void enqueue(Open open, Job job) {
    open.jobs.add(job);
    if (job.key != null) {
      holders.put(job.key, job.id);
    }
  }

  void commit(Open open) {
    for (Job job : open.jobs) {
      jobs.put(job.id, job);
      if (job.state == JobState.AVAILABLE) {
        lane(job.lane).later.add(job);
      }
    }
    open.jobs.clear();
  }

  /** Everything after the first {@code keep} jobs has never been. */
  void rollBack(Open open, int keep) {
    List<Job> gone = open.jobs.subList(keep, open.jobs.size());
    for (Job job : gone) {
      if (job.key != null) {
        holders.remove(job.key, job.id);
      }
    }
    gone.clear();
  }

  // --- claiming ---

  private Lane lane(int number) {
    return lanes.computeIfAbsent(number, n -> new Lane());
  }

  /** What a lane gives next: the rest of its window, or else a new window of all that is there. */
  List<Job> next(int lane) {
    Lane at = lane(lane);
    return List.copyOf(at.window.isEmpty() ? at.later : at.window);
  }

  Set<Integer> lanes() {
    return lanes.keySet();
  }

  long taken(int lane) {
    return lane(lane).taken;
  }

  /**
   * The cursor was moved past tombstones: where nothing is left of the window the next one is open.
   */
  void pass(int lane) {
    Lane at = lane(lane);
    if (at.window.isEmpty()) {
      at.window.addAll(at.later);
      at.later.clear();
    }
  }

  void claim(int lane, List<Job> taken, long nonce) {
    Lane at = lane(lane);
    if (at.window.isEmpty()) {
      at.window.addAll(at.later);
      at.later.clear();
    }
    for (Job job : taken) {
      at.window.remove(job);
      at.taken++;
      job.state = JobState.RUNNING;
      job.claimedBy = nonce;
    }
  }

  // --- ending ---

  /** Whether a run is open under a claim. */
  boolean isOpen(long id, int lease, long nonce) {
    Job job = jobs.get(id);
    return job != null
        && job.state == JobState.RUNNING
        && job.lease == lease
        && Objects.equals(job.claimedBy, nonce);
  }

  /**
   * Ends an open run.
   *
   * @param xid the transaction that does it, in which the next run is appended
   * @param generation the newest generation, with which a key that is held on is let go
   */
  void end(Job job, End end, boolean atOnce, long xid, long generation) {
    job.claimedBy = null;
    switch (end) {
      case COMPLETE -> {
        completed.merge(job.queue, 1L, Long::sum);
        finish(job, JobState.COMPLETED);
        if (job.key != null && job.heldAfter.contains(JobState.COMPLETED)) {
          letGoAt.put(job.key, generation);
        }
      }
      case RETRY, EXPIRE, RESCUE -> {
        boolean now = end == End.RESCUE ? job.attempts == 0 : atOnce;
        if (job.attempts + 1 >= job.maxAttempts) {
          die(job);
        } else {
          job.attempts++;
          again(job, JobState.RETRYABLE, now, xid);
        }
      }
      case SNOOZE, RELEASE -> again(job, JobState.SCHEDULED, atOnce, xid);
      case CANCEL -> finish(job, JobState.CANCELLED);
      case FAIL -> die(job);
    }
  }

  private void die(Job job) {
    job.deadLetter = !keepsNoDeadLetters.contains(job.queue);
    finish(job, JobState.FAILED);
  }

  private void finish(Job job, JobState state) {
    job.attempts++;
    job.state = state;
    letGo(job, state);
  }

  private void letGo(Job job, JobState state) {
    if (job.key != null && !job.heldAfter.contains(state)) {
      holders.remove(job.key, job.id);
    }
  }

  private void again(Job job, JobState state, boolean atOnce, long xid) {
    job.lease++;
    job.state = state;
    if (atOnce) {
      ready(job, xid);
    }
  }

  private void ready(Job job, long xid) {
    job.state = JobState.AVAILABLE;
    job.xid = xid;
    job.due = null;
    lane(job.lane).later.add(job);
  }

  /** Cancels a job that waits; its attempts are what they were. */
  void cancelWaiting(Job job) {
    lane(job.lane).window.remove(job);
    lane(job.lane).later.remove(job);
    job.due = null;
    job.state = JobState.CANCELLED;
    letGo(job, JobState.CANCELLED);
  }

  /** Runs a failed or cancelled job again, with all its attempts before it. */
  void retry(Job job, int lane, long xid) {
    if (job.key != null) {
      holders.put(job.key, job.id);
    }
    job.lane = lane;
    job.attempts = 0;
    job.deadLetter = false;
    again(job, JobState.AVAILABLE, true, xid);
  }

  // --- people ---

  /** Takes a waiting job out of the place in which it waits, to be put elsewhere. */
  void takeOut(Job job) {
    lane(job.lane).window.remove(job);
    lane(job.lane).later.remove(job);
  }

  /** A ready job that was taken out is another run, the last of a lane; or is put off. */
  void changed(Job job, int lane, boolean later, long xid) {
    job.lane = lane;
    again(job, later ? JobState.SCHEDULED : JobState.AVAILABLE, !later, xid);
  }

  /** A job that has ended is gone, with the key that it still holds. */
  void delete(Job job) {
    jobs.remove(job.id);
    if (job.key != null && holders.remove(job.key, job.id)) {
      letGoAt.remove(job.key);
    }
  }

  /** All that waits in a queue is gone; answers how many jobs. */
  long purgeQueue(String queue) {
    List<Job> gone =
        jobs.values().stream()
            .filter(job -> job.queue.equals(queue))
            .filter(job -> job.state == JobState.AVAILABLE || job.isDeferred())
            .toList();
    for (Job job : gone) {
      takeOut(job);
      delete(job);
    }
    return gone.size();
  }

  // --- time and maintenance ---

  /** The deferred jobs that are due, in the order in which they are promoted. */
  List<Job> due() {
    return jobs.values().stream()
        .filter(job -> job.isDeferred() && job.due != null)
        .sorted(Comparator.<Job>comparingLong(job -> job.due).thenComparingLong(job -> job.id))
        .toList();
  }

  void promote(Collection<Job> due, long xid) {
    due.forEach(job -> ready(job, xid));
  }

  /** A segment was emptied: keys that were held until then are let go. */
  void emptied(long generation) {
    letGoAt
        .entrySet()
        .removeIf(e -> {
          boolean over = e.getValue() <= generation;
          if (over) {
            holders.remove(e.getKey());
          }
          return over;
        });
  }

  /** Failed and cancelled jobs are gone, with the keys that they still hold. */
  long purge() {
    List<Job> gone =
        jobs.values().stream()
            .filter(job -> job.state == JobState.FAILED || job.state == JobState.CANCELLED)
            .toList();
    gone.forEach(this::delete);
    return gone.size();
  }

  /** A completed job whose history is not kept is gone. */
  void forget(long id) {
    jobs.remove(id);
  }

  // --- looking ---

  QueueStats stats(String queue) {
    Map<JobState, Long> counts = new HashMap<>();
    long deadLetters = 0;
    for (Job job : jobs.values()) {
      if (job.queue.equals(queue)) {
        counts.merge(job.state, 1L, Long::sum);
        deadLetters += job.deadLetter ? 1 : 0;
      }
    }
    return new QueueStats(
        queue,
        counts.getOrDefault(JobState.AVAILABLE, 0L),
        null,
        counts.getOrDefault(JobState.RUNNING, 0L),
        counts.getOrDefault(JobState.SCHEDULED, 0L),
        counts.getOrDefault(JobState.RETRYABLE, 0L),
        completed.getOrDefault(queue, 0L),
        counts.getOrDefault(JobState.FAILED, 0L),
        counts.getOrDefault(JobState.CANCELLED, 0L),
        deadLetters);
  }
}
