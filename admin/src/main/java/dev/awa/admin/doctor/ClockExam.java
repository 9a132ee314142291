package dev.awa.admin.doctor;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;

/** How far the clock of the server is from the clock here. */
final class ClockExam implements Exam {
  private static final Duration MUCH = Duration.ofSeconds(2);
  private static final int ROUNDS = 5;

  private final LongSupplier millis;

  ClockExam() {
    this(System::currentTimeMillis);
  }

  /** Goes by this clock, in milliseconds since 1970. */
  ClockExam(LongSupplier millis) {
    this.millis = millis;
  }

  @Override
  public String name() {
    return "clock";
  }

  @Override
  public String about() {
    return "how far the clock of the server is from the clock of this machine";
  }

  @Override
  public List<Finding> on(Patient patient) throws SQLException {
    double quickest = Double.MAX_VALUE;
    double skew = 0;
    for (int round = 0; round < ROUNDS; round++) {
      long began = millis.getAsLong();
      long begun = System.nanoTime();
      double there = patient.row("clock", row -> row.getDouble("seconds"));
      double took = (System.nanoTime() - begun) / 1e9;
      if (took < quickest) {
        quickest = took;
        skew = there - began / 1e3 - took / 2;
      }
    }
    if (Math.abs(skew) <= MUCH.toSeconds() + quickest) {
      return List.of();
    }
    return List.of(
        warning(
            "the clocks of server and client differ",
            String.format(
                Locale.ROOT,
                "the server is %.1f s %s this machine (the answer took %.0f ms)",
                Math.abs(skew),
                skew > 0 ? "ahead of" : "behind",
                quickest * 1000),
            "the queue goes by the server's clock: a time that an application computes by its own"
                + " (run_at) comes early or late by so much",
            "synchronise both by NTP; give delays instead of times"));
  }
}
