package dev.awa.bench.lab;

import dev.awa.bench.measure.CpuMeter;
import dev.awa.bench.measure.Results;
import dev.awa.bench.measure.Row;
import dev.awa.bench.measure.Sample;
import dev.awa.bench.measure.Target;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a scenario works with: the server, how long it may take, and where its numbers go. */
public final class Lab {
  private final String scenario;
  private final Server server;
  private final Length length;
  private final int rounds;
  private final List<String> peers;
  private final Results results;

  /** How long a scenario takes. */
  public enum Length {
    /** Shows that it works; the numbers say nothing. */
    TINY,
    /** Seconds: shows that it works, and roughly the numbers. */
    SHORT,
    NORMAL,
    /** With the sizes that take long to set up. */
    LONG
  }

  /** What was asked for: how long, how many rounds, and beside whom; all when no peer is named. */
  public record Wish(Length length, int rounds, List<String> peers) {
    public Wish {
      peers = List.copyOf(peers);
    }
  }

  public Lab(String scenario, Server server, Wish wish, Results results) {
    this.scenario = scenario;
    this.server = server;
    this.length = wish.length();
    this.rounds = wish.rounds();
    this.peers = wish.peers();
    this.results = results;
  }

  /** The names of the queues to compare; empty means all of them. */
  public List<String> peers() {
    return peers;
  }

  public Server server() {
    return server;
  }

  public BenchQueue newQueue() throws SQLException {
    return server.newQueue();
  }

  public int rounds() {
    return rounds;
  }

  public boolean isShort() {
    return length == Length.SHORT || length == Length.TINY;
  }

  /** Whether the numbers say nothing: it only shows that the scenario works. */
  public boolean isTiny() {
    return length == Length.TINY;
  }

  public boolean isLong() {
    return length == Length.LONG;
  }

  /** One number or the other, as the length of the run is; a tenth of the first when it is tiny. */
  public int sized(int whenShort, int otherwise) {
    if (length == Length.TINY) {
      return Math.max(1, whenShort / 10);
    }
    return isShort() ? whenShort : otherwise;
  }

  /** How long one turn of one queue may take, its sweep included, before it is stopped. */
  public Duration turnLimit() {
    return isLong() ? Duration.ofHours(2) : Duration.ofSeconds(isShort() ? 240 : 600);
  }

  public CpuMeter startCpuMeter() {
    return CpuMeter.start(server.postmaster());
  }

  public CpuMeter.Used stop(CpuMeter meter) throws SQLException {
    return meter.stop(server.processes());
  }

  /** Tells people what goes on. */
  public void say(String text) {
    System.out.println(scenario + ": " + text);
  }

  /** Tells people what something is made of. */
  public void say(String what, Map<String, ?> parts) {
    StringBuilder text = new StringBuilder(what);
    parts.forEach((name, part) ->
        text.append("\n    ")
            .append(part instanceof Double number ? String.format("%9.3f", number) : part)
            .append("  ")
            .append(name));
    say(text.toString());
  }

  /** A number for the report. */
  public void report(String measure, String unit, double value) {
    report(measure, unit, Sample.of(value), null);
  }

  /** A number each round for the report. */
  public void report(String measure, String unit, Sample rounds) {
    report(measure, unit, rounds, null);
  }

  /** A number each round for the report, and what its median should be. */
  public void report(String measure, String unit, Sample rounds, @Nullable Target target) {
    results.add(new Row(scenario, null, measure, unit, rounds, target));
  }

  /** A number each round for the report, of one of the queues that are compared. */
  public void reportOf(String peer, String measure, String unit, Sample rounds) {
    results.add(new Row(scenario, peer, measure, unit, rounds, null));
  }
}
