package dev.awa.cli.demo;

import dev.awa.AwaException;
import dev.awa.QueueStats;
import dev.awa.cli.terminal.CommandFailure;
import dev.awa.cli.terminal.Terminal;
import dev.awa.client.Awa;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * The demo's picture on the terminal, drawn anew twice a second; a line a second where there is no
 * terminal.
 */
final class DemoView {
  private static final int BAR = 40;

  private final PrintWriter out;
  private final DemoLedger ledger;
  private final DemoServer server;
  private final Awa awa;
  private final String dashboard;
  private final boolean terminal = Terminal.isThere();
  private final Thread thread =
      Thread.ofPlatform().daemon().name("demo view").unstarted(this::draw);
  private final long walBefore;
  private volatile boolean stopped;
  private long lastNanos = System.nanoTime();
  private long lastIn;
  private long lastOut;

  DemoView(PrintWriter out, DemoLedger ledger, DemoServer server, Awa awa, String dashboard) {
    this.out = out;
    this.ledger = ledger;
    this.server = server;
    this.awa = awa;
    this.dashboard = dashboard;
    this.walBefore = server.walBytes();
  }

  void start() {
    thread.start();
  }

  void stop() throws InterruptedException {
    stopped = true;
    thread.interrupt();
    thread.join(2000);
  }

  private void draw() {
    if (terminal) {
      out.print("\u001b[2J");
    }
    while (!stopped) {
      try {
        TimeUnit.MILLISECONDS.sleep(terminal ? 500 : 1000);
        show(awa.queues().stats(DemoLoad.QUEUE));
      } catch (InterruptedException e) {
        return;
      } catch (AwaException | CommandFailure e) {
        out.println(e.getMessage());
      }
    }
  }

  private void show(QueueStats stats) {
    long now = System.nanoTime();
    double seconds = (now - lastNanos) / 1e9;
    long in = ledger.enqueued.sum();
    long ended = ledger.ended();
    long rateIn = Math.round((in - lastIn) / seconds);
    long rateOut = Math.round((ended - lastOut) / seconds);
    lastNanos = now;
    lastIn = in;
    lastOut = ended;
    if (terminal) {
      picture(stats, rateIn, rateOut);
    } else {
      out.printf(
          Locale.ROOT,
          "queue %s: in %d/s, out %d/s, waiting %d, running %d; enqueued %d, ended %d, duplicates"
              + " %d%n",
          DemoLoad.QUEUE,
          rateIn,
          rateOut,
          stats.available(),
          stats.running(),
          in,
          ended,
          ledger.duplicates.sum());
    }
    out.flush();
  }

  private void picture(QueueStats stats, long rateIn, long rateOut) {
    List<String> lines = new ArrayList<>();
    lines.add("Awa demo: queue \"" + DemoLoad.QUEUE + "\", DATABASE_URL=" + server.url());
    if (!dashboard.isEmpty()) {
      lines.add("dashboard: " + dashboard);
    }
    lines.add("");
    lines.add(String.format(Locale.ROOT, "in       %,8d jobs/s  %s", rateIn, bar(rateIn, 50_000)));
    lines.add(
        String.format(Locale.ROOT, "out      %,8d jobs/s  %s", rateOut, bar(rateOut, 50_000)));
    lines.add(
        String.format(
            Locale.ROOT,
            "waiting  %,8d         %s",
            stats.available(),
            bar(stats.available(), 20_000)));
    lines.add("");
    lines.add(
        String.format(
            Locale.ROOT,
            "running  %,10d    scheduled %,10d    retryable %,10d",
            stats.running(),
            stats.scheduled(),
            stats.retryable()));
    lines.add(
        String.format(
            Locale.ROOT,
            "completed%,10d    cancelled %,10d    failed    %,10d",
            stats.completed(),
            stats.cancelled(),
            stats.failed()));
    lines.add(
        String.format(
            Locale.ROOT,
            "retries  %,10d    duplicates%,10d    dead letters %,7d",
            ledger.retried.sum(),
            ledger.duplicates.sum(),
            stats.deadLetters()));
    DemoReport.PickUp pickUp = DemoReport.PickUp.of(ledger.pickUp);
    lines.add("");
    lines.add(
        String.format(
            Locale.ROOT,
            "pick-up  p50 %.1f ms   p95 %.1f ms   p99 %.1f ms",
            pickUp.p50(),
            pickUp.p95(),
            pickUp.p99()));
    lines.add(
        String.format(
            Locale.ROOT,
            "WAL      %d bytes a job",
            (server.walBytes() - walBefore) / Math.max(1, ledger.enqueued.sum())));
    lines.add("");
    lines.add("Ctrl-C ends.");
    out.print("\u001b[H");
    lines.forEach(line -> out.print(line + "\u001b[K\r\n"));
    out.print("\u001b[J");
  }

  private static String bar(long value, long full) {
    int length = (int) Math.min(BAR, value * BAR / full);
    return "▇".repeat(Math.max(0, length));
  }
}
