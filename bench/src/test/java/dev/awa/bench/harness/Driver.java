package dev.awa.bench.harness;

import dev.awa.bench.lab.Jvm;
import dev.awa.lab.Eventually;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A small harness: starts the adapter as a process, gives commands, collects what it says. */
final class Driver implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Process process;
  private final BufferedWriter in;
  private final List<JsonNode> lines = new CopyOnWriteArrayList<>();
  private final Thread reader;

  private Driver(Process process) {
    this.process = process;
    in = process.outputWriter();
    reader = Thread.ofPlatform().daemon().start(this::read);
  }

  /** Starts a replica with these settings. */
  static Driver start(String url, int instance, Map<String, String> settings) throws IOException {
    List<String> options =
        List.of(
            "-Xmx256m",
            "-XX:TieredStopAtLevel=1", // it lives for seconds
            "-XX:+UseSerialGC",
            "-Dlogback.configurationFile=logback.xml"); // not the one of the tests
    ProcessBuilder builder =
        new ProcessBuilder(Jvm.command(Adapter.class, options))
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    Map<String, String> environment = new HashMap<>(settings);
    environment.put("DATABASE_URL", url);
    environment.put("BENCH_INSTANCE_ID", Integer.toString(instance));
    builder.environment().putAll(environment);
    return new Driver(builder.start());
  }

  private void read() {
    try (BufferedReader out = process.inputReader()) {
      String line = out.readLine();
      while (line != null) {
        lines.add(JSON.readTree(line)); // anything else than JSON ends the reading
        line = out.readLine();
      }
    } catch (IOException e) {
      // the process has ended
    }
  }

  void enqueue(int count) throws IOException {
    in.write("ENQUEUE " + count + "\n");
    in.flush();
  }

  /** The first line; waits for it as long as the harness would. */
  JsonNode descriptor() {
    await("descriptor", () -> !lines.isEmpty());
    return lines.getFirst();
  }

  /** Waits until a metric was said so many times more. */
  void awaitSamples(String metric, int more) {
    int wanted = metric(metric).size() + more;
    await("samples of " + metric, () -> metric(metric).size() >= wanted);
  }

  /** Waits for something that is bound to happen while the process lives. */
  void await(String what, Callable<Boolean> condition) {
    Eventually.holds(
        () -> "no " + what + " yet, said: " + lines,
        PATIENCE,
        () -> {
          boolean over = !reader.isAlive();
          boolean answer = condition.call();
          if (over && !answer) {
            throw new IllegalStateException("no " + what + "; the process has ended");
          }
          return answer;
        });
  }

  /** All samples of a metric so far. */
  List<JsonNode> metric(String name) {
    return lines.stream()
        .skip(1)
        .filter(line -> line.get("metric").asString().equals(name))
        .toList();
  }

  /** How many of something happened after the first sample, from its rate. */
  double total(String rate) {
    List<JsonNode> samples = metric(rate);
    double total = 0;
    for (int i = 1; i < samples.size(); i++) {
      Duration time = Duration.between(time(samples.get(i - 1)), time(samples.get(i)));
      total += samples.get(i).get("value").asDouble() * time.toMillis() * 1e-3;
    }
    return total;
  }

  private static Instant time(JsonNode sample) {
    return Instant.parse(sample.get("t").asString());
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Sends SIGTERM; answers the exit code, -1 when it takes longer than the harness allows. */
  int terminate() throws InterruptedException {
    process.destroy();
    return process.waitFor(5, TimeUnit.SECONDS) ? process.exitValue() : -1;
  }

  /** Waits for a process that ends by itself. */
  int exitCode() throws InterruptedException {
    return process.waitFor(60, TimeUnit.SECONDS) ? process.exitValue() : -1;
  }

  @Override
  public void close() throws InterruptedException {
    process.destroyForcibly();
    reader.join(TimeUnit.SECONDS.toMillis(5));
  }
}
