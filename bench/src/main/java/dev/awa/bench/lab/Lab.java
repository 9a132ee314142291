package dev.awa.bench.lab;

import dev.awa.bench.measure.CpuMeter;
import dev.awa.bench.measure.Results;
import dev.awa.bench.measure.Row;
import dev.awa.bench.measure.Sample;
import dev.awa.bench.measure.Target;
import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a scenario works with: the server, how long it may take, and where its numbers go. */
public final class Lab {
  private final String scenario;
  private final Server server;
  private final Length length;
  private final int rounds;
  private final Results results;

  /** How long a scenario takes. */
  public enum Length {
    /** Seconds: shows that it works, and roughly the numbers. */
    SHORT,
    NORMAL,
    /** With the sizes that take long to set up. */
    LONG
  }

  public Lab(String scenario, Server server, Length length, int rounds, Results results) {
    this.scenario = scenario;
    this.server = server;
    this.length = length;
    this.rounds = rounds;
    this.results = results;
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
    return length == Length.SHORT;
  }

  public boolean isLong() {
    return length == Length.LONG;
  }

  /** One number or the other, as the length of the run is. */
  public int sized(int whenShort, int otherwise) {
    return isShort() ? whenShort : otherwise;
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
    results.add(new Row(scenario, measure, unit, rounds, target));
  }
}
