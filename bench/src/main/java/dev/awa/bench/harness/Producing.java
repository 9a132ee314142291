package dev.awa.bench.harness;

import dev.awa.AwaException;
import dev.awa.client.Awa;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Enqueues as the harness asks: when told on stdin, at a rate, or up to a depth. */
final class Producing {
  private static final long REST_MILLIS = 200;
  private static final String ENQUEUE = "ENQUEUE ";

  private final Settings settings;
  private final Awa awa;
  private final Meters meters;
  private final Depth depth;
  private volatile double rate;

  Producing(Settings settings, Awa awa, Meters meters, Depth depth) {
    this.settings = settings;
    this.awa = awa;
    this.meters = meters;
    this.depth = depth;
    rate = settings.rate();
  }

  double targetRate() {
    return rate;
  }

  /** Does what each line asks for, until there are no more. */
  void follow(BufferedReader commands) throws IOException, InterruptedException {
    String line = commands.readLine();
    while (line != null) {
      if (line.startsWith(ENQUEUE)) {
        enqueue(Integer.parseInt(line.substring(ENQUEUE.length()).strip()));
      }
      line = commands.readLine();
    }
  }

  /** Paces itself: what is due is the rate times the time that really passed. */
  void pace() throws InterruptedException {
    double credit = 0;
    long last = System.nanoTime();
    while (true) {
      Thread.sleep(settings.batchEvery());
      long now = System.nanoTime();
      rate = currentRate();
      credit += rate * (now - last) * 1e-9;
      last = now;
      int due = (int) Math.min(settings.batchMost(), credit);
      if (settings.depthTarget() > 0) {
        due = (int) Math.min(settings.batchMost(), settings.depthTarget() - depth.available());
      }
      if (due > 0) {
        enqueue(due);
        credit = Math.max(0, credit - due);
      }
    }
  }

  private double currentRate() {
    if (settings.rateFile().isEmpty()) {
      return settings.rate();
    }
    try {
      return Double.parseDouble(Files.readString(Path.of(settings.rateFile())).strip());
    } catch (IOException | NumberFormatException e) {
      return rate; // it is being written
    }
  }

  /** One call; again while the database is away. */
  private void enqueue(int count) throws InterruptedException {
    while (count > 0) {
      long begun = System.nanoTime();
      try {
        awa.copy(Ping.jobs(count, settings.payloadBytes()).iterator(), enqueued -> {});
        meters.enqueued(count, (System.nanoTime() - begun) / 1000);
        return;
      } catch (AwaException e) {
        System.err.println("enqueue: " + e.getMessage());
        Thread.sleep(REST_MILLIS);
      }
    }
  }
}
