package dev.awa.bench.harness;

import dev.awa.Job;
import java.util.ArrayList;
import java.util.List;

/**
 * The arguments of a job: when it was sent, in wall-clock microseconds, and what makes it as large
 * as asked for.
 */
record Ping(long sent, String pad) {
  static final String QUEUE = "bench";
  private static final String KIND = "ping";
  private static final int BARE = "{\"sent\":1234567890123456,\"pad\":\"\"}".length();

  static List<Job<Ping>> jobs(int count, int bytes) {
    String pad = "x".repeat(Math.max(0, bytes - BARE));
    long now = Meters.micros();
    List<Job<Ping>> jobs = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      jobs.add(Job.of(KIND, new Ping(now, pad)).withQueue(QUEUE));
    }
    return jobs;
  }
}
