package dev.awa.chaos.lab;

import dev.awa.worker.WorkerConfig;
import java.time.Duration;

/** The settings that a worker process can be started with, by name. */
final class Settings {
  /** As users have it. */
  static final String DEFAULTS = "defaults";

  /** With short times. */
  static final String QUICK = "quick";

  /** The same, and waits long for the database. */
  static final String PATIENT = "patient";

  /** Quick, and waits short for its handlers and the database when it is closed. */
  static final String HASTY = "hasty";

  /** With a lease of ten seconds. */
  static final String STEADY = "steady";

  /** Beats less often than quick ones may be silent. */
  static final String SLOW = "slow";

  /** Quick, in an application whose code throws and blocks wherever it is called. */
  static final String HOSTILE = "hostile";

  /** Steady, in a process with hardly any memory, of which handlers take all that there is. */
  static final String NARROW = "narrow";

  private Settings() {}

  /** How much memory the process may have, in megabytes. */
  static int megabytes(String which) {
    return which.equals(NARROW) ? 40 : 192;
  }

  static WorkerConfig of(String name, String which) {
    WorkerConfig defaults = WorkerConfig.defaults().withName(name);
    WorkerConfig quick =
        defaults
            .withPoll(Duration.ofMillis(50))
            .withIdlePoll(Duration.ofMillis(200))
            .withBeat(Duration.ofMillis(200))
            .withDeathGrace(Duration.ofMillis(500))
            .withLease(Duration.ofSeconds(3))
            .withGrace(Duration.ofSeconds(2))
            .withNetworkTimeout(Duration.ofSeconds(2));
    return switch (which) {
      case DEFAULTS -> defaults;
      case QUICK, HOSTILE -> quick;
      case PATIENT -> quick.withNetworkTimeout(Duration.ofMinutes(10));
      case HASTY ->
          quick
              .withGrace(Duration.ofSeconds(1))
              .withCancelGrace(Duration.ofSeconds(1))
              .withSendGrace(Duration.ofSeconds(1));
      case SLOW ->
          quick
              .withLease(Duration.ofSeconds(12))
              .withDeathGrace(Duration.ofSeconds(8))
              .withBeat(Duration.ofSeconds(4));
      case STEADY, NARROW ->
          defaults
              .withBeat(Duration.ofSeconds(1))
              .withDeathGrace(Duration.ofSeconds(2))
              .withLease(Duration.ofSeconds(10))
              .withGrace(Duration.ofSeconds(5))
              .withNetworkTimeout(Duration.ofSeconds(5));
      default -> throw new IllegalArgumentException("no such settings: " + which);
    };
  }
}
