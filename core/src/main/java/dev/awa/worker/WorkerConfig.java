package dev.awa.worker;

import dev.awa.Limits;
import dev.awa.engine.StorableText;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Settings of a worker process.
 *
 * @param name how people recognise the worker; default pid@host
 * @param poll how often it looks for work when notifications can't be heard; default 200 ms. Too
 *     short costs CPU, too long delays jobs behind a transaction pooler
 * @param idlePoll how often the leading worker looks for work that nobody was notified of, for all
 *     of them; default 2 s. Less often while looking itself takes long (from some hundred queues
 *     on). It bounds the delay of a job whose transaction was open while the worker fell asleep. A
 *     worker that has been asleep for a minute also looks by itself as often, the less often the
 *     more of them sleep, after 60 s at most
 * @param beat how often it says that it lives; default 2 s
 * @param deathGrace how long the worker may be silent when its session lock is free before it is
 *     declared dead; default 5 s. Too short fences living workers off after a blip of the network,
 *     too long delays the rescue of a killed one
 * @param lease how long the worker may be silent before it is declared dead; default 30 s. This,
 *     {@code beat} and {@code deathGrace} are written down when it starts, and it is judged by
 *     them, whatever the settings of others
 * @param deadline how long an attempt may take of a job that says nothing of it, 1 ms to 7 days,
 *     from when its handler is called; default null, for ever. Too short fails good work, none lets
 *     a stuck handler keep its permit
 * @param grace how long handlers may go on after {@link Worker#close}; default 30 s
 * @param cancelGrace how long handlers may go on after they were cancelled; default 2 s. Then their
 *     runs are put back
 * @param sendGrace how long {@link Worker#close} waits for the database, each time that it has to:
 *     for a call to claim, for the endings of its runs, for its signing off; default 10 s. Too
 *     short runs jobs again that had ended, too long delays the end of the process during an outage
 * @param unknownKindDelay after how long a job comes back whose kind has no handler here; default
 *     10 s
 * @param networkTimeout how long a call to the database may take, on both ends: the server cancels
 *     it too; default 30 s. Too short breaks off good calls on a slow wire, too long delays what
 *     waits for a call that hangs
 * @param claimBytes how many bytes of arguments one claim takes at most; default 16 MiB. They must
 *     come through the wire within {@code networkTimeout}, and until they have nobody else claims
 *     from the same stripe
 */
public record WorkerConfig(
    String name,
    Duration poll,
    Duration idlePoll,
    Duration beat,
    Duration deathGrace,
    Duration lease,
    @Nullable Duration deadline,
    Duration grace,
    Duration cancelGrace,
    Duration sendGrace,
    Duration unknownKindDelay,
    Duration networkTimeout,
    long claimBytes) {

  /** The driver counts its milliseconds in an int. */
  private static final Duration LONGEST_NETWORK_TIMEOUT = Duration.ofDays(24);

  /**
   * Checks the settings. No time is longer than 3650 days, a network timeout than 24.
   *
   * @throws IllegalArgumentException when one is out of its range; it says which
   */
  public WorkerConfig {
    StorableText.requireName("worker name", name);
    requirePositive("poll", poll);
    requirePositive("idlePoll", idlePoll);
    requirePositive("beat", beat);
    requirePositive("deathGrace", deathGrace);
    if (lease.compareTo(beat.multipliedBy(3)) < 0
        || deathGrace.compareTo(beat.multipliedBy(2)) < 0) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "worker lease and deathGrace: must be at least 3 and 2 beats (%s), got %s and %s",
              beat,
              lease,
              deathGrace));
    }
    if (deadline != null
        && (deadline.compareTo(Limits.MIN_DEADLINE) < 0
            || deadline.compareTo(Limits.MAX_DEADLINE) > 0)) {
      throw new IllegalArgumentException(
          "worker deadline: must be 1 ms to 7 days, got " + deadline);
    }
    requireNotNegative("grace", grace);
    requireNotNegative("cancelGrace", cancelGrace);
    requireNotNegative("sendGrace", sendGrace);
    requirePositive("unknownKindDelay", unknownKindDelay);
    requirePositive("networkTimeout", networkTimeout);
    requireAtMost("networkTimeout", networkTimeout, LONGEST_NETWORK_TIMEOUT);
    requireAtMost("lease", lease, Limits.MAX_DELAY);
    if (claimBytes < 1) {
      throw new IllegalArgumentException(
          "worker claimBytes: must be at least 1, got " + claimBytes);
    }
  }

  /** The defaults of all settings, as they stand above. */
  public static WorkerConfig defaults() {
    return new WorkerConfig(
        ManagementFactory.getRuntimeMXBean().getName(),
        Duration.ofMillis(200),
        Duration.ofSeconds(2),
        Duration.ofSeconds(2),
        Duration.ofSeconds(5),
        Duration.ofSeconds(30),
        null,
        Duration.ofSeconds(30),
        Duration.ofSeconds(2),
        Duration.ofSeconds(10),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        16L * 1024 * 1024);
  }

  /** The same settings with another {@link #name}. */
  public WorkerConfig withName(String value) {
    return changed(draft -> draft.name = value);
  }

  /** The same settings with another {@link #poll}. */
  public WorkerConfig withPoll(Duration value) {
    return changed(draft -> draft.poll = value);
  }

  /** The same settings with another {@link #idlePoll}. */
  public WorkerConfig withIdlePoll(Duration value) {
    return changed(draft -> draft.idlePoll = value);
  }

  /** The same settings with another {@link #beat}. */
  public WorkerConfig withBeat(Duration value) {
    return changed(draft -> draft.beat = value);
  }

  /** The same settings with another {@link #deathGrace}. */
  public WorkerConfig withDeathGrace(Duration value) {
    return changed(draft -> draft.deathGrace = value);
  }

  /** The same settings with another {@link #lease}. */
  public WorkerConfig withLease(Duration value) {
    return changed(draft -> draft.lease = value);
  }

  /** The same settings with another {@link #deadline}. */
  public WorkerConfig withDeadline(@Nullable Duration value) {
    return changed(draft -> draft.deadline = value);
  }

  /** The same settings with another {@link #grace}. */
  public WorkerConfig withGrace(Duration value) {
    return changed(draft -> draft.grace = value);
  }

  /** The same settings with another {@link #cancelGrace}. */
  public WorkerConfig withCancelGrace(Duration value) {
    return changed(draft -> draft.cancelGrace = value);
  }

  /** The same settings with another {@link #sendGrace}. */
  public WorkerConfig withSendGrace(Duration value) {
    return changed(draft -> draft.sendGrace = value);
  }

  /** The same settings with another {@link #unknownKindDelay}. */
  public WorkerConfig withUnknownKindDelay(Duration value) {
    return changed(draft -> draft.unknownKindDelay = value);
  }

  /** The same settings with another {@link #networkTimeout}. */
  public WorkerConfig withNetworkTimeout(Duration value) {
    return changed(draft -> draft.networkTimeout = value);
  }

  /** The same settings with another {@link #claimBytes}. */
  public WorkerConfig withClaimBytes(long value) {
    return changed(draft -> draft.claimBytes = value);
  }

  private WorkerConfig changed(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.config();
  }

  private static void requirePositive(String what, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException("worker " + what + ": must be positive, got " + value);
    }
    requireAtMost(what, value, Limits.MAX_DELAY);
  }

  private static void requireAtMost(String what, Duration value, Duration longest) {
    if (value.compareTo(longest) > 0) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "worker %s: must be at most %d days, got %s",
              what,
              longest.toDays(),
              value));
    }
  }

  private static void requireNotNegative(String what, Duration value) {
    if (value.isNegative()) {
      throw new IllegalArgumentException("worker " + what + ": must not be negative, got " + value);
    }
    requireAtMost(what, value, Limits.MAX_DELAY);
  }

  /** Settings of which one is to become another. */
  private static final class Draft {
    private String name;
    private Duration poll;
    private Duration idlePoll;
    private Duration beat;
    private Duration deathGrace;
    private Duration lease;
    private @Nullable Duration deadline;
    private Duration grace;
    private Duration cancelGrace;
    private Duration sendGrace;
    private Duration unknownKindDelay;
    private Duration networkTimeout;
    private long claimBytes;

    Draft(WorkerConfig from) {
      name = from.name;
      poll = from.poll;
      idlePoll = from.idlePoll;
      beat = from.beat;
      deathGrace = from.deathGrace;
      lease = from.lease;
      deadline = from.deadline;
      grace = from.grace;
      cancelGrace = from.cancelGrace;
      sendGrace = from.sendGrace;
      unknownKindDelay = from.unknownKindDelay;
      networkTimeout = from.networkTimeout;
      claimBytes = from.claimBytes;
    }

    WorkerConfig config() {
      return new WorkerConfig(
          name,
          poll,
          idlePoll,
          beat,
          deathGrace,
          lease,
          deadline,
          grace,
          cancelGrace,
          sendGrace,
          unknownKindDelay,
          networkTimeout,
          claimBytes);
    }
  }
}
