package dev.awa.worker;

import dev.awa.Limits;
import dev.awa.engine.StorableText;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Settings of a worker process. Immutable; begin with {@link #defaults} and change what needs it
 * with the {@code with...} methods. Each of these checks the settings as they are then: no time is
 * longer than 3650 days, a network timeout than 24, and an {@link IllegalArgumentException} says
 * what is out of its range.
 */
public final class WorkerConfig {
  /** The driver counts its milliseconds in an int. */
  private static final Duration LONGEST_NETWORK_TIMEOUT = Duration.ofDays(24);

  private final Fields is;

  private WorkerConfig(Fields fields) {
    fields.check();
    this.is = fields;
  }

  /** The defaults of all settings. */
  public static WorkerConfig defaults() {
    return new WorkerConfig(new Fields());
  }

  /** How people recognise the worker; default pid@host. */
  public String name() {
    return is.name;
  }

  /**
   * How often it looks for work when notifications can't be heard; default 200 ms. Too short costs
   * CPU, too long delays jobs behind a transaction pooler.
   */
  public Duration poll() {
    return is.poll;
  }

  /**
   * How often the leading worker looks, for all workers, for jobs that no worker was notified of;
   * default 2 s, more than zero. So this is the longest wait of a job whose transaction was open
   * while the worker fell asleep. With more than about 150 queues the leader looks less often,
   * because a look may take a hundredth of its time only.
   *
   * <p>A worker that has been asleep for a minute also looks by itself. It does so at this interval
   * while it sleeps alone, and less often the more workers sleep, but at least every 60 s.
   */
  public Duration idlePoll() {
    return is.idlePoll;
  }

  /** How often it says that it lives; default 2 s. */
  public Duration beat() {
    return is.beat;
  }

  /**
   * How long the worker may be silent when its session lock is free before it is declared dead;
   * default 5 s. Too short fences living workers off after a blip of the network, too long delays
   * the rescue of a killed one.
   */
  public Duration deathGrace() {
    return is.deathGrace;
  }

  /**
   * How long the worker may be silent before it is declared dead; default 30 s. This, {@code beat}
   * and {@code deathGrace} are written down when it starts, and it is judged by them, whatever the
   * settings of others.
   */
  public Duration lease() {
    return is.lease;
  }

  /**
   * How long an attempt may take of a job that says nothing of it, 1 ms to 7 days, from when its
   * handler is called; default null, for ever. Too short fails good work, none lets a stuck handler
   * keep its permit.
   */
  public @Nullable Duration deadline() {
    return is.deadline;
  }

  /** How long handlers may go on after {@link Worker#close}; default 30 s. */
  public Duration grace() {
    return is.grace;
  }

  /**
   * How long handlers may go on after they were cancelled; default 2 s. Then their runs are put
   * back.
   */
  public Duration cancelGrace() {
    return is.cancelGrace;
  }

  /**
   * How long {@link Worker#close} waits for the database, each time that it has to: for a call to
   * claim, for the endings of its runs, for its signing off; default 10 s. Too short runs jobs
   * again that had ended, too long delays the end of the process during an outage.
   */
  public Duration sendGrace() {
    return is.sendGrace;
  }

  /** After how long a job comes back whose kind has no handler here; default 10 s. */
  public Duration unknownKindDelay() {
    return is.unknownKindDelay;
  }

  /**
   * How long a call to the database may take, on both ends: the server cancels it too; default 30
   * s. Too short breaks off good calls on a slow wire, too long delays what waits for a call that
   * hangs.
   */
  public Duration networkTimeout() {
    return is.networkTimeout;
  }

  /**
   * How many bytes of arguments one claim takes at most; default 16 MiB. They must come through the
   * wire within {@code networkTimeout}, and until they have nobody else claims from the same
   * stripe.
   */
  public long claimBytes() {
    return is.claimBytes;
  }

  /**
   * Whether it measures how long its runs wait and its handlers take, and stores that every ten
   * seconds for {@link dev.awa.client.Stats}; default true. Without, these runs are missing there.
   */
  public boolean timings() {
    return is.timings;
  }

  /**
   * After how long a running handler's stack is written to the log of its attempt, and again each
   * time the handler has run twice as long; default 1 min, zero: never. {@code awa job show} and
   * the dashboard show where a job hangs, also after it has ended.
   */
  public Duration stackAfter() {
    return is.stackAfter;
  }

  /** The same settings with another {@link #name}. */
  public WorkerConfig withName(String value) {
    return with(fields -> fields.name = value);
  }

  /** The same settings with another {@link #poll}. */
  public WorkerConfig withPoll(Duration value) {
    return with(fields -> fields.poll = value);
  }

  /** The same settings with another {@link #idlePoll}. */
  public WorkerConfig withIdlePoll(Duration value) {
    return with(fields -> fields.idlePoll = value);
  }

  /** The same settings with another {@link #beat}. */
  public WorkerConfig withBeat(Duration value) {
    return with(fields -> fields.beat = value);
  }

  /** The same settings with another {@link #deathGrace}. */
  public WorkerConfig withDeathGrace(Duration value) {
    return with(fields -> fields.deathGrace = value);
  }

  /** The same settings with another {@link #lease}. */
  public WorkerConfig withLease(Duration value) {
    return with(fields -> fields.lease = value);
  }

  /** The same settings with another {@link #deadline}. */
  public WorkerConfig withDeadline(@Nullable Duration value) {
    return with(fields -> fields.deadline = value);
  }

  /** The same settings with another {@link #grace}. */
  public WorkerConfig withGrace(Duration value) {
    return with(fields -> fields.grace = value);
  }

  /** The same settings with another {@link #cancelGrace}. */
  public WorkerConfig withCancelGrace(Duration value) {
    return with(fields -> fields.cancelGrace = value);
  }

  /** The same settings with another {@link #sendGrace}. */
  public WorkerConfig withSendGrace(Duration value) {
    return with(fields -> fields.sendGrace = value);
  }

  /** The same settings with another {@link #unknownKindDelay}. */
  public WorkerConfig withUnknownKindDelay(Duration value) {
    return with(fields -> fields.unknownKindDelay = value);
  }

  /** The same settings with another {@link #networkTimeout}. */
  public WorkerConfig withNetworkTimeout(Duration value) {
    return with(fields -> fields.networkTimeout = value);
  }

  /** The same settings with another {@link #claimBytes}. */
  public WorkerConfig withClaimBytes(long value) {
    return with(fields -> fields.claimBytes = value);
  }

  /** The same settings with another {@link #timings}. */
  public WorkerConfig withTimings(boolean value) {
    return with(fields -> fields.timings = value);
  }

  /** The same settings with another {@link #stackAfter}. */
  public WorkerConfig withStackAfter(Duration value) {
    return with(fields -> fields.stackAfter = value);
  }

  private WorkerConfig with(Consumer<Fields> change) {
    Fields fields = is.copy();
    change.accept(fields);
    return new WorkerConfig(fields);
  }

  /** Whether all settings of both are equal. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof WorkerConfig config && is.all().equals(config.is.all());
  }

  @Override
  public int hashCode() {
    return is.all().hashCode();
  }

  @Override
  public String toString() {
    return "WorkerConfig" + is.all();
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

  /** Never changed once a worker has them; cloned, so that no field is forgotten. */
  private static final class Fields implements Cloneable {
    private String name = ManagementFactory.getRuntimeMXBean().getName();
    private Duration poll = Duration.ofMillis(200);
    private Duration idlePoll = Duration.ofSeconds(2);
    private Duration beat = Duration.ofSeconds(2);
    private Duration deathGrace = Duration.ofSeconds(5);
    private Duration lease = Duration.ofSeconds(30);
    private @Nullable Duration deadline;
    private Duration grace = Duration.ofSeconds(30);
    private Duration cancelGrace = Duration.ofSeconds(2);
    private Duration sendGrace = Duration.ofSeconds(10);
    private Duration unknownKindDelay = Duration.ofSeconds(10);
    private Duration networkTimeout = Duration.ofSeconds(30);
    private long claimBytes = 16L * 1024 * 1024;
    private boolean timings = true;
    private Duration stackAfter = Duration.ofMinutes(1);

    void check() {
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
      requireNotNegative("stackAfter", stackAfter);
      if (claimBytes < 1) {
        throw new IllegalArgumentException(
            "worker claimBytes: must be at least 1, got " + claimBytes);
      }
    }

    Fields copy() {
      try {
        return (Fields) clone();
      } catch (CloneNotSupportedException e) {
        throw new AssertionError(e);
      }
    }

    List<@Nullable Object> all() {
      return Arrays.asList(
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
          claimBytes,
          timings,
          stackAfter);
    }
  }
}
